package dev.mcppolicy.engine;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.ArgumentPath;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.ValueTest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A comparison with the one value at a path without wildcard. */
final class ArgumentNode implements ConditionNode {
    private static final ArgumentPath.Step[] NO_STEPS = {};

    private final Condition.Comparison comparison;
    private final String firstMember;
    private final ArgumentPath.Step[] furtherSteps;
    private final ValueTest test;
    private final Truth missing;

    ArgumentNode(Condition.Comparison comparison, ArgumentPath path, Truth missing) {
        List<ArgumentPath.Step> steps = path.steps();
        this.comparison = comparison;
        this.firstMember = ((ArgumentPath.Member) steps.get(0)).name();
        this.furtherSteps =
                steps.size() == 1 ? NO_STEPS : steps.subList(1, steps.size()).toArray(ArgumentPath.Step[]::new);
        this.test = comparison.test();
        this.missing = missing;
    }

    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CounterReadings counters) {
        return test(find(arguments));
    }

    private Truth test(@Nullable Object found) {
        if (found == null) {
            return missing;
        }
        return found instanceof Misfit ? Truth.CANNOT_TELL : test.test(found);
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CounterReadings counters) {
        return test(find(arguments)) == Truth.CANNOT_TELL ? comparison.path().toString() : null;
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CounterReadings counters,
            Consumer<Explanation.Comparison> report) {
        Object found = find(arguments);
        report.accept(Misfit.explained(comparison, found, test(found)));
    }

    private @Nullable Object find(Map<String, @Nullable Object> arguments) {
        Object value = arguments.get(firstMember);
        for (ArgumentPath.Step step : furtherSteps) {
            value = Steps.follow(value, step);
        }
        return value;
    }
}
