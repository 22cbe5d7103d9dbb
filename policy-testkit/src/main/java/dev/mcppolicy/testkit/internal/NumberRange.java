package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers between two ends.
 *
 * @param low the lower end, or null for none
 * @param withLow whether the lower end itself is among them
 * @param high the upper end, or null for none
 * @param withHigh whether the upper end itself is among them
 */
public record NumberRange(
        @Nullable BigDecimal low, boolean withLow, @Nullable BigDecimal high, boolean withHigh) {
    /** The operators that put numbers in order. */
    public static final Set<Operator> ORDERS = EnumSet.of(Operator.LT, Operator.LTE, Operator.GT, Operator.GTE);

    public static final NumberRange ALL = new NumberRange(null, false, null, false);

    /** The numbers that satisfy a comparison, or empty if it is not about numbers alone. */
    public static Optional<NumberRange> of(Condition.Comparison comparison) {
        if (comparison.operator() == Operator.IN && comparison.operand() instanceof List<?> list) {
            // An element that is no number may look like one, and then it cannot be told whether the number is in.
            return list.stream().allMatch(JsonNumber::isNumber) ? hull(list) : Optional.empty();
        }
        BigDecimal bound = JsonNumber.exact(comparison.operand());
        if (bound == null) {
            return Optional.empty();
        }
        return switch (comparison.operator()) {
            case LT -> Optional.of(new NumberRange(null, false, bound, false));
            case LTE -> Optional.of(new NumberRange(null, false, bound, true));
            case GT -> Optional.of(new NumberRange(bound, false, null, false));
            case GTE -> Optional.of(new NumberRange(bound, true, null, false));
            case EQ -> Optional.of(new NumberRange(bound, true, bound, true));
            default -> Optional.empty();
        };
    }

    /** How much two values on both sides of a bound differ at least: one in its last digit. */
    public static BigDecimal step(BigDecimal bound) {
        return BigDecimal.ONE.movePointLeft(
                Math.max(0, bound.stripTrailingZeros().scale()));
    }

    private static Optional<NumberRange> hull(List<?> list) {
        List<BigDecimal> numbers = list.stream()
                .map(JsonNumber::exact)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        return numbers.isEmpty()
                ? Optional.empty()
                : Optional.of(new NumberRange(numbers.get(0), true, numbers.get(numbers.size() - 1), true));
    }

    /** The numbers that are in both. */
    public NumberRange and(NumberRange other) {
        boolean otherLow = low == null || (other.low != null && isNarrower(other.low.compareTo(low), withLow));
        boolean otherHigh = high == null || (other.high != null && isNarrower(high.compareTo(other.high), withHigh));
        return new NumberRange(
                otherLow ? other.low : low,
                otherLow ? other.withLow : withLow,
                otherHigh ? other.high : high,
                otherHigh ? other.withHigh : withHigh);
    }

    private static boolean isNarrower(int order, boolean withEnd) {
        return order > 0 || (order == 0 && withEnd);
    }

    /** The numbers that are not in this range, which has one end, or empty if it has two. */
    public Optional<NumberRange> complement() {
        if (low == null && high != null) {
            return Optional.of(new NumberRange(high, !withHigh, null, false));
        }
        return high == null && low != null
                ? Optional.of(new NumberRange(null, false, low, !withLow))
                : Optional.empty();
    }

    boolean contains(BigDecimal number) {
        boolean above = low == null || number.compareTo(low) > (withLow ? -1 : 0);
        boolean below = high == null || number.compareTo(high) < (withHigh ? 1 : 0);
        return above && below;
    }

    /** Whether there is no number, or no whole number, between the ends. */
    public boolean isEmpty(boolean wholeOnly) {
        if (low == null || high == null) {
            return false;
        }
        if (!wholeOnly) {
            int order = low.compareTo(high);
            return order > 0 || (order == 0 && !(withLow && withHigh));
        }
        BigDecimal first = low.setScale(0, RoundingMode.CEILING);
        if (!withLow && first.compareTo(low) == 0) {
            first = first.add(BigDecimal.ONE);
        }
        return !contains(first);
    }

    /** Whether every number of this range is in another. */
    public boolean isWithin(NumberRange other) {
        return and(other).equals(this) || isEmpty(false);
    }
}
