package dev.mcppolicy.json.internal;

import dev.mcppolicy.json.JsonLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deep copies of JSON values: frozen ones to judge, mutable ones to hand out. Member order is kept.
 *
 * <p>All methods are safe for use by any thread, as long as nobody changes the value meanwhile.
 */
public final class JsonCopy {
    private final JsonLimits limits;
    private final boolean frozen;
    private int nodes;

    private JsonCopy(JsonLimits limits, boolean frozen) {
        this.limits = limits;
        this.frozen = frozen;
    }

    /**
     * A deep copy that nobody can change.
     *
     * @param value a JSON value or null
     * @param limits how large it may be
     * @return the copy; null for null
     * @throws IllegalArgumentException if the value is not JSON or exceeds the limits; the message says how
     */
    public static @Nullable Object freeze(@Nullable Object value, JsonLimits limits) {
        boolean isShort = value instanceof String text && text.length() <= limits.maxText();
        if (isShort || value instanceof Boolean || JsonNumber.isLong(value)) {
            return value;
        }
        Object copy = new JsonCopy(limits, true).copy(value, 1);
        String problem = JsonCheck.problem(copy, limits);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return copy;
    }

    /**
     * A deep copy of a JSON object that shares no mutable part with it, made of {@code LinkedHashMap} and
     * {@code ArrayList}.
     *
     * @param object a JSON object, such as {@link #freeze} made
     * @return the private, mutable copy
     * @throws IllegalArgumentException if a part is not JSON
     */
    public static Map<String, @Nullable Object> thaw(Map<String, ? extends @Nullable Object> object) {
        return new JsonCopy(new JsonLimits(1_000, Integer.MAX_VALUE, Integer.MAX_VALUE), false).copyObject(object, 1);
    }

    private @Nullable Object copy(@Nullable Object value, int depth) {
        if (++nodes > limits.maxNodes()) {
            throw new IllegalArgumentException("more than " + limits.maxNodes() + " values");
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = copyObject(map, depth);
            return frozen ? Collections.unmodifiableMap(copy) : copy;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = copyList(list, depth);
            return frozen ? Collections.unmodifiableList(copy) : copy;
        }
        if (value == null || value instanceof String || value instanceof Boolean || JsonNumber.isNumber(value)) {
            return value;
        }
        throw new IllegalArgumentException("a value that is not JSON");
    }

    private Map<String, @Nullable Object> copyObject(Map<?, ?> map, int depth) {
        checkDepth(depth);
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(Math.max(4, Math.min(map.size(), 1 << 16) * 2));
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!(member.getKey() instanceof String name)) {
                throw new IllegalArgumentException("a member name that is not a string");
            }
            copy.put(name, copy(member.getValue(), depth + 1));
        }
        return copy;
    }

    private List<@Nullable Object> copyList(List<?> list, int depth) {
        checkDepth(depth);
        List<@Nullable Object> copy = new ArrayList<>(Math.min(list.size(), 1 << 16));
        for (Object element : list) {
            copy.add(copy(element, depth + 1));
        }
        return copy;
    }

    private void checkDepth(int depth) {
        if (depth > limits.maxDepth()) {
            throw new IllegalArgumentException("nested deeper than " + limits.maxDepth() + " levels");
        }
    }
}
