package dev.mcppolicy.engine.condition;

import dev.mcppolicy.model.condition.ArgumentPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the steps of argument paths. A step that leads nowhere finds null, which is the same as missing; one that has
 * no meaning for the value that is there finds a {@link ShapeMismatch}, and so do all steps after it.
 */
public final class ArgumentLookup {
    private static final List<@Nullable Object> ONE_MISSING = Collections.singletonList(null);

    private ArgumentLookup() {}

    static @Nullable Object follow(@Nullable Object value, ArgumentPath.Step step) {
        if (step instanceof ArgumentPath.Member member) {
            if (value instanceof Map<?, ?> object) {
                return object.get(member.name());
            }
        } else if (step instanceof ArgumentPath.Element element) {
            if (value instanceof List<?> list) {
                return element.index() < list.size() ? list.get(element.index()) : null;
            }
        } else {
            throw new IllegalStateException("a wildcard leads to several values");
        }
        return unfollowed(value, step);
    }

    /** What a step finds at a value that is no object or list, whichever it needs. */
    static @Nullable Object unfollowed(@Nullable Object value, ArgumentPath.Step step) {
        return value == null || value instanceof ShapeMismatch ? value : new ShapeMismatch(value, step);
    }

    /** All values at a path that may have wildcards. A list that is empty or not there counts as one missing value. */
    public static List<@Nullable Object> findAll(
            Map<String, @Nullable Object> arguments, List<ArgumentPath.Step> steps) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(arguments);
        for (ArgumentPath.Step step : steps) {
            List<@Nullable Object> next = new ArrayList<>(values.size());
            for (Object value : values) {
                if (!(step instanceof ArgumentPath.EveryElement)) {
                    next.add(follow(value, step));
                } else if (value instanceof List<?> list) {
                    next.addAll(list.isEmpty() ? ONE_MISSING : list);
                } else {
                    next.add(unfollowed(value, step));
                }
            }
            values = next;
        }
        return values;
    }

    public static @Nullable Object find(Map<String, @Nullable Object> arguments, ArgumentPath path) {
        Object value = arguments;
        for (ArgumentPath.Step step : path.steps()) {
            value = follow(value, step);
        }
        return value;
    }
}
