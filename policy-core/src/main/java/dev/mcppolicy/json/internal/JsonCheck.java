package dev.mcppolicy.json.internal;

import dev.mcppolicy.json.JsonLimits;
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
        if (value instanceof Map<?, ?> object && isFlatWithin(limits, object)) {
            return null;
        }
        JsonCheck check = new JsonCheck(limits);
        return check.checkValue(value, 1);
    }

    /**
     * Whether an object is small enough and has no other members than scalars, as arguments mostly have. Needs no state
     * beyond its two counts; of all that it does not know, the whole check judges.
     */
    private static boolean isFlatWithin(JsonLimits limits, Map<?, ?> object) {
        int nodes = 1;
        long text = 0;
        for (Map.Entry<?, ?> member : object.entrySet()) {
            if (!(member.getKey() instanceof String name)) {
                return false;
            }
            nodes++;
            text += name.length();
            Object value = member.getValue();
            if (value instanceof String string) {
                text += string.length();
            } else if (value != null && !isSmall(value)) {
                return false;
            }
            if (nodes > limits.maxNodes() || text > limits.maxText()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value is of a type whose size needs no limit. */
    private static boolean isSmall(Object value) {
        return JsonNumber.isLong(value) || value instanceof Boolean || value instanceof Double;
    }

    private @Nullable String checkObject(Map<?, ?> object, int depth) {
        if (depth > limits.maxDepth()) {
            return tooDeep();
        }
        for (Map.Entry<?, ?> member : object.entrySet()) {
            if (!(member.getKey() instanceof String name)) {
                return "a member name that is not a string";
            }
            text += name.length();
            String problem = checkValue(member.getValue(), depth + 1);
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
            String problem = checkValue(element, depth + 1);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String checkValue(@Nullable Object value, int depth) {
        nodes++;
        if (value instanceof String string) {
            text += string.length();
        } else if (value != null && !isSmall(value)) {
            String problem = checkUncommon(value, depth);
            if (problem != null) {
                return problem;
            }
        }
        return nodes > limits.maxNodes() || text > limits.maxText() ? tooLarge() : null;
    }

    private @Nullable String checkUncommon(Object value, int depth) {
        if (value instanceof Map<?, ?> object) {
            return checkObject(object, depth);
        }
        if (value instanceof List<?> list) {
            return checkList(list, depth);
        }
        if (!JsonNumber.isNumber(value)) {
            return "a value that is not JSON";
        }
        text += digits(value);
        return null;
    }

    private String tooLarge() {
        return nodes > limits.maxNodes()
                ? "more than " + limits.maxNodes() + " values"
                : "more than " + limits.maxText() + " characters of text";
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
