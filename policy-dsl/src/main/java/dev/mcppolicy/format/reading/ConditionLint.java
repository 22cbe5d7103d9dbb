package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.model.ArgumentPath;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.CounterPath;
import dev.mcppolicy.model.Operator;
import dev.mcppolicy.model.ValuePath;
import java.math.BigDecimal;
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

    void requirement(List<ConditionReader.Placed> conditions) {
        check(conditions);
    }

    void denial(List<ConditionReader.Placed> conditions) {
        check(conditions);
        for (ConditionReader.Placed placed : conditions) {
            Operator operator = placed.comparison().operator();
            boolean isNegative = operator == Operator.NEQ || operator == Operator.NOT_IN;
            if (isNegative && placed.comparison().path() instanceof ArgumentPath) {
                problems.report(
                        Diagnostic.AVOIDABLE_DENIAL,
                        placed.node(),
                        "write a `require` with `" + (operator == Operator.NEQ ? "eq" : "in") + "`",
                        operator.id());
            }
        }
    }

    /** An argument that is missing makes an approval rule fire, so only what counters are asked can be never true. */
    void approval(List<ConditionReader.Placed> conditions) {
        check(conditions.stream()
                .filter(placed -> placed.comparison().path() instanceof CounterPath)
                .toList());
    }

    private void check(List<ConditionReader.Placed> conditions) {
        if (conditions.isEmpty()) {
            return;
        }
        if (conditions.size() == 1 && conditions.get(0).comparison().path() instanceof ArgumentPath) {
            // No comparison of an argument contradicts itself.
            return;
        }
        Map<ValuePath, Demands> byPath = new HashMap<>();
        for (ConditionReader.Placed placed : conditions) {
            Condition.Comparison comparison = placed.comparison();
            ValuePath path = comparison.path();
            String reason = path instanceof CounterPath && !fitsCounter(comparison) ? "a counter is a number" : null;
            if (reason == null && !ConditionReader.hasWildcard(path)) {
                reason = byPath.computeIfAbsent(path, any -> new Demands()).add(comparison);
            }
            if (reason != null) {
                problems.report(Diagnostic.NEVER_TRUE, placed.node(), null, reason);
            }
        }
    }

    private static boolean isExistsFalse(Condition.Comparison comparison) {
        return comparison.operator() == Operator.EXISTS && comparison.operand().equals(false);
    }

    private static boolean fitsCounter(Condition.Comparison comparison) {
        return switch (comparison.operator()) {
            case REGEX, CONTAINS, NOT_CONTAINS -> false;
            case EQ, NEQ -> comparison.operand() instanceof Number;
            case IN, NOT_IN ->
                comparison.operand() instanceof List<?> list && list.stream().anyMatch(Number.class::isInstance);
            case EXISTS -> comparison.operand().equals(true);
            case LT, LTE, GT, GTE -> true;
        };
    }

    /** What the conditions of one rule ask of the value at one path, all together. */
    private static final class Demands {
        private boolean present;
        private boolean missing;
        private boolean number;
        private boolean text;
        private @Nullable BigDecimal least;
        private boolean leastExcluded;
        private @Nullable BigDecimal most;
        private boolean mostExcluded;

        /** Adds a demand; says why it contradicts those before, or null. */
        @Nullable
        String add(Condition.Comparison comparison) {
            Operator operator = comparison.operator();
            if (operator == Operator.EXISTS) {
                missing |= isExistsFalse(comparison);
                present |= !isExistsFalse(comparison);
            } else {
                present = true;
            }
            if (operator == Operator.REGEX) {
                text = true;
            }
            if (operator == Operator.EQ) {
                text |= comparison.operand() instanceof String;
                number |= comparison.operand() instanceof Number;
            }
            BigDecimal bound = bound(comparison);
            if (bound != null) {
                number = true;
                narrow(operator, bound);
            }
            return contradiction();
        }

        private static @Nullable BigDecimal bound(Condition.Comparison comparison) {
            boolean isOrder =
                    switch (comparison.operator()) {
                        case LT, LTE, GT, GTE -> true;
                        case EQ -> comparison.operand() instanceof Number;
                        default -> false;
                    };
            return isOrder ? new BigDecimal(comparison.operand().toString()) : null;
        }

        private void narrow(Operator operator, BigDecimal bound) {
            boolean isUpper = operator == Operator.LT || operator == Operator.LTE || operator == Operator.EQ;
            boolean isLower = operator == Operator.GT || operator == Operator.GTE || operator == Operator.EQ;
            boolean excluded = operator == Operator.LT || operator == Operator.GT;
            if (isUpper) {
                int order = most == null ? -1 : bound.compareTo(most);
                mostExcluded = order < 0 ? excluded : order == 0 ? excluded || mostExcluded : mostExcluded;
                most = order < 0 ? bound : most;
            }
            if (isLower) {
                int order = least == null ? 1 : bound.compareTo(least);
                leastExcluded = order > 0 ? excluded : order == 0 ? excluded || leastExcluded : leastExcluded;
                least = order > 0 ? bound : least;
            }
        }

        private @Nullable String contradiction() {
            if (present && missing) {
                return "the value would have to be there and missing";
            }
            if (number && text) {
                return "the value would have to be a number and a string";
            }
            if (least != null && most != null) {
                int order = least.compareTo(most);
                if (order > 0 || (order == 0 && (leastExcluded || mostExcluded))) {
                    return "no number lies in these bounds";
                }
            }
            return null;
        }
    }
}
