package dev.mcppolicy.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which counters the conditions of a rule read. */
public final class CounterReads {
    private CounterReads() {}

    /**
     * The counters that a rule's conditions read, at any depth.
     *
     * @param rule any rule
     * @return the counters in the order of their first mention
     */
    public static Set<CounterPath> of(Rule rule) {
        Set<CounterPath> paths = new LinkedHashSet<>();
        add(rule, paths);
        return paths;
    }

    private static void add(Rule rule, Set<CounterPath> paths) {
        if (rule instanceof Rule.Require require) {
            collect(require.conditions(), paths);
        } else if (rule instanceof Rule.DenyIf deny) {
            collect(deny.conditions(), paths);
        } else if (rule instanceof Rule.RequireApproval approval) {
            collect(approval.conditions(), paths);
        }
    }

    private static void collect(List<Condition> conditions, Set<CounterPath> paths) {
        for (Condition condition : conditions) {
            if (condition instanceof Condition.Comparison comparison && comparison.path() instanceof CounterPath path) {
                paths.add(path);
            } else if (condition instanceof Condition.AllOf all) {
                collect(all.conditions(), paths);
            } else if (condition instanceof Condition.AnyOf any) {
                collect(any.conditions(), paths);
            } else if (condition instanceof Condition.Not not) {
                collect(List.of(not.condition()), paths);
            }
        }
    }
}
