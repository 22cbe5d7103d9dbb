package dev.mcppolicy.engine;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All of several conditions, or any of them. */
final class CombinedNode implements ConditionNode {
    private final Truth neutral;
    private final ConditionNode[] children;

    /** All, if the neutral outcome is true; any, if it is false. */
    CombinedNode(Truth neutral, ConditionNode[] children) {
        this.neutral = neutral;
        this.children = children;
    }

    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CounterReadings counters) {
        Truth decisive = neutral.not();
        Truth combined = neutral;
        for (ConditionNode child : children) {
            Truth outcome = child.test(arguments, counters);
            if (outcome == decisive) {
                return decisive;
            }
            if (outcome == Truth.CANNOT_TELL) {
                combined = outcome;
            }
        }
        return combined;
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CounterReadings counters) {
        for (ConditionNode child : children) {
            String untold = child.untold(arguments, counters);
            if (untold != null) {
                return untold;
            }
        }
        return null;
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CounterReadings counters,
            Consumer<Explanation.Comparison> report) {
        for (ConditionNode child : children) {
            child.explain(arguments, counters, report);
        }
    }
}
