package dev.mcppolicy.engine;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A condition, ready to be put to calls. Nodes are immutable; those that look at one value allocate nothing. */
interface ConditionNode {
    /** The outcome for a call. */
    Truth test(Map<String, @Nullable Object> arguments, CounterReadings counters);

    /** What the first comparison in this node that cannot be told looks at, or null where each can be told. */
    @Nullable
    String untold(Map<String, @Nullable Object> arguments, CounterReadings counters);

    /** Reports every comparison in this node, with the value it finds, whether or not its outcome matters. */
    void explain(
            Map<String, @Nullable Object> arguments, CounterReadings counters, Consumer<Explanation.Comparison> report);
}
