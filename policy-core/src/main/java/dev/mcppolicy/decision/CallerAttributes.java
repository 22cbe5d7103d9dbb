package dev.mcppolicy.decision;

import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.JsonCopy;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of callers beside their names: JSON values that nobody can change. */
final class CallerAttributes {
    private CallerAttributes() {}

    @SuppressWarnings("unchecked") // a frozen map has the keys of the map it was made of
    static Map<String, @Nullable Object> copy(Map<String, ? extends @Nullable Object> values) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(
                JsonCopy.freeze(Objects.requireNonNull(values, "attributes"), JsonLimits.DEFAULT));
    }
}
