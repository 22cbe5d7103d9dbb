package dev.mcppolicy.json.internal;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Text that is a decimal number and nothing else: {@code -?(0|[1-9][0-9]*)(\\.[0-9]+)?}. No sign but a minus, no exponent,
 * no white space, no zero in front, no digits but those of ASCII, so that all readers take it for the same number.
 *
 * <p>All methods are pure and safe for use by any thread.
 */
public final class DecimalText {
    /** Longer text is not read, so that its length bounds the work. */
    private static final int LONGEST = 2 * JsonNumber.MAX_DIGITS;

    private DecimalText() {}

    /**
     * The exact value of a number, or of text that is a decimal number.
     *
     * @param value any value, or null
     * @return the exact value, or null when the value is neither, not finite, or too long to be told
     */
    public static @Nullable BigDecimal exact(@Nullable Object value) {
        return value instanceof String text ? parse(text) : JsonNumber.exact(value);
    }

    /**
     * Whether a text has an exact value.
     *
     * @param text any text
     * @return whether {@link #exact} reads it; found without reading it
     */
    public static boolean isTellable(String text) {
        return text.length() <= LONGEST && isDecimal(text) && digits(text) <= JsonNumber.MAX_DIGITS;
    }

    /** How many digits a decimal number has, from its first that is no zero on. */
    private static int digits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' && (digits > 0 || c != '0')) {
                digits++;
            }
        }
        return digits;
    }

    private static @Nullable BigDecimal parse(String text) {
        return isTellable(text) ? JsonNumber.exact(new BigDecimal(text)) : null;
    }

    private static boolean isDecimal(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int point = afterDigits(text, start);
        boolean isInteger = point > start && (text.charAt(start) != '0' || point == start + 1);
        if (!isInteger || point == text.length()) {
            return isInteger;
        }
        return text.charAt(point) == '.' && point + 1 < text.length() && afterDigits(text, point + 1) == text.length();
    }

    private static int afterDigits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }
}
