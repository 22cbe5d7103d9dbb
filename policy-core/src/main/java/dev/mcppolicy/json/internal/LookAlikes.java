package dev.mcppolicy.json.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One form for all values that {@link JsonEquality} does not tell apart, at any depth: a string that, read as JSON, is a
 * number or a boolean becomes that number or boolean. Strings that look like one and the same number so share its form.
 *
 * <p>All methods are pure and safe for use by any thread.
 */
public final class LookAlikes {
    /** What stands for a value that cannot be told from others. */
    public static final Object UNTELLABLE = new Object();

    private LookAlikes() {}

    /**
     * The form of a value.
     *
     * @param value a JSON value or null, nested at most as deep as arguments may be
     * @return the form; {@link #UNTELLABLE} if a part is a number that is not finite or too long, text that is such a
     *     number, or no JSON
     */
    public static @Nullable Object form(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof String text) {
            return ofText(text);
        }
        if (value instanceof List<?> list) {
            return ofList(list);
        }
        if (value instanceof Map<?, ?> map) {
            return ofObject(map);
        }
        return told(JsonNumber.exact(value));
    }

    private static Object ofText(String text) {
        if (!JsonEquality.canBeLookAlike(text)) {
            return text;
        }
        String trimmed = JsonNumber.trimJsonSpace(text);
        if (trimmed.equals("true") || trimmed.equals("false")) {
            return Boolean.valueOf(trimmed);
        }
        return told(JsonNumber.parse(trimmed));
    }

    private static Object told(@Nullable BigDecimal number) {
        return number == null ? UNTELLABLE : number;
    }

    private static Object ofList(List<?> list) {
        List<@Nullable Object> forms = new ArrayList<>(list.size());
        for (Object element : list) {
            Object form = form(element);
            if (form == UNTELLABLE) {
                return UNTELLABLE;
            }
            forms.add(form);
        }
        return forms;
    }

    private static Object ofObject(Map<?, ?> object) {
        Map<Object, @Nullable Object> forms = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : object.entrySet()) {
            Object form = form(member.getValue());
            if (form == UNTELLABLE) {
                return UNTELLABLE;
            }
            forms.put(member.getKey(), form);
        }
        return forms;
    }
}
