package dev.mcppolicy.engine;

import dev.mcppolicy.model.ArgumentPath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows the steps of argument paths. A step that leads nowhere finds null, which is the same as missing. */
final class Steps {
    private Steps() {}

    static @Nullable Object follow(@Nullable Object value, ArgumentPath.Step step) {
        if (step instanceof ArgumentPath.Member member) {
            return value instanceof Map<?, ?> object ? object.get(member.name()) : null;
        }
        if (step instanceof ArgumentPath.Element element) {
            return value instanceof List<?> list && element.index() < list.size() ? list.get(element.index()) : null;
        }
        throw new IllegalStateException("a wildcard leads to several values");
    }

    static @Nullable Object find(Map<String, @Nullable Object> arguments, ArgumentPath path) {
        Object value = arguments;
        for (ArgumentPath.Step step : path.steps()) {
            value = follow(value, step);
        }
        return value;
    }
}
