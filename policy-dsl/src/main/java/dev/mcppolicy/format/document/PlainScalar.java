package dev.mcppolicy.format.document;

import dev.mcppolicy.json.internal.JsonNumber;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted scalar of YAML is: text, or exactly what the same characters are in JSON. What readers of YAML 1.1
 * and 1.2 would not read alike is refused, never guessed.
 */
public final class PlainScalar {
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off");
    private static final Set<String> NOT_FINITE =
            Set.of(".inf", "+.inf", "-.inf", ".nan", "nan", "inf", "infinity", "-infinity", "-inf", "+inf");
    private static final int LONGEST_NUMBER = 5_000;

    private PlainScalar() {}

    /** What a scalar reads as, or why it does not. */
    public enum Reading {
        TEXT,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        /** Not alike to all readers. */
        AMBIGUOUS,
        /** Infinite or not a number. */
        NOT_FINITE,
        /** Past the digits or the exponent that a policy may have. */
        TOO_LONG
    }

    /** Reads a scalar on one line, without quotes. */
    public static Reading read(String text) {
        return switch (text) {
            case "", "null" -> Reading.NULL;
            case "true" -> Reading.TRUE;
            case "false" -> Reading.FALSE;
            default -> readOther(text);
        };
    }

    private static Reading readOther(String text) {
        char first = text.charAt(0);
        if (isDigit(first) || first == '-' || first == '+' || first == '.') {
            return readNumeric(text);
        }
        if (first == '~' && text.length() == 1) {
            return Reading.AMBIGUOUS;
        }
        if (text.length() <= 9) {
            String lower = text.toLowerCase(Locale.ROOT);
            if (WORDS.contains(lower)) {
                return Reading.AMBIGUOUS;
            }
            return NOT_FINITE.contains(lower) ? Reading.NOT_FINITE : Reading.TEXT;
        }
        return Reading.TEXT;
    }

    private static Reading readNumeric(String text) {
        if (text.length() <= 9 && NOT_FINITE.contains(text.toLowerCase(Locale.ROOT))) {
            return Reading.NOT_FINITE;
        }
        if (isJsonNumber(text)) {
            return number(text) == null ? Reading.TOO_LONG : Reading.NUMBER;
        }
        return looksNumeric(text) ? Reading.AMBIGUOUS : Reading.TEXT;
    }

    /** The value of a JSON number, or null if it is too long to be told. */
    static @Nullable BigDecimal number(String text) {
        return text.length() > LONGEST_NUMBER ? null : JsonNumber.parse(text);
    }

    /** A number, date or time to some reader of YAML: octal, hexadecimal, underscores, a sign, a bare point, base 60. */
    private static boolean looksNumeric(String text) {
        int start = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        if (start == text.length()) {
            return false;
        }
        if (text.startsWith("0x", start) || text.startsWith("0o", start) || text.startsWith("0b", start)) {
            return allOf(text, start + 2, "0123456789abcdefABCDEF_");
        }
        return startsWithDate(text)
                || (hasDigit(text, start) && allOf(text, start, "0123456789_.:") && !isDotted(text, start))
                || isExponential(text, start);
    }

    /** Several points between digits, as in a version or an address: text to every reader. */
    private static boolean isDotted(String text, int start) {
        return text.indexOf('.') != text.lastIndexOf('.') && start == 0 && allOf(text, 0, "0123456789.");
    }

    /** Digits and points with an exponent that JSON would not take: {@code 1.e5}, {@code .5e3}, {@code +1e5}, {@code 01e5}. */
    private static boolean isExponential(String text, int start) {
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e <= start
                || !hasDigit(text.substring(0, e), start)
                || !allOf(text.substring(0, e), start, "0123456789_.")) {
            return false;
        }
        int digits = e + 1 < text.length() && (text.charAt(e + 1) == '+' || text.charAt(e + 1) == '-') ? e + 2 : e + 1;
        return digits < text.length() && allOf(text, digits, "0123456789_");
    }

    /** Four digits, a hyphen, one or two digits, a hyphen, a digit. */
    private static boolean startsWithDate(String text) {
        int month = text.length() > 5 && digits(text, 0) == 4 && text.charAt(4) == '-' ? digits(text, 5) : 0;
        int hyphen = 5 + month;
        return month >= 1
                && month <= 2
                && hyphen + 1 < text.length()
                && text.charAt(hyphen) == '-'
                && isDigit(text.charAt(hyphen + 1));
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at - from;
    }

    static boolean isJsonNumber(String text) {
        int at = text.charAt(0) == '-' ? 1 : 0;
        int whole = digits(text, at);
        if (whole == 0 || (whole > 1 && text.charAt(at) == '0')) {
            return false;
        }
        at += whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            if (fraction == 0) {
                return false;
            }
            at += 1 + fraction;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponent = digits(text, at);
            if (exponent == 0) {
                return false;
            }
            at += exponent;
        }
        return at == text.length();
    }

    private static boolean hasDigit(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean allOf(String text, int from, String characters) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return from < text.length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
