package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.ValueTest;
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
    private final boolean metered;
    private final String name;

    ArgumentNode(Condition.Comparison comparison, ArgumentPath path, Truth missing) {
        List<ArgumentPath.Step> steps = path.steps();
        this.comparison = comparison;
        this.firstMember = ((ArgumentPath.Member) steps.get(0)).name();
        this.furtherSteps =
                steps.size() == 1 ? NO_STEPS : steps.subList(1, steps.size()).toArray(ArgumentPath.Step[]::new);
        this.test = comparison.test();
        this.missing = missing;
        this.metered = test.isMetered();
        this.name = nameOf(comparison);
    }

    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return test(find(arguments), work);
    }

    private Truth test(@Nullable Object found, Work work) {
        if (found == null) {
            return missing;
        }
        if (found instanceof ShapeMismatch || (metered && !work.takePatternSteps(test.cost(found), name))) {
            return Truth.CANNOT_TELL;
        }
        return test.test(found);
    }

    /** What to call a comparison that takes too much work. */
    static String nameOf(Condition.Comparison comparison) {
        return comparison.path() + " " + comparison.operator().id();
    }

    @Override
    public boolean needsFacts() {
        return false;
    }

    @Override
    public boolean isMetered() {
        return metered;
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return isUntold(test, find(arguments), work.rest()) ? comparison.path().toString() : null;
    }

    /** Whether a test cannot tell of what was found, as far as that is found within the work that is left. */
    static boolean isUntold(ValueTest test, @Nullable Object found, Work rest) {
        if (found == null || found instanceof ShapeMismatch) {
            return found != null;
        }
        boolean mayTest = !test.isMetered() || rest.takePatternSteps(test.cost(found), "");
        return mayTest && test.test(found) == Truth.CANNOT_TELL;
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work,
            Consumer<Explanation.Comparison> report) {
        Object found = find(arguments);
        report.accept(ShapeMismatch.explained(comparison.toString(), found, test(found, work)));
    }

    private @Nullable Object find(Map<String, @Nullable Object> arguments) {
        Object value = arguments.get(firstMember);
        for (ArgumentPath.Step step : furtherSteps) {
            value = ArgumentLookup.follow(value, step);
        }
        return value;
    }
}
