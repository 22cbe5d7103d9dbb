package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A comparison with what a counter held. It cannot tell for a call that has no such counter. */
final class CounterNode implements ConditionNode {
    private final Condition.Comparison comparison;
    private final CounterPath path;

    CounterNode(Condition.Comparison comparison, CounterPath path) {
        this.comparison = comparison;
        this.path = path;
    }

    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        Object value = facts.counter(path);
        return value == null ? Truth.CANNOT_TELL : comparison.test().test(value);
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return test(arguments, facts, work) == Truth.CANNOT_TELL ? path.toString() : null;
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
                ShapeMismatch.explained(comparison.toString(), facts.counter(path), test(arguments, facts, work)));
    }
}
