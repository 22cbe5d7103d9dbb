package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.engine.condition.ArgumentLookup;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.internal.ReadingCost;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.limit.LimitKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds in a call the value that a limit keeps a counter for. */
final class CompiledKey {
    /** The paths, or null for all arguments. */
    private final @Nullable List<CallPath> paths;

    private final String name;

    CompiledKey(LimitKey key) {
        this.paths = key instanceof LimitKey.Paths some ? some.paths() : null;
        this.name = key.toString();
    }

    /** What it counts by, as its author names it. */
    String name() {
        return name;
    }

    /**
     * Takes the work of finding the value of a call.
     *
     * @param costOfAll what it costs to read all arguments
     * @return whether so much was left
     */
    boolean takeWork(Map<String, @Nullable Object> arguments, Caller caller, long costOfAll, Work work) {
        return work.takePatternSteps(cost(arguments, caller, costOfAll), name);
    }

    private long cost(Map<String, @Nullable Object> arguments, Caller caller, long costOfAll) {
        if (paths == null) {
            return costOfAll;
        }
        long cost = 0;
        for (CallPath path : paths) {
            cost += ReadingCost.of(ArgumentLookup.find(arguments, caller, path));
        }
        return cost;
    }

    /** The value of a call, or null if it has none to count by. */
    @Nullable
    KeyValue value(Map<String, @Nullable Object> arguments, Caller caller) {
        if (paths == null) {
            return KeyValue.ofAll(arguments);
        }
        List<@Nullable Object> values = new ArrayList<>(paths.size());
        for (CallPath path : paths) {
            values.add(ArgumentLookup.find(arguments, caller, path));
        }
        return KeyValue.of(values);
    }
}
