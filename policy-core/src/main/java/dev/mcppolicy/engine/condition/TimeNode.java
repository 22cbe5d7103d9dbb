package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.condition.TimeSpan;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether the instant of the decision is in a span. */
record TimeNode(TimeSpan span) implements ConditionNode {
    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return Truth.of(span.contains(facts.now()));
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return null;
    }

    @Override
    public boolean needsFacts() {
        return true;
    }

    @Override
    public boolean isMetered() {
        return false;
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work,
            Consumer<Explanation.Comparison> report) {
        report.accept(
                new Explanation.Comparison(span.toString(), facts.now().toString(), test(arguments, facts, work)));
    }
}
