package dev.mcppolicy.counter;

import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.LookAlikes;
import dev.mcppolicy.text.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The value by which a counter of a limit with a key is kept apart from the others. It is known by a digest, so that a
 * store holds neither long values nor secret ones.
 *
 * @param digest the SHA-256 of the value in canonical form, 64 lowercase hexadecimal digits; what looks alike, such as
 *     {@code 5} and {@code "5.0"}, has one form
 * @param shown what people may see of the value, at most {@value #MOST_SHOWN} characters that all show; empty where they
 *     are to see nothing
 */
public record KeyValue(String digest, String shown) {
    private static final int MOST_SHOWN = 64;
    private static final int DIGITS = 64;

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the digest is none, or more is shown than may be
     */
    public KeyValue {
        if (digest.length() != DIGITS || !digest.chars().allMatch(KeyValue::isHexDigit)) {
            throw new IllegalArgumentException("a digest has 64 lowercase hexadecimal digits");
        }
        if (shown.codePointCount(0, shown.length()) > MOST_SHOWN) {
            throw new IllegalArgumentException("at most " + MOST_SHOWN + " characters of a key are shown");
        }
    }

    private static boolean isHexDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    /**
     * The value of a key of paths.
     *
     * @param values what stands at each of them
     * @return the value, or null if one is no string, boolean or number that can be told
     */
    public static @Nullable KeyValue of(List<? extends @Nullable Object> values) {
        for (Object value : values) {
            if (value == null || value instanceof List || value instanceof Map) {
                return null;
            }
        }
        Object form = LookAlikes.form(values);
        if (!(form instanceof List<?> forms)) {
            return null;
        }
        String text = forms.stream().map(KeyValue::text).collect(Collectors.joining(", "));
        return new KeyValue(CanonicalJson.sha256(forms), VisibleText.of(text, MOST_SHOWN - 1));
    }

    /**
     * The value of all arguments, of which nothing is shown.
     *
     * @param arguments the arguments of a call
     * @return the value, or null if a part cannot be told
     */
    public static @Nullable KeyValue ofAll(Map<String, @Nullable Object> arguments) {
        Object form = LookAlikes.form(arguments);
        return form instanceof Map ? new KeyValue(CanonicalJson.sha256(form), "") : null;
    }

    private static String text(@Nullable Object form) {
        return form instanceof String text ? text : CanonicalJson.write(form);
    }
}
