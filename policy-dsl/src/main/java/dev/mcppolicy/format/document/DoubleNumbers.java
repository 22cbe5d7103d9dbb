package dev.mcppolicy.format.document;

import dev.mcppolicy.json.internal.JsonNumber;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether numbers come through a schema validator unchanged. Validators read integers exactly and all other numbers as
 * doubles, by which 1e400 is infinite and 5.0000000000000000001 is 5.
 */
public final class DoubleNumbers {
    /** More digits than this, canonical JSON writes with an exponent, which makes an integer a double. */
    private static final int MAX_PLAIN_DIGITS = 21;

    private DoubleNumbers() {}

    /** Whether every number in a JSON value comes through. */
    public static boolean holds(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().allMatch(DoubleNumbers::holds);
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(DoubleNumbers::holds);
        }
        return !(value instanceof Number) || holdsNumber(value);
    }

    private static boolean holdsNumber(Object value) {
        BigDecimal exact = JsonNumber.exact(value);
        if (exact == null) {
            return false;
        }
        BigDecimal plain = exact.stripTrailingZeros();
        if (plain.scale() <= 0 && plain.precision() - plain.scale() <= MAX_PLAIN_DIGITS) {
            return true;
        }
        BigDecimal ofDouble = JsonNumber.exact(exact.doubleValue());
        return ofDouble != null && ofDouble.compareTo(exact) == 0;
    }
}
