package dev.mcppolicy.tool;

import dev.mcppolicy.json.internal.JsonNumber;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers between two bounds.
 *
 * @param whole whether they are whole numbers alone
 * @param least the lower bound, or null
 * @param leastExcluded whether the lower bound itself is outside
 * @param most the upper bound, or null
 * @param mostExcluded whether the upper bound itself is outside
 */
record NumberRange(
        boolean whole,
        @Nullable BigDecimal least,
        boolean leastExcluded,
        @Nullable BigDecimal most,
        boolean mostExcluded) {
    static final NumberRange ANY = new NumberRange(false, null, false, null, false);

    static NumberRange of(Map<?, ?> schema) {
        return ANY.withWhole(isWhole(schema.get("type")))
                .atLeast(JsonNumber.exact(schema.get("minimum")), false)
                .atLeast(JsonNumber.exact(schema.get("exclusiveMinimum")), true)
                .atMost(JsonNumber.exact(schema.get("maximum")), false)
                .atMost(JsonNumber.exact(schema.get("exclusiveMaximum")), true);
    }

    private static boolean isWhole(@Nullable Object type) {
        return type instanceof List<?> names
                ? names.contains("integer") && !names.contains("number")
                : "integer".equals(type);
    }

    /** The numbers that are in both. */
    NumberRange and(NumberRange other) {
        return withWhole(whole || other.whole)
                .atLeast(other.least, other.leastExcluded)
                .atMost(other.most, other.mostExcluded);
    }

    boolean contains(BigDecimal number) {
        return (least == null || number.compareTo(least) >= (leastExcluded ? 1 : 0))
                && (most == null || number.compareTo(most) <= (mostExcluded ? -1 : 0))
                && (!whole || number.stripTrailingZeros().scale() <= 0);
    }

    /** Whether a number of these can be below another, or equal to it. */
    boolean reachesBelow(BigDecimal bound, boolean orEqual) {
        if (least == null) {
            return true;
        }
        int order = least.compareTo(bound);
        return order < 0 || (order == 0 && orEqual && !leastExcluded);
    }

    /** Whether a number of these can be above another, or equal to it. */
    boolean reachesAbove(BigDecimal bound, boolean orEqual) {
        if (most == null) {
            return true;
        }
        int order = most.compareTo(bound);
        return order > 0 || (order == 0 && orEqual && !mostExcluded);
    }

    private NumberRange withWhole(boolean changed) {
        return new NumberRange(changed, least, leastExcluded, most, mostExcluded);
    }

    private NumberRange atLeast(@Nullable BigDecimal bound, boolean excluded) {
        int order = bound == null ? -1 : least == null ? 1 : bound.compareTo(least);
        if (order < 0) {
            return this;
        }
        return new NumberRange(whole, bound, excluded || (order == 0 && leastExcluded), most, mostExcluded);
    }

    private NumberRange atMost(@Nullable BigDecimal bound, boolean excluded) {
        int order = bound == null ? 1 : most == null ? -1 : bound.compareTo(most);
        if (order > 0) {
            return this;
        }
        return new NumberRange(whole, least, leastExcluded, bound, excluded || (order == 0 && mostExcluded));
    }
}
