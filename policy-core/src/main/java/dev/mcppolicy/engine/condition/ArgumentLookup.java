package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows the steps of the paths into a call. A step that leads nowhere finds null, which is the same as missing; one that has
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
        return followAll(arguments, steps);
    }

    /** As {@link #findAll(Map, List)}, of whatever in the call the path leads to. */
    static List<@Nullable Object> findAll(Map<String, @Nullable Object> arguments, CallFacts facts, CallPath path) {
        return followAll(root(arguments, facts, path), path.steps());
    }

    private static List<@Nullable Object> followAll(@Nullable Object root, List<ArgumentPath.Step> steps) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(root);
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

    /** The value at a path without wildcard, wherever in the call it leads. */
    static @Nullable Object find(Map<String, @Nullable Object> arguments, CallFacts facts, CallPath path) {
        return follow(root(arguments, facts, path), path);
    }

    /** As {@link #find(Map, CallFacts, CallPath)}, by a caller that is given alone. */
    public static @Nullable Object find(Map<String, @Nullable Object> arguments, Caller caller, CallPath path) {
        return follow(path instanceof CallerPath callers ? part(caller, callers.part()) : arguments, path);
    }

    private static @Nullable Object follow(@Nullable Object root, CallPath path) {
        Object value = root;
        for (ArgumentPath.Step step : path.steps()) {
            value = follow(value, step);
        }
        return value;
    }

    private static @Nullable Object root(Map<String, @Nullable Object> arguments, CallFacts facts, CallPath path) {
        return path instanceof CallerPath callers ? part(facts.caller(), callers.part()) : arguments;
    }

    private static @Nullable Object part(Caller caller, CallerPath.Part part) {
        return switch (part) {
            case PRINCIPAL -> caller.principal();
            case GRANT -> caller.grant();
            case SESSION -> caller.session();
            case CLIENT -> caller.client();
            case ATTRIBUTES -> caller.attributes();
        };
    }
}
