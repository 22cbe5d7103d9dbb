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

    /** Longer text is looked through and not read as a number. */
    private static final int LONGEST_READ = 2 * JsonNumber.MAX_DIGITS;

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
     * The cost of putting text beside a number or a boolean, for which it is read as JSON if it may be one.
     *
     * @param text any text
     * @return about as many steps as that takes; 1 for text that plainly is neither
     */
    public static long ofLookAlike(String text) {
        int length = text.length();
        if (length == 0 || !(canBeginNumber(text.charAt(0)) || isSpace(text.charAt(length - 1)))) {
            return 1;
        }
        return length > LONGEST_READ ? NUMBER + length : ofDecimal(text);
    }

    private static boolean canBeginNumber(char c) {
        return (c >= '0' && c <= '9') || c == '-' || isSpace(c);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /**
     * The cost of comparing a value with another that is at hand, part by part.
     *
     * @param value a JSON value, or null
     * @return about as many steps as that takes, whatever the other is; at least 1
     */
    public static long ofComparison(@Nullable Object value) {
        if (value instanceof String text) {
            return ofLookAlike(text);
        }
        if (value instanceof List<?> list) {
            long cost = 1;
            for (Object element : list) {
                cost += ofComparison(element);
            }
            return cost;
        }
        if (value instanceof Map<?, ?> map) {
            long cost = 1;
            for (Object part : map.values()) {
                cost += 1 + ofComparison(part);
            }
            return cost;
        }
        return of(value);
    }

    /**
     * The cost of the one part of a value whose reading is much work, where the value is compared with several and is small
     * beside them: of all text in it that may be a number.
     *
     * @param value a JSON value, or null
     * @return about as many steps as reading that text takes
     */
    public static long ofLookAlikes(@Nullable Object value) {
        if (value instanceof String text) {
            long cost = ofLookAlike(text);
            return cost > 1 ? cost : 0;
        }
        Iterable<?> parts =
                value instanceof List<?> list ? list : value instanceof Map<?, ?> map ? map.values() : List.of();
        long cost = 0;
        for (Object part : parts) {
            cost += ofLookAlikes(part);
        }
        return cost;
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
