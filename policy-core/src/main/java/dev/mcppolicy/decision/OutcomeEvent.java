package dev.mcppolicy.decision;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.model.limit.Scale;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * What became of a call after its decision. Holds the call with its arguments, which are untrusted and may be secret.
 *
 * @param at when the outcome was known, by the engine's clock
 * @param id the id of the decision, as in {@link DecisionEvent#id}
 * @param call the call
 * @param revision the revision of the policy that decided
 * @param outcome what became of the call
 * @param charges what became of the call's charges, in the order of the limits, without those in shadow mode
 */
public record OutcomeEvent(
        Instant at, String id, ToolCall call, String revision, ToolOutcome outcome, List<Settled> charges) {
    /** Copies the list. */
    public OutcomeEvent {
        charges = List.copyOf(charges);
    }

    /**
     * What became of the charge of one counter. The counter's store was asked for it, and may still be at it; where the
     * store fails, the reserved amount stands, and the log of the JVM says so.
     *
     * @param counter the counter
     * @param reserved what it was charged when the call was decided on
     * @param settled what it is charged in the end: zero where the charge was given back
     */
    public record Settled(CounterKey counter, BigDecimal reserved, BigDecimal settled) {
        /**
         * What a charge came to.
         *
         * @param charge the charge as it was reserved
         * @param settledUnits what it is in the end, in units of the counter's scale
         * @return the amounts
         */
        public static Settled of(Charge charge, long settledUnits) {
            Scale scale = charge.key().definition().scale();
            return new Settled(charge.key(), scale.amountOf(charge.units()), scale.amountOf(settledUnits));
        }
    }
}
