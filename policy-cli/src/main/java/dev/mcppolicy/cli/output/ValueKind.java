package dev.mcppolicy.cli.output;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value of JSON is, in words. */
public final class ValueKind {
    private ValueKind() {}

    /** What a value is, without the value. */
    public static String of(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof Map) {
            return "an object";
        }
        return value instanceof List ? "a list" : "a number";
    }
}
