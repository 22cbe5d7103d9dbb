package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a rule that concerns some calls alone.
 *
 * @param when what says which
 * @param conditions what is put to those
 * @param passing the outcome for all others
 */
record GuardedNode(ConditionNode when, ConditionNode conditions, Truth passing) implements ConditionNode {
    @Override
    public Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return switch (when.test(arguments, facts, work)) {
            case TRUE -> conditions.test(arguments, facts, work);
            case FALSE -> passing;
            case CANNOT_TELL -> Truth.CANNOT_TELL;
        };
    }

    @Override
    public Truth concerns(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return when.test(arguments, facts, work);
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return when.test(arguments, facts, work.rest()) == Truth.TRUE
                ? conditions.untold(arguments, facts, work)
                : when.untold(arguments, facts, work);
    }

    @Override
    public boolean needsFacts() {
        return when.needsFacts() || conditions.needsFacts();
    }

    @Override
    public boolean isMetered() {
        return when.isMetered() || conditions.isMetered();
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work,
            Consumer<Explanation.Comparison> report) {
        when.explain(arguments, facts, work, report);
        conditions.explain(arguments, facts, work, report);
    }
}
