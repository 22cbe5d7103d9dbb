package dev.mcppolicy.testkit;

import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.Rule;
import java.util.ArrayList;
import java.util.List;

/** The comparisons that stand in a rule, at any depth. */
final class Comparisons {
    private Comparisons() {}

    static List<Condition.Comparison> of(Rule rule) {
        List<Condition.Comparison> found = new ArrayList<>();
        conditions(rule).forEach(condition -> collect(condition, found));
        return found;
    }

    /** The conditions of a rule; none for a limit. */
    static List<Condition> conditions(Rule rule) {
        if (rule instanceof Rule.Require require) {
            return require.conditions();
        }
        if (rule instanceof Rule.DenyIf deny) {
            return deny.conditions();
        }
        return rule instanceof Rule.RequireApproval approval ? approval.conditions() : List.of();
    }

    private static void collect(Condition condition, List<Condition.Comparison> found) {
        if (condition instanceof Condition.Comparison comparison) {
            found.add(comparison);
        } else if (condition instanceof Condition.AllOf all) {
            all.conditions().forEach(inner -> collect(inner, found));
        } else if (condition instanceof Condition.AnyOf any) {
            any.conditions().forEach(inner -> collect(inner, found));
        } else if (condition instanceof Condition.Not not) {
            collect(not.condition(), found);
        }
    }
}
