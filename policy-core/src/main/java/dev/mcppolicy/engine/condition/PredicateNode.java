package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.internal.JsonCopy;
import dev.mcppolicy.model.condition.MeteredPredicate;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A test of all arguments that is not the engine's own. What it throws means that it cannot tell. */
record PredicateNode(String name, Predicate<? super Map<String, @Nullable Object>> predicate) implements ConditionNode {
    /** The arguments have been checked against the engine's own limits before any condition is tested. */
    private static final JsonLimits UNLIMITED = new JsonLimits(1_000, Integer.MAX_VALUE, Integer.MAX_VALUE);

    @Override
    @SuppressWarnings("unchecked") // a frozen map has the keys of the map it was made of
    public Truth test(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        try {
            if (predicate instanceof MeteredPredicate metered) {
                return metered.test(arguments, work, name);
            }
            Object frozen = Objects.requireNonNull(JsonCopy.freeze(arguments, UNLIMITED));
            return Truth.of(predicate.test((Map<String, @Nullable Object>) frozen));
        } catch (Throwable e) {
            // Also what other languages throw undeclared; and hostile arguments can make a validator run out of memory,
            // which is free again by now.
            return Truth.CANNOT_TELL;
        }
    }

    @Override
    public @Nullable String untold(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return test(arguments, facts, work.rest()) == Truth.CANNOT_TELL ? name : null;
    }

    @Override
    public boolean needsFacts() {
        return false;
    }

    @Override
    public boolean isMetered() {
        return predicate instanceof MeteredPredicate;
    }

    @Override
    public void explain(
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work,
            Consumer<Explanation.Comparison> report) {
        report.accept(new Explanation.Comparison(name, null, test(arguments, facts, work)));
    }
}
