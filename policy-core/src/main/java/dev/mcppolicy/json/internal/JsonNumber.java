package dev.mcppolicy.json.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Exact reading of JSON numbers as the JVM carries them.
 *
 * <p>The standard numbers are {@code Byte}, {@code Short}, {@code Integer}, {@code Long}, {@code BigInteger},
 * {@code BigDecimal}, {@code Double} and {@code Float}. A {@code double} (or {@code float}) stands for the shortest
 * decimal that reads back as the same {@code double} (or {@code float}), so {@code 0.1} is one tenth, alike on every
 * JDK. A number past {@value #MAX_DIGITS} digits or past the exponent {@value #MAX_EXPONENT} has no reading, and is
 * never expanded to find that out.
 *
 * <p>All methods are pure and safe for use by any thread.
 */
public final class JsonNumber {
    /** The most significant digits a number may have, counted in the form in which it is held. */
    public static final int MAX_DIGITS = 1_000;

    /** The largest absolute exponent of the scientific form that a number may have. */
    public static final int MAX_EXPONENT = 10_000;

    /** More bits than any integer of {@link #MAX_DIGITS} digits has, so that the digits need no counting beyond. */
    private static final int MAX_BITS = 3_330;

    private static final int MAX_DOUBLE_DIGITS = 17;
    private static final int MAX_FLOAT_DIGITS = 9;
    /** More digits than any JDK prints of a double. */
    private static final int KEPT_DIGITS = 20;

    private JsonNumber() {}

    /**
     * Whether the value is of one of the standard number types.
     *
     * @param value any value, or null
     * @return true for the standard numbers, finite or not
     */
    public static boolean isNumber(@Nullable Object value) {
        if (!(value instanceof Number)) {
            return false;
        }
        Class<?> type = value.getClass();
        return type == Integer.class
                || type == Long.class
                || type == Double.class
                || type == BigDecimal.class
                || type == BigInteger.class
                || type == Float.class
                || type == Short.class
                || type == Byte.class;
    }

    /**
     * Whether the value is an integer that fits 64 bits by its type: {@code Byte}, {@code Short}, {@code Integer} or
     * {@code Long}.
     *
     * @param value any value, or null
     * @return true for the four types
     */
    static boolean isLong(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte;
    }

    /**
     * The exact value of a number.
     *
     * @param value any value, or null
     * @return the exact value, or null when the value is no standard number, not finite, or too long to be told
     */
    public static @Nullable BigDecimal exact(@Nullable Object value) {
        if (value instanceof Number number && isLong(number)) {
            return BigDecimal.valueOf(number.longValue());
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? shortest(number) : null;
        }
        if (value instanceof Float number) {
            return Float.isFinite(number) ? shortest(number) : null;
        }
        if (value instanceof BigDecimal number && number.getClass() == BigDecimal.class) {
            return isTellable(number) ? number : null;
        }
        if (value instanceof BigInteger number && number.getClass() == BigInteger.class) {
            if (number.bitLength() > MAX_BITS) {
                return null;
            }
            BigDecimal decimal = new BigDecimal(number);
            return isTellable(decimal) ? decimal : null;
        }
        return null;
    }

    /**
     * Reads a string that is exactly one JSON number, white space around it allowed.
     *
     * @param text any string
     * @return the exact value, or null when the string is no JSON number or is too long to be told
     */
    public static @Nullable BigDecimal parse(String text) {
        String trimmed = trimJsonSpace(text);
        if (!isJsonNumber(trimmed) || trimmed.length() > 2 * MAX_DIGITS) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(trimmed);
            return isTellable(number) ? number : null;
        } catch (NumberFormatException exponentBeyondAnInt) {
            return null;
        }
    }

    /** Whether the string, without the white space JSON allows around a value, has the grammar of a JSON number. */
    static boolean looksLikeNumber(String text) {
        return isJsonNumber(trimJsonSpace(text));
    }

    static String trimJsonSpace(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isJsonSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isJsonSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isJsonSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isJsonNumber(String text) {
        int length = text.length();
        int i = 0;
        if (i < length && text.charAt(i) == '-') {
            i++;
        }
        int integer = digits(text, i);
        if (integer == i || (text.charAt(i) == '0' && integer > i + 1)) {
            return false;
        }
        i = integer;
        if (i < length && text.charAt(i) == '.') {
            int fraction = digits(text, i + 1);
            if (fraction == i + 1) {
                return false;
            }
            i = fraction;
        }
        if (i < length && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < length && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            int exponent = digits(text, i);
            if (exponent == i) {
                return false;
            }
            i = exponent;
        }
        return i == length;
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    private static boolean isTellable(BigDecimal number) {
        if (number.unscaledValue().bitLength() > MAX_BITS || number.precision() > MAX_DIGITS) {
            return false;
        }
        if (number.signum() == 0) {
            return Math.abs((long) number.scale()) <= MAX_EXPONENT;
        }
        long exponent = (long) number.precision() - number.scale() - 1;
        return Math.abs(exponent) <= MAX_EXPONENT;
    }

    private static BigDecimal shortest(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 0x1p53) {
            return BigDecimal.valueOf((long) number);
        }
        double millionths = Math.rint(number * 1e6);
        if (Math.abs(millionths) < 1e15) {
            // At most 15 digits: two such decimals never read as one double, so none shorter does either.
            BigDecimal candidate = BigDecimal.valueOf((long) millionths, 6);
            if (candidate.doubleValue() == number) {
                return candidate.stripTrailingZeros();
            }
        }
        // What the JDK prints reads back, so as many digits do. It may be too long, and its digits not the closest.
        int digits =
                new BigDecimal(Double.toString(number)).stripTrailingZeros().precision();
        BigDecimal exact = withoutTail(new BigDecimal(number));
        BigDecimal shortest = readingBack(number, exact, digits);
        while (shortest == null) {
            shortest = readingBack(number, exact, ++digits);
        }
        // What some number of digits can say, one digit more can too: the first failure ends the search.
        while (digits > 1) {
            BigDecimal shorter = readingBack(number, exact, --digits);
            if (shorter == null) {
                break;
            }
            shortest = shorter;
        }
        return shortest;
    }

    /** The decimal of so many digits that reads back as the number, the closer one if two do; null if none does. */
    private static @Nullable BigDecimal readingBack(double number, BigDecimal exact, int digits) {
        BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (digits >= MAX_DOUBLE_DIGITS || rounded.doubleValue() == number) {
            return rounded;
        }
        // Below a power of two the gap is half as wide as above it, so the farther neighbour may be the one
        // that reads back.
        BigDecimal other = neighbour(exact, rounded);
        return other.doubleValue() == number ? other : null;
    }

    /** A short decimal that compares with those of fewer than {@link #KEPT_DIGITS} digits, and rounds, as a long one. */
    private static BigDecimal withoutTail(BigDecimal exact) {
        BigDecimal kept = exact.round(new MathContext(KEPT_DIGITS, RoundingMode.DOWN));
        if (kept.compareTo(exact) == 0) {
            return kept;
        }
        // One more digit stands for the tail: neither nothing nor half a unit.
        BigInteger digits = kept.unscaledValue().multiply(BigInteger.TEN).add(BigInteger.valueOf(exact.signum()));
        return new BigDecimal(digits, kept.scale() + 1);
    }

    private static BigDecimal shortest(float number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < MAX_FLOAT_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.floatValue() == number) {
                return rounded;
            }
            BigDecimal other = neighbour(exact, rounded);
            if (other.floatValue() == number) {
                return other;
            }
        }
        return exact.round(new MathContext(MAX_FLOAT_DIGITS, RoundingMode.HALF_EVEN));
    }

    /** The decimal of the same scale on the other side of the exact value. */
    private static BigDecimal neighbour(BigDecimal exact, BigDecimal rounded) {
        return rounded.compareTo(exact) < 0 ? rounded.add(rounded.ulp()) : rounded.subtract(rounded.ulp());
    }
}
