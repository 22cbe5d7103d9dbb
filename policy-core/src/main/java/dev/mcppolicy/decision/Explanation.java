package dev.mcppolicy.decision;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the engine would decide on a call as it would: every rule that applies, whether or not one before it denies, each
 * with the values it looked at. For operators and tests; it holds argument values and is not for the agent.
 *
 * @param decision what the engine would decide now; nothing is charged, and an {@code Allow} has an empty reservation
 * @param rules the condition and approval rules, in the order of judging
 * @param limits the limits, in the order of judging; empty when the call is denied before any rule is looked at
 * @param places the concurrency rules, in the order of judging; empty where the limits are
 * @param shadow what the policies in shadow mode would decide now
 */
public record Explanation(
        Decision decision,
        List<RuleEvaluation> rules,
        List<LimitEvaluation> limits,
        List<ConcurrencyEvaluation> places,
        List<ShadowDecision> shadow) {
    /** Copies the lists. */
    public Explanation {
        rules = List.copyOf(rules);
        limits = List.copyOf(limits);
        places = List.copyOf(places);
        shadow = List.copyOf(shadow);
    }

    /** What became of a call at a rule. */
    public enum Result {
        /** The rule lets the call pass. */
        PASSED,
        /** The rule concerns other calls, by its {@code when}. */
        NOT_CONCERNED,
        /** The rule denies the call. */
        DENIED,
        /** The rule cannot be evaluated, and so denies the call. */
        CANNOT_TELL,
        /** The rule asks a human. */
        ASKS
    }

    /**
     * A rule that looks at conditions.
     *
     * @param rule the rule
     * @param label what to call it
     * @param result what became of the call
     * @param comparisons every comparison of the rule, those of its {@code when} first, one for each element at a wildcard
     * @param mode whether the rule decides here, which takes the modes of policy and engine into account
     */
    public record RuleEvaluation(Rule rule, String label, Result result, List<Comparison> comparisons, Mode mode) {
        /** Copies the list. */
        public RuleEvaluation {
            comparisons = List.copyOf(comparisons);
        }

        /**
         * The same rule as one that does not decide here.
         *
         * @return the changed copy
         */
        public RuleEvaluation shadow() {
            return new RuleEvaluation(rule, label, result, comparisons, Mode.SHADOW);
        }

        /**
         * Where the rule stands.
         *
         * @return the rule's id
         */
        public RuleId id() {
            return rule.id();
        }
    }

    /**
     * One comparison.
     *
     * @param condition the comparison as text: path, operator and operand
     * @param actual the value it found, or null where there is none
     * @param outcome how it came out
     * @param misfit why the path could not be followed to its end, such as {@code found text where a list was expected},
     *     or null where it could; then {@code actual} is the value that stood in the way
     */
    public record Comparison(
            String condition,
            @Nullable Object actual,
            Truth outcome,
            @Nullable String misfit) {
        /**
         * A comparison whose path could be followed to its end.
         *
         * @param condition the comparison as text: path, operator and operand
         * @param actual the value it found, or null where there is none
         * @param outcome how it came out
         */
        public Comparison(String condition, @Nullable Object actual, Truth outcome) {
            this(condition, actual, outcome, null);
        }
    }

    /**
     * A limit.
     *
     * @param rule the limit
     * @param label what to call it
     * @param result {@link Result#PASSED} where the limit concerns the call, {@link Result#NOT_CONCERNED} where it does not
     *     and charges nothing, {@link Result#CANNOT_TELL} where that cannot be told, which denies
     * @param comparisons every comparison of the limit's {@code when}
     * @param counter the counter, or null when the caller lacks the identity by which it counts, or the call what it has a
     *     counter for each value of
     * @param used what the counter holds now, or null without a counter
     * @param amount what the call would charge, or null when that is no valid amount
     * @param mode whether the limit decides here, which takes the modes of policy and engine into account
     */
    public record LimitEvaluation(
            Limit rule,
            String label,
            Result result,
            List<Comparison> comparisons,
            @Nullable CounterKey counter,
            @Nullable BigDecimal used,
            @Nullable BigDecimal amount,
            Mode mode) {
        /** Copies the list. */
        public LimitEvaluation {
            comparisons = List.copyOf(comparisons);
        }

        /**
         * The same limit as one that does not decide here.
         *
         * @return the changed copy
         */
        public LimitEvaluation shadow() {
            return new LimitEvaluation(rule, label, result, comparisons, counter, used, amount, Mode.SHADOW);
        }
    }

    /**
     * A concurrency rule.
     *
     * @param rule the rule
     * @param label what to call it
     * @param result as of a limit
     * @param comparisons every comparison of the rule's {@code when}
     * @param key the places, or null when the caller lacks the identity by which they are shared, or the call what there
     *     are places for each value of
     * @param held how many calls hold one now, or null without places
     * @param mode whether the rule decides here, which takes the modes of policy and engine into account
     */
    public record ConcurrencyEvaluation(
            Concurrency rule,
            String label,
            Result result,
            List<Comparison> comparisons,
            @Nullable PlaceKey key,
            @Nullable Integer held,
            Mode mode) {
        /** Copies the list. */
        public ConcurrencyEvaluation {
            comparisons = List.copyOf(comparisons);
        }

        /**
         * The same rule as one that does not decide here.
         *
         * @return the changed copy
         */
        public ConcurrencyEvaluation shadow() {
            return new ConcurrencyEvaluation(rule, label, result, comparisons, key, held, Mode.SHADOW);
        }
    }
}
