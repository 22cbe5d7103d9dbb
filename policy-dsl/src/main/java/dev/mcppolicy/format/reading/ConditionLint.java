package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.ValuePath;
import dev.mcppolicy.operator.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Warns of conditions that load but can hardly be meant: those of one rule that can never hold together, and denials
 * that leaving out an argument avoids.
 */
final class ConditionLint {
    private final Problems problems;

    ConditionLint(Problems problems) {
        this.problems = problems;
    }

    void requirement(List<PlacedCondition> conditions) {
        check(conditions);
    }

    void when(List<PlacedCondition> conditions) {
        check(conditions);
    }

    void denial(List<PlacedCondition> conditions) {
        check(conditions);
        conditions.forEach(placed -> checkAvoidable(placed, false));
    }

    /**
     * Under a negation what is missing makes a denial fire, so that nobody avoids it by leaving something out; under two it
     * does not, as under none.
     */
    private void checkAvoidable(PlacedCondition placed, boolean negated) {
        Condition.Comparison comparison = placed.comparison();
        if (placed.condition() instanceof Condition.Not) {
            placed.parts().forEach(part -> checkAvoidable(part, !negated));
        } else if (!placed.parts().isEmpty()) {
            placed.parts().forEach(part -> checkAvoidable(part, negated));
        } else if (negated) {
            return;
        } else if (comparison != null
                && positive(comparison.operator()) != null
                && comparison.path() instanceof CallPath path) {
            problems.report(
                    Diagnostic.AVOIDABLE_DENIAL,
                    placed.node(),
                    "write a `require` with `" + positive(comparison.operator()) + "`",
                    avoiding(path),
                    comparison.operator().id());
        } else if (placed.condition() instanceof Condition.PathComparison pair) {
            problems.report(
                    Diagnostic.AVOIDABLE_DENIAL,
                    placed.node(),
                    "write a `require` with the contrary",
                    avoiding(pair.path() instanceof ArgumentPath ? pair.path() : pair.from()),
                    pair.operator().id());
        }
    }

    /** What becomes of a call without the value, in words. */
    private static String avoiding(CallPath path) {
        return path instanceof CallerPath ? "by a caller of whom this is not known" : "that leaves out the argument";
    }

    /** The operator that a requirement has in the place of a negative one, or null for one that is not negative. */
    private static @Nullable String positive(Operator operator) {
        return switch (operator) {
            case NEQ -> "eq";
            case NOT_IN -> "in";
            case NOT_CONTAINS -> "contains";
            case NOT_REGEX -> "regex";
            default -> null;
        };
    }

    /** A missing value makes an approval rule fire, so only what is asked of counters and the time can be never true. */
    void approval(List<PlacedCondition> conditions) {
        check(conditions.stream()
                .flatMap(PlacedCondition::conjuncts)
                .filter(placed -> placed.condition() instanceof Condition.AtTime
                        || (placed.comparison() != null && placed.comparison().path() instanceof CounterPath))
                .toList());
    }

    private void check(List<PlacedCondition> conditions) {
        if (conditions.size() == 1 && isOfTheCall(conditions.get(0))) {
            // No comparison of a value of the call contradicts itself.
            return;
        }
        Map<ValuePath, Demands> byPath = new HashMap<>();
        TimeDemands time = new TimeDemands();
        conditions.stream().flatMap(PlacedCondition::conjuncts).forEach(placed -> {
            Condition.Comparison comparison = placed.comparison();
            if (comparison == null) {
                String reason = time.add(placed.condition());
                if (reason != null) {
                    problems.report(Diagnostic.NEVER_TRUE, placed.node(), null, reason);
                }
                return;
            }
            ValuePath path = comparison.path();
            String reason = path instanceof CounterPath && !fitsCounter(comparison) ? "a counter is a number" : null;
            if (reason == null && !ConditionReader.hasWildcard(path)) {
                reason = byPath.computeIfAbsent(path, any -> new Demands()).add(comparison);
            }
            if (reason != null) {
                problems.report(Diagnostic.NEVER_TRUE, placed.node(), null, reason);
            }
        });
    }

    private static boolean isOfTheCall(PlacedCondition placed) {
        return placed.comparison() != null && placed.comparison().path() instanceof CallPath;
    }

    static boolean isExistsFalse(Condition.Comparison comparison) {
        return comparison.operator() == Operator.EXISTS && comparison.operand().equals(false);
    }

    private static boolean fitsCounter(Condition.Comparison comparison) {
        return switch (comparison.operator()) {
            case REGEX, NOT_REGEX, WITHIN, HOST_IN, EMAIL_IN, CONTAINS, NOT_CONTAINS -> false;
            case EQ, NEQ -> comparison.operand() instanceof Number;
            case IN, NOT_IN ->
                comparison.operand() instanceof List<?> list && list.stream().anyMatch(Number.class::isInstance);
            case EXISTS -> comparison.operand().equals(true);
            case LT, LTE, GT, GTE -> true;
        };
    }
}
