package dev.mcppolicy.testkit;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.model.Window;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The charges that a call holds while it waits for an approval. */
final class HeldCharges {
    private HeldCharges() {}

    /** What the counters would hold now if the waiting call had never been made. */
    static Map<CounterKey, BigDecimal> without(
            JudgedCall waiting, Map<CounterKey, BigDecimal> amounts, long nowMillis) {
        Map<CounterKey, BigDecimal> rest = new LinkedHashMap<>(amounts);
        for (Charge charge : held(waiting.decision())) {
            Window window = charge.key().definition().window();
            if (stillCounts(window, waiting.at().toEpochMilli(), nowMillis)) {
                BigDecimal held = charge.key().definition().scale().amountOf(charge.units());
                rest.computeIfPresent(charge.key(), (key, amount) -> amount.subtract(held));
            }
        }
        return rest;
    }

    private static List<Charge> held(Decision decision) {
        return decision instanceof Decision.ApprovalRequired approval
                        && !approval.reservation().isSettled()
                ? approval.reservation().charges()
                : List.of();
    }

    private static boolean stillCounts(Window window, long chargedMillis, long nowMillis) {
        if (window instanceof Window.Aligned aligned) {
            return nowMillis < aligned.endOf(chargedMillis);
        }
        return nowMillis - chargedMillis < ((Window.Sliding) window).length().toMillis();
    }
}
