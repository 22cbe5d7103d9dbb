package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A comparison with every value at a path, which may have wildcards: all must satisfy it, or one suffices. A list that is empty or
 * not there counts as one missing value; what is there and is no list cannot be told.
 */
final class WildcardNode implements ConditionNode {
    private final Condition.Comparison comparison;
    private final CallPath path;
    private final Truth missing;
    private final boolean all;
    private final boolean metered;
    private final String name;

    WildcardNode(Condition.Comparison comparison, CallPath path, Truth missing, boolean all) {
        this.comparison = comparison;
        this.path = path;
        this.missing = missing;
        this.all = all;
        this.metered = comparison.test().isMetered();
        this.name = ArgumentNode.nameOf(comparison);
    }

    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        Truth decisive = Truth.of(!all);
        Truth combined = Truth.of(all);
        List<@Nullable Object> values = find(arguments, facts);
        if (!work.takePatternSteps(values.size(), name)) {
            return Truth.CANNOT_TELL;
        }
        for (Object value : values) {
            Truth outcome = test(value, work);
            if (outcome == decisive) {
                return decisive;
            }
            if (outcome == Truth.CANNOT_TELL && work.passedBy() != null) {
                return outcome;
            }
            combined = all ? combined.and(outcome) : combined.or(outcome);
        }
        return combined;
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work,
            Consumer<Explanation.Comparison> report) {
        String text = comparison.toString();
        for (Object value : find(arguments, facts)) {
            report.accept(ShapeMismatch.explained(text, value, test(value, work)));
        }
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        Work rest = work.rest();
        for (Object found : find(arguments, facts)) {
            if (ArgumentNode.isUntold(comparison.test(), found, rest)) {
                return comparison.path().toString();
            }
        }
        return null;
    }

    @Override
    public boolean needsFacts() {
        return path instanceof CallerPath;
    }

    @Override
    public boolean isMetered() {
        return true;
    }

    private Truth test(@Nullable Object found, Work work) {
        if (found == null) {
            return missing;
        }
        if (found instanceof ShapeMismatch
                || (metered && !work.takePatternSteps(comparison.test().cost(found), name))) {
            return Truth.CANNOT_TELL;
        }
        return comparison.test().test(found);
    }

    private List<@Nullable Object> find(Map<String, @Nullable Object> arguments, CallFacts facts) {
        return ArgumentLookup.findAll(arguments, facts, path);
    }
}
