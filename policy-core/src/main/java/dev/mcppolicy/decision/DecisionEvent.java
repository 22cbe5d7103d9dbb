package dev.mcppolicy.decision;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.model.limit.Scale;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a call was decided. Holds the call with its arguments, which are untrusted and may be secret.
 *
 * @param at when, by the engine's clock
 * @param id names this decision among all of all processes
 * @param answers the id of the decision that asked for approval, if this one followed the answer; else null
 * @param answer what is known of that answer, or null where nothing is
 * @param call the call
 * @param decision the decision
 * @param charges what the decision charged, in the order of the limits; empty for a denial
 * @param latencyNanos how long deciding took, in nanoseconds, without what was judged in shadow mode
 * @param shadow what the policies in shadow mode would have decided; empty where there are none, and for a decision that
 *     follows the answer of a human
 */
public record DecisionEvent(
        Instant at,
        String id,
        @Nullable String answers,
        @Nullable Answer answer,
        ToolCall call,
        Decision decision,
        List<Charged> charges,
        long latencyNanos,
        List<ShadowDecision> shadow) {
    /** Copies the lists. */
    public DecisionEvent {
        charges = List.copyOf(charges);
        shadow = List.copyOf(shadow);
    }

    /**
     * The revision of the policy that decided.
     *
     * @return the revision; empty without a policy
     */
    public String revision() {
        return decision.revision();
    }

    /**
     * The answer of a human, for the operator and never for the caller.
     *
     * @param by who answered, as the one who asked knows them, or null
     * @param way by which way they were asked, or null
     * @param at when they answered, or null
     * @param note what they say of it, or null
     */
    public record Answer(
            @Nullable String by,
            @Nullable AnswerWay way,
            @Nullable Instant at,
            @Nullable String note) {}

    /**
     * What one counter was charged.
     *
     * @param counter the counter
     * @param before what it held before
     * @param after what it held after
     * @param max the most that the limit lets it hold, or null where nothing but its capacity bounds it
     */
    public record Charged(
            CounterKey counter,
            BigDecimal before,
            BigDecimal after,
            @Nullable BigDecimal max) {
        /**
         * What a charge came to.
         *
         * @param charge the charge
         * @param unitsBefore what its counter held before, in units of the counter's scale
         * @return the amounts
         */
        public static Charged of(Charge charge, long unitsBefore) {
            Scale scale = charge.key().definition().scale();
            return new Charged(
                    charge.key(),
                    scale.amountOf(unitsBefore),
                    scale.amountOf(unitsBefore + charge.units()),
                    charge.maxUnits() >= Charge.MOST_UNITS ? null : scale.amountOf(charge.maxUnits()));
        }
    }
}
