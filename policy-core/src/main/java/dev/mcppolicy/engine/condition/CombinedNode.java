package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
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
    public Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        Truth decisive = neutral.not();
        Truth combined = neutral;
        for (ConditionNode child : children) {
            Truth outcome = child.test(arguments, facts, work);
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
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        for (ConditionNode child : children) {
            String untold = child.untold(arguments, facts, work);
            if (untold != null) {
                return untold;
            }
        }
        return null;
    }

    @Override
    public boolean needsFacts() {
        for (ConditionNode child : children) {
            if (child.needsFacts()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isMetered() {
        for (ConditionNode child : children) {
            if (child.isMetered()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work,
            Consumer<Explanation.Comparison> report) {
        for (ConditionNode child : children) {
            child.explain(arguments, facts, work, report);
        }
    }
}
