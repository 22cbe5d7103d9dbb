package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Conditions that the call has been judged by before, so that their work is not taken from what that has left. */
public record RepeatedNode(ConditionNode conditions) implements ConditionNode {
    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return conditions.test(arguments, facts, work.repeated());
    }

    @Override
    public Truth concerns(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return conditions.concerns(arguments, facts, work.repeated());
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return conditions.untold(arguments, facts, work.repeated());
    }

    @Override
    public boolean needsFacts() {
        return conditions.needsFacts();
    }

    @Override
    public boolean isMetered() {
        return conditions.isMetered();
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work,
            Consumer<Explanation.Comparison> report) {
        conditions.explain(arguments, facts, work.repeated(), report);
    }
}
