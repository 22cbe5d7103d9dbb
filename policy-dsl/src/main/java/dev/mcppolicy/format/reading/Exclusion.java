package dev.mcppolicy.format.reading;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison that is required leaves another one at the same path. What is said here holds of every value; where
 * that cannot be seen, nothing is said.
 */
final class Exclusion {
    /** Beyond these, looking at each value would take longer than the answer is worth. */
    private static final int MOST_VALUES = 100;

    private Exclusion() {}

    /** Whether another comparison is false of every value that satisfies the required one. */
    static boolean isAlwaysFalse(Condition.Comparison required, Condition.Comparison other) {
        if (ConditionLint.isExistsFalse(required)) {
            return !ConditionLint.isExistsFalse(other);
        }
        if (ConditionLint.isExistsFalse(other)) {
            return true;
        }
        if (required.decimal() && !other.decimal()) {
            // Text that satisfies the one cannot be told by the other.
            return false;
        }
        List<Object> values = values(required);
        return values == null ? areApart(required, other) : isAlways(Truth.FALSE, values, other);
    }

    /** Whether another comparison is true of every value that satisfies the required one. */
    static boolean isAlwaysTrue(Condition.Comparison required, Condition.Comparison other) {
        List<Object> values = required.decimal() && !other.decimal() ? null : values(required);
        return values != null && isAlways(Truth.TRUE, values, other);
    }

    private static boolean isAlways(Truth outcome, List<Object> values, Condition.Comparison other) {
        return values.stream().allMatch(value -> other.test().test(value) == outcome);
    }

    /** The values that alone satisfy a comparison, or null where others do, or there are too many to look at. */
    private static @Nullable List<Object> values(Condition.Comparison comparison) {
        if (comparison.operator() == Operator.EQ) {
            return List.of(comparison.operand());
        }
        if (comparison.operator() == Operator.IN
                && comparison.operand() instanceof List<?> list
                && list.size() <= MOST_VALUES) {
            return list.stream().map(Object.class::cast).toList();
        }
        return null;
    }

    /** Whether no number is on the required side of one bound and on the other side of the other. */
    private static boolean areApart(Condition.Comparison required, Condition.Comparison other) {
        BigDecimal bound = number(required);
        BigDecimal otherBound = number(other);
        if (bound == null || otherBound == null) {
            return false;
        }
        boolean excluded = isStrict(required) || isStrict(other);
        int order = otherBound.compareTo(bound);
        return switch (required.operator()) {
            case LT, LTE -> !isUpper(other) && (order > 0 || (order == 0 && excluded));
            case GT, GTE -> !isLower(other) && (order < 0 || (order == 0 && excluded));
            default -> false;
        };
    }

    private static @Nullable BigDecimal number(Condition.Comparison comparison) {
        return comparison.operand() instanceof Number number ? new BigDecimal(number.toString()) : null;
    }

    private static boolean isStrict(Condition.Comparison comparison) {
        return comparison.operator() == Operator.LT || comparison.operator() == Operator.GT;
    }

    /** Whether a comparison can be true of numbers however small. */
    private static boolean isUpper(Condition.Comparison comparison) {
        return switch (comparison.operator()) {
            case GT, GTE, EQ -> false;
            default -> true;
        };
    }

    /** Whether a comparison can be true of numbers however large. */
    private static boolean isLower(Condition.Comparison comparison) {
        return switch (comparison.operator()) {
            case LT, LTE, EQ -> false;
            default -> true;
        };
    }
}
