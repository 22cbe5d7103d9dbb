package dev.mcppolicy.format.reading;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What several conditions ask of the value at one path, all together. */
final class Demands {
    /** Beyond these, looking for a value that passes would take longer than the answer is worth. */
    private static final int MOST_COMPARISONS = 100;

    private static final int MOST_VALUES = 100;

    private boolean present;
    private boolean missing;
    private boolean number;
    private boolean text;
    private @Nullable BigDecimal least;
    private boolean leastExcluded;
    private @Nullable BigDecimal most;
    private boolean mostExcluded;
    private boolean searched;
    /** The values that pass all, where only some can. */
    private @Nullable List<Object> values;

    private final List<Condition.Comparison> comparisons = new ArrayList<>();

    /** Adds a demand; says why it contradicts those before, or null. */
    @Nullable
    String add(Condition.Comparison comparison) {
        Operator operator = comparison.operator();
        if (operator == Operator.EXISTS) {
            missing |= ConditionLint.isExistsFalse(comparison);
            present |= !ConditionLint.isExistsFalse(comparison);
        } else {
            present = true;
        }
        text |= isOfText(operator);
        searched |= operator == Operator.CONTAINS || operator == Operator.NOT_CONTAINS;
        if (operator == Operator.EQ && !comparison.decimal()) {
            text |= comparison.operand() instanceof String;
            number |= comparison.operand() instanceof Number;
        }
        BigDecimal bound = bound(comparison);
        if (bound != null) {
            // Text can be the number, too, that a decimal one demands.
            number |= !comparison.decimal();
            narrow(operator, bound);
        }
        String reason = contradiction();
        return reason != null ? reason : narrowValues(comparison);
    }

    private static boolean isOfText(Operator operator) {
        return switch (operator) {
            case REGEX, NOT_REGEX, WITHIN, HOST_IN, EMAIL_IN -> true;
            default -> false;
        };
    }

    private @Nullable String narrowValues(Condition.Comparison comparison) {
        List<Object> left = values == null ? named(comparison) : passing(values, comparison);
        if (left == null) {
            if (comparisons.size() < MOST_COMPARISONS) {
                comparisons.add(comparison);
            }
            return null;
        }
        if (values == null) {
            for (Condition.Comparison earlier : comparisons) {
                left = passing(left, earlier);
            }
        }
        values = left;
        return left.isEmpty() ? "no value passes all of them" : null;
    }

    /** The values that alone can pass a comparison, or null where others can, or there are too many to look at. */
    private static @Nullable List<Object> named(Condition.Comparison comparison) {
        if (comparison.decimal()) {
            return null;
        }
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

    private static List<Object> passing(List<Object> values, Condition.Comparison comparison) {
        return values.stream()
                .filter(value -> comparison.test().test(value) == Truth.TRUE)
                .toList();
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
        if (number && searched) {
            return "the value would have to be a number, and a string or a list";
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
