package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The contrary of a condition. */
record NegatedNode(ConditionNode child) implements ConditionNode {
    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return child.test(arguments, facts, work).not();
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return child.untold(arguments, facts, work);
    }

    @Override
    public boolean needsFacts() {
        return child.needsFacts();
    }

    @Override
    public boolean isMetered() {
        return child.isMetered();
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work,
            Consumer<Explanation.Comparison> report) {
        child.explain(arguments, facts, work, report);
    }
}
