package dev.mcppolicy.testkit;

import dev.mcppolicy.json.JsonNumber;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.Operator;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells of a change why no test could notice it. Where it does not know, it says nothing: such a mutant counts. */
final class Equivalence {
    private Equivalence() {}

    /**
     * Why a change makes no difference, or null.
     *
     * @param tool the tool whose rule is changed, or null for a rule for every tool
     * @param before the rules that are judged before the changed one
     */
    static @Nullable String of(
            Policy policy, @Nullable String tool, List<Rule> before, Rule rule, MutatedRule changed) {
        if (tool != null ? policy.hides(tool) : policy.hidden().contains("*")) {
            return "the tool is hidden, so its rules are never reached";
        }
        if (!policy.enforces(rule)) {
            return "the rule is in audit mode, so it decides nothing";
        }
        if (before.stream().anyMatch(other -> policy.enforces(other) && alwaysDenies(other))) {
            return "a rule before it denies every call";
        }
        if (rule instanceof Rule.Limit limit
                && changed.rules().size() == 1
                && changed.rules().get(0) instanceof Rule.Limit other
                && sameButBound(limit, other)
                && limit.maxUnits() == other.maxUnits()) {
            return "both bounds admit the same whole units";
        }
        if (changed.rules().isEmpty()
                && rule instanceof Rule.Require require
                && require.conditions().isEmpty()) {
            return "the rule requires nothing";
        }
        return droppedIsImplied(rule, changed) ? "another condition of the rule implies the dropped one" : null;
    }

    private static boolean alwaysDenies(Rule rule) {
        return rule instanceof Rule.DenyIf deny && deny.conditions().isEmpty();
    }

    private static boolean sameButBound(Rule.Limit left, Rule.Limit right) {
        return left.window().equals(right.window())
                && left.scope() == right.scope()
                && left.amount().equals(right.amount());
    }

    private static boolean droppedIsImplied(Rule rule, MutatedRule changed) {
        List<Condition> all = Comparisons.conditions(rule);
        if (rule instanceof Rule.RequireApproval || changed.rules().size() != 1) {
            return false;
        }
        List<Condition> rest = Comparisons.conditions(changed.rules().get(0));
        if (rest.size() != all.size() - 1) {
            return false;
        }
        return all.stream().filter(condition -> !rest.contains(condition)).allMatch(dropped -> rest.stream()
                .anyMatch(other -> implies(other, dropped)));
    }

    private static boolean implies(Condition left, Condition right) {
        if (!(left instanceof Condition.Comparison stronger)
                || !(right instanceof Condition.Comparison weaker)
                || !stronger.path().equals(weaker.path())) {
            return false;
        }
        if (weaker.operator() == Operator.EXISTS) {
            return Boolean.TRUE.equals(weaker.operand())
                    && (stronger.operator() != Operator.EXISTS || stronger.equals(weaker));
        }
        BigDecimal strong = JsonNumber.exact(stronger.operand());
        BigDecimal weak = JsonNumber.exact(weaker.operand());
        if (strong == null || weak == null || stronger.operator() != weaker.operator()) {
            return false;
        }
        return switch (weaker.operator()) {
            case LT, LTE -> strong.compareTo(weak) <= 0;
            case GT, GTE -> strong.compareTo(weak) >= 0;
            default -> false;
        };
    }
}
