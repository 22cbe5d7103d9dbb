package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.testkit.internal.Arguments;
import dev.mcppolicy.testkit.internal.KnownCaller;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The same call with other values of what limits keep counters by, and concurrency rules places. */
final class OtherKeys {
    /** An argument that no rule looks at, by which all arguments together are others. */
    private static final CallPath UNUSED = ArgumentPath.parse("args[\"another argument\"]");

    private final Set<CallPath> places = new LinkedHashSet<>();

    /** The keys of rules, null of those without. */
    OtherKeys(List<? extends @Nullable LimitKey> keys) {
        for (LimitKey key : keys) {
            if (key instanceof LimitKey.Paths some) {
                places.addAll(some.paths());
            } else if (key != null) {
                places.add(UNUSED);
            }
        }
    }

    /** Whether no rule has a key. */
    boolean isEmpty() {
        return places.isEmpty();
    }

    /** The call with another value at one place of a key after the other. */
    List<ToolCall> of(ToolCall call) {
        List<ToolCall> others = new ArrayList<>();
        for (CallPath place : places) {
            others.add(with(call, Set.of(place), "another"));
            others.add(with(call, Set.of(place), 7));
        }
        return others;
    }

    /** The call with a value of its own at all places of keys, for each number below a count. */
    List<ToolCall> crowd(ToolCall call, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i == 0 ? call : with(call, places, "key-" + i))
                .toList();
    }

    private static ToolCall with(ToolCall call, Set<CallPath> changed, Object value) {
        Map<String, @Nullable Object> arguments = call.argumentsAsObject();
        Caller caller = call.caller();
        for (CallPath place : changed) {
            if (place instanceof CallerPath callers) {
                caller = KnownCaller.with(caller, callers, value);
            } else {
                arguments = Arguments.withIfPossible(arguments, place, value);
            }
        }
        return ToolCall.of(call.tool(), arguments, caller);
    }
}
