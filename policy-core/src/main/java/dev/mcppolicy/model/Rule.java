package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy. Every rule that applies to a call must pass; their order only decides which denial is reported.
 *
 * <p>A {@link Require}, a {@link DenyIf} and a {@link RequireApproval} look at conditions; a {@link Limit} counts calls,
 * and a {@link Concurrency} those that run. Rules are immutable values. Two are equal where they say the same, which is
 * not enough to judge alike: see {@link #judgesAs}.
 */
public sealed interface Rule permits Require, DenyIf, RequireApproval, Limit, Concurrency {
    /**
     * What the rule has in common with every other.
     *
     * @return the head
     */
    RuleHead head();

    /**
     * The same rule with another head.
     *
     * @param head the head
     * @return the changed copy
     */
    Rule withHead(RuleHead head);

    /**
     * Where the rule stands in the policy document.
     *
     * @return the id
     */
    default RuleId id() {
        return head().id();
    }

    /**
     * The name that the author gave the rule.
     *
     * @return the name, or null without one
     */
    default @Nullable String name() {
        return head().name();
    }

    /**
     * What the author wants the agent to read when the rule denies.
     *
     * @return the message, or null for the default
     */
    default @Nullable String message() {
        return head().message();
    }

    /**
     * Whether the rule decides about calls or only says what it would have decided. A policy in shadow mode enforces none
     * of its rules, whatever this says.
     *
     * @return the rule's own mode, {@link Mode#ENFORCE} unless another was chosen
     */
    default Mode mode() {
        return head().mode();
    }

    /**
     * The same rule in a mode.
     *
     * @param mode the mode
     * @return the changed copy
     */
    default Rule withMode(Mode mode) {
        return withHead(head().withMode(mode));
    }

    /**
     * What to call the rule where its author gave no name.
     *
     * @return a short description, such as {@code calls_per_minute}, {@code 10 calls per 60 seconds for a session} or
     *     {@code args.amount gt}
     */
    String description();

    /**
     * Which calls the rule concerns; the others pass it, and are charged nothing by it.
     *
     * @return the conditions that hold together for them; none for a rule of all calls
     */
    default List<Condition> when() {
        return head().when();
    }

    /**
     * What the rule looks at in the calls that it concerns.
     *
     * @return the conditions, which the rule takes together; none for a limit and a concurrency rule
     */
    List<Condition> conditions();

    /**
     * All that the rule asks of a call: whether it concerns it, and what it looks at then.
     *
     * @return {@link #when()}, then {@link #conditions()}
     */
    default List<Condition> allConditions() {
        return Stream.concat(when().stream(), conditions().stream()).toList();
    }

    /**
     * The comparisons in {@link #allConditions}, at any depth.
     *
     * @return the comparisons in the order of writing
     */
    default List<Condition.Comparison> comparisons() {
        List<Condition.Comparison> all = new ArrayList<>();
        allConditions().forEach(condition -> all.addAll(condition.comparisons()));
        return all;
    }

    /**
     * The counters that the rule's conditions read. The counter that a limit raises is not among them.
     *
     * @return the counters in the order of their first mention
     */
    default Set<CounterPath> countersRead() {
        Set<CounterPath> read = new LinkedHashSet<>();
        for (Condition.Comparison comparison : comparisons()) {
            if (comparison.path() instanceof CounterPath counter) {
                read.add(counter);
            }
        }
        return read;
    }

    /**
     * The rule as a limit.
     *
     * @return the limit, or empty if the rule is of another kind
     */
    default Optional<Limit> asLimit() {
        return Optional.empty();
    }

    /**
     * Whether another rule is certain to judge every call as this one does: it is equal, and what stands for code in
     * either is the same code, as {@link Condition#judgesAs} says.
     *
     * @param other another rule
     * @return false also where they might judge alike and nobody can know
     */
    default boolean judgesAs(Rule other) {
        List<Condition> mine = allConditions();
        List<Condition> others = other.allConditions();
        return equals(other)
                && IntStream.range(0, mine.size()).allMatch(i -> mine.get(i).judgesAs(others.get(i)));
    }

    /**
     * Looks at the rule by its kind.
     *
     * @param require what a requirement is taken for
     * @param denyIf what a deny rule is taken for
     * @param approval what an approval rule is taken for
     * @param limit what a limit is taken for
     * @param concurrency what a concurrency rule is taken for
     * @param <T> what comes of it
     * @return what the function of the rule's kind returns
     */
    default <T extends @Nullable Object> T fold(
            Function<? super Require, ? extends T> require,
            Function<? super DenyIf, ? extends T> denyIf,
            Function<? super RequireApproval, ? extends T> approval,
            Function<? super Limit, ? extends T> limit,
            Function<? super Concurrency, ? extends T> concurrency) {
        if (this instanceof Require rule) {
            return require.apply(rule);
        }
        if (this instanceof DenyIf rule) {
            return denyIf.apply(rule);
        }
        if (this instanceof RequireApproval rule) {
            return approval.apply(rule);
        }
        return this instanceof Limit rule ? limit.apply(rule) : concurrency.apply((Concurrency) this);
    }
}
