package dev.mcppolicy.engine;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.ArgumentPath;
import dev.mcppolicy.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A comparison with every value at a path with wildcards: all must satisfy it, or one suffices. A list that is empty or
 * not there counts as one missing value.
 */
final class WildcardNode implements ConditionNode {
    private final Condition.Comparison comparison;
    private final List<ArgumentPath.Step> steps;
    private final Truth missing;
    private final boolean all;

    WildcardNode(Condition.Comparison comparison, ArgumentPath path, Truth missing, boolean all) {
        this.comparison = comparison;
        this.steps = path.steps();
        this.missing = missing;
        this.all = all;
    }

    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CounterReadings counters) {
        Truth decisive = Truth.of(!all);
        Truth combined = Truth.of(all);
        for (Object value : find(arguments)) {
            Truth outcome = test(value);
            if (outcome == decisive) {
                return decisive;
            }
            combined = all ? combined.and(outcome) : combined.or(outcome);
        }
        return combined;
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CounterReadings counters,
            Consumer<Explanation.Comparison> report) {
        for (Object value : find(arguments)) {
            report.accept(Explanation.Comparison.of(comparison, value, test(value)));
        }
    }

    private Truth test(@Nullable Object value) {
        return value == null ? missing : comparison.test().test(value);
    }

    private List<@Nullable Object> find(Map<String, @Nullable Object> arguments) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(arguments);
        for (ArgumentPath.Step step : steps) {
            List<@Nullable Object> next = new ArrayList<>(values.size());
            for (Object value : values) {
                if (!(step instanceof ArgumentPath.EveryElement)) {
                    next.add(Steps.follow(value, step));
                } else if (value instanceof List<?> list && !list.isEmpty()) {
                    next.addAll(list);
                } else {
                    next.add(null);
                }
            }
            values = next;
        }
        return values;
    }
}
