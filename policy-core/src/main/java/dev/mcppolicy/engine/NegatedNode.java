package dev.mcppolicy.engine;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The contrary of a condition. */
record NegatedNode(ConditionNode child) implements ConditionNode {
    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CounterReadings counters) {
        return child.test(arguments, counters).not();
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CounterReadings counters) {
        return child.untold(arguments, counters);
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CounterReadings counters,
            Consumer<Explanation.Comparison> report) {
        child.explain(arguments, counters, report);
    }
}
