package dev.mcppolicy.json.internal;

import dev.mcppolicy.json.JsonLimits;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one text that equal JSON values share, and its SHA-256.
 *
 * <p>Members are sorted by code point, there is no white space, strings have the shortest JSON escapes, and numbers are
 * plain decimals without trailing zeros, with an exponent only past {@value #MAX_PLAIN_DIGITS} digits. A lone surrogate
 * is written as an escape, so that different strings stay different as UTF-8. A number that is not finite is the bare
 * word {@code NaN}, {@code Infinity} or {@code -Infinity}; one too long to be told is its {@code toString}.
 *
 * <p>All methods are pure and safe for use by any thread.
 */
public final class CanonicalJson {
    private static final int MAX_PLAIN_DIGITS = 21;

    private CanonicalJson() {}

    /**
     * Writes a value.
     *
     * @param value a JSON value or null, nested at most as deep as {@link JsonLimits} permits
     * @return the canonical text
     * @throws IllegalArgumentException if a part is not JSON
     */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /**
     * The SHA-256 of a value's canonical text in UTF-8.
     *
     * @param value a JSON value or null
     * @return 64 lowercase hexadecimal digits
     * @throws IllegalArgumentException if a part is not JSON
     */
    public static String sha256(@Nullable Object value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(write(value).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String string) {
            writeString(string, out);
        } else if (value instanceof Map<?, ?> map) {
            writeObject(map, out);
        } else if (value instanceof List<?> list) {
            writeList(list, out);
        } else if (JsonNumber.isNumber(value)) {
            writeNumber(value, out);
        } else {
            throw new IllegalArgumentException("a value that is not JSON");
        }
    }

    private static void writeObject(Map<?, ?> map, StringBuilder out) {
        List<String> names = new ArrayList<>(map.size());
        for (Object key : map.keySet()) {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("a member name that is not a string");
            }
            names.add(name);
        }
        names.sort(CanonicalJson::compareByCodePoint);
        out.append('{');
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            writeString(names.get(i), out);
            out.append(':');
            write(map.get(names.get(i)), out);
        }
        out.append('}');
    }

    private static void writeList(List<?> list, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (Object element : list) {
            out.append(separator);
            write(element, out);
            separator = ",";
        }
        out.append(']');
    }

    private static void writeNumber(Object value, StringBuilder out) {
        BigDecimal exact = JsonNumber.exact(value);
        if (exact == null) {
            out.append(value);
            return;
        }
        BigDecimal number = exact.stripTrailingZeros();
        int digits = number.precision();
        long integerDigits = (long) digits - number.scale();
        long plainDigits = number.scale() <= 0 ? integerDigits : Math.max(integerDigits, 1) + number.scale();
        if (number.signum() == 0 || plainDigits <= MAX_PLAIN_DIGITS) {
            out.append(number.signum() == 0 ? "0" : number.toPlainString());
            return;
        }
        String unscaled = number.unscaledValue().abs().toString();
        out.append(number.signum() < 0 ? "-" : "").append(unscaled.charAt(0));
        if (digits > 1) {
            out.append('.').append(unscaled, 1, digits);
        }
        out.append('e').append(integerDigits - 1);
    }

    private static void writeString(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else {
                writeCharacter(c, out);
            }
        }
        out.append('"');
    }

    private static void writeCharacter(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || Character.isSurrogate(c)) {
                    out.append("\\u").append(HexFormat.of().toHexDigits(c));
                } else {
                    out.append(c);
                }
            }
        }
    }

    private static int compareByCodePoint(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // Above the surrogates in UTF-16 lie characters that are below the code points surrogates stand for.
                boolean aIsSurrogate = Character.isSurrogate(a);
                return aIsSurrogate == Character.isSurrogate(b) ? Character.compare(a, b) : aIsSurrogate ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
