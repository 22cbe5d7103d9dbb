package dev.mcppolicy.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a Java object is a JSON value within limits: {@code Map} with {@code String} keys, {@code List},
 * {@code String}, {@code Boolean}, the standard numbers and null, and nothing else. A cycle is found as too much depth.
 *
 * <p>Not finite numbers pass: an operator that meets one cannot tell. The check reads, and allocates next to nothing.
 */
public final class JsonCheck {
    private final JsonLimits limits;
    private int nodes;
    private long text;

    private JsonCheck(JsonLimits limits) {
        this.limits = limits;
    }

    /**
     * Checks a value.
     *
     * @param value any object or null
     * @param limits how large it may be
     * @return what is wrong with the value, without any part of it, or null if it is a JSON value within the limits
     */
    public static @Nullable String problem(@Nullable Object value, JsonLimits limits) {
        return new JsonCheck(limits).check(value, 1);
    }

    private @Nullable String check(@Nullable Object value, int depth) {
        if (++nodes > limits.maxNodes()) {
            return "more than " + limits.maxNodes() + " values";
        }
        if (value == null || JsonNumber.isLong(value) || value instanceof Boolean) {
            return null;
        }
        if (value instanceof String string) {
            return count(string.length());
        }
        if (value instanceof Map<?, ?> map) {
            return checkObject(map, depth);
        }
        if (value instanceof List<?> list) {
            return checkList(list, depth);
        }
        if (JsonNumber.isNumber(value)) {
            return count(digits(value));
        }
        return "a value that is not JSON";
    }

    private @Nullable String checkObject(Map<?, ?> map, int depth) {
        if (depth > limits.maxDepth()) {
            return tooDeep();
        }
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!(member.getKey() instanceof String name)) {
                return "a member name that is not a string";
            }
            String problem = count(name.length());
            if (problem == null) {
                problem = check(member.getValue(), depth + 1);
            }
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String checkList(List<?> list, int depth) {
        if (depth > limits.maxDepth()) {
            return tooDeep();
        }
        for (Object element : list) {
            String problem = check(element, depth + 1);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String count(int characters) {
        text += characters;
        return text > limits.maxText() ? "more than " + limits.maxText() + " characters of text" : null;
    }

    private String tooDeep() {
        return "nested deeper than " + limits.maxDepth() + " levels";
    }

    /** About the decimal digits that a number of unbounded size holds; more than three bits make one. */
    private static int digits(Object number) {
        if (number instanceof BigInteger integer) {
            return integer.bitLength() / 3;
        }
        return number instanceof BigDecimal decimal ? decimal.unscaledValue().bitLength() / 3 : 0;
    }
}
