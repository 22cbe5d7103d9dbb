package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.RuleId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call that was judged, and all that a report of it needs.
 *
 * @param call the call, its arguments frozen
 * @param at when it was judged
 * @param explanation what every rule said just before
 * @param decision what was decided
 * @param shadow what the policies in shadow mode would have decided
 * @param outcome how the tool ended, if the call was allowed
 * @param before what the counters held before
 * @param after what they held once the outcome had settled the charges
 * @param ordinal which of the repeated calls this is, from 1
 * @param times how many calls there are to be
 */
public record JudgedCall(
        ToolCall call,
        Instant at,
        Explanation explanation,
        Decision decision,
        List<ShadowDecision> shadow,
        CallEnd outcome,
        Map<CounterKey, BigDecimal> before,
        Map<CounterKey, BigDecimal> after,
        int ordinal,
        int times) {

    public JudgedCall numbered(int place, int of) {
        return new JudgedCall(call, at, explanation, decision, shadow, outcome, before, after, place, of);
    }

    /** The rule that decided, unless the call was allowed. */
    Optional<RuleId> decidingRule() {
        return decision.fold(
                allow -> Optional.empty(),
                deny -> Optional.of(deny.denial().rule()),
                approval -> Optional.of(approval.rule()));
    }

    /** What the call added to a counter. */
    public BigDecimal change(CounterKey key) {
        return after.getOrDefault(key, BigDecimal.ZERO).subtract(before.getOrDefault(key, BigDecimal.ZERO));
    }

    /** Which call this is, for the beginning of a message. */
    public String words() {
        return times == 1 ? "the call" : "call " + ordinal + " of " + times;
    }
}
