package dev.mcppolicy.json.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the numbers of a value once, where it is to be compared many times: the digits of a double are slow to find. */
public final class ExactNumbers {
    private ExactNumbers() {}

    /**
     * An equal value whose doubles are decimals.
     *
     * @param value a JSON value or null
     * @return the value, with a double that is not finite as it was
     */
    public static @Nullable Object in(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> read = new ArrayList<>(list.size());
            list.forEach(element -> read.add(in(element)));
            return read;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> read = new HashMap<>();
            map.forEach((name, part) -> read.put(name, in(part)));
            return read;
        }
        BigDecimal number = value instanceof Double || value instanceof Float ? JsonNumber.exact(value) : null;
        return number == null ? value : number;
    }
}
