package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a call in the making, or the attributes of its caller. Each change makes a copy along its path. */
public final class Arguments {
    private Arguments() {}

    /**
     * The path of an argument as a test writes it: as a policy does, without the leading {@code args.}.
     *
     * @throws IllegalArgumentException if the text is no path to one place
     */
    public static ArgumentPath path(String text) {
        ArgumentPath path = ArgumentPath.parse(text.startsWith("[") ? "args" + text : "args." + text);
        if (path.hasWildcard()) {
            throw new IllegalArgumentException("`" + text + "` leads to every element; name one, such as `[0]`");
        }
        return path;
    }

    /** The arguments with a value put at a path; objects and lists on the way are made where there are none. */
    @SuppressWarnings("unchecked") // what is put into a map at a member's name is a map
    public static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> arguments, CallPath path, @Nullable Object value) {
        return (Map<String, @Nullable Object>) put(arguments, path, 0, value);
    }

    /** The arguments with a value, or as they were where another value stands in the way. */
    public static Map<String, @Nullable Object> withIfPossible(
            Map<String, @Nullable Object> arguments, CallPath path, @Nullable Object value) {
        try {
            return with(arguments, path, value);
        } catch (IllegalArgumentException e) {
            return arguments;
        }
    }

    /** Whether a call has nothing, or null, at a path. */
    public static boolean isMissing(ToolCall call, ArgumentPath path) {
        return at(call, path) == null;
    }

    /** What a call has at a path without wildcard, or null. */
    public static @Nullable Object at(ToolCall call, ArgumentPath path) {
        Object value = call.arguments();
        for (ArgumentPath.Step step : path.steps()) {
            if (step instanceof ArgumentPath.Member member) {
                value = value instanceof Map<?, ?> object ? object.get(member.name()) : null;
            } else if (step instanceof ArgumentPath.Element element) {
                value = value instanceof List<?> list && element.index() < list.size()
                        ? list.get(element.index())
                        : null;
            }
        }
        return value;
    }

    private static Object put(@Nullable Object present, CallPath path, int depth, @Nullable Object value) {
        ArgumentPath.Step step = path.steps().get(depth);
        if (step instanceof ArgumentPath.Member member) {
            Map<String, @Nullable Object> object = copyOfObject(present, path);
            object.put(member.name(), inner(object.get(member.name()), path, depth, value));
            return object;
        }
        int index = ((ArgumentPath.Element) step).index();
        List<@Nullable Object> list = copyOfList(present, path);
        if (index > list.size()) {
            throw new IllegalArgumentException("`" + path + "` leaves a gap: the list has " + list.size()
                    + (list.size() == 1 ? " element" : " elements"));
        }
        if (index == list.size()) {
            list.add(null);
        }
        list.set(index, inner(list.get(index), path, depth, value));
        return list;
    }

    private static @Nullable Object inner(@Nullable Object present, CallPath path, int depth, @Nullable Object value) {
        return depth == path.steps().size() - 1 ? value : put(present, path, depth + 1, value);
    }

    private static Map<String, @Nullable Object> copyOfObject(@Nullable Object present, CallPath path) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (present instanceof Map<?, ?> map) {
            map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        } else if (present != null) {
            throw new IllegalArgumentException("`" + path + "` goes through a value that is no object");
        }
        return copy;
    }

    private static List<@Nullable Object> copyOfList(@Nullable Object present, CallPath path) {
        if (present == null) {
            return new ArrayList<>();
        }
        if (present instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw new IllegalArgumentException("`" + path + "` goes through a value that is no list");
    }
}
