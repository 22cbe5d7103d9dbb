package dev.mcppolicy.json.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to read values whose size a caller chooses, in steps of a pattern.
 *
 * <p>All methods are pure and safe for use by any thread.
 */
public final class ReadingCost {
    /** A double of a larger exponent, in bits, has hundreds of digits written out. */
    private static final int LONG_EXPONENT = 128;

    /** What it costs to read such a double. */
    private static final long LONG_DOUBLE = 10_000;

    /** What it costs to read another number that is no 64-bit integer. */
    private static final long NUMBER = 50;

    /** Text of so many digits costs as much for their number as for their square. */
    private static final long SQUARES = 100;

    private ReadingCost() {}

    /**
     * The cost of a value with all its parts.
     *
     * @param value a JSON value, or null
     * @return about as many steps as reading takes; at least 1, save for an empty text
     */
    public static long of(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof List<?> list) {
            long cost = 1;
            for (Object element : list) {
                cost += of(element);
            }
            return cost;
        }
        if (value instanceof Map<?, ?> map) {
            long cost = 1;
            for (Map.Entry<?, ?> member : map.entrySet()) {
                cost += of(member.getKey()) + of(member.getValue());
            }
            return cost;
        }
        if (value instanceof Double number) {
            return Math.abs(Math.getExponent(number)) > LONG_EXPONENT ? LONG_DOUBLE : NUMBER;
        }
        return value instanceof BigDecimal || value instanceof BigInteger || value instanceof Float ? NUMBER : 1;
    }

    /**
     * The cost of text that is read as a number: it grows with the square of the digits.
     *
     * @param text text that is read
     * @return about as many steps as reading takes
     */
    public static long ofDecimal(String text) {
        long length = text.length();
        return NUMBER + length + length * length / SQUARES;
    }
}
