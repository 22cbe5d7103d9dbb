package dev.mcppolicy.testkit;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.testkit.internal.JudgedCall;
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
        for (DecisionEvent.Charged charge : held(waiting.decision())) {
            Window window = charge.counter().definition().window();
            if (stillCounts(window, waiting.at().toEpochMilli(), nowMillis)) {
                BigDecimal held = charge.after().subtract(charge.before());
                rest.computeIfPresent(charge.counter(), (key, amount) -> amount.subtract(held));
            }
        }
        return rest;
    }

    private static List<DecisionEvent.Charged> held(Decision decision) {
        return decision instanceof Decision.ApprovalRequired approval ? approval.charges() : List.of();
    }

    private static boolean stillCounts(Window window, long chargedMillis, long nowMillis) {
        if (window instanceof Window.Aligned aligned) {
            return nowMillis < aligned.endOf(chargedMillis);
        }
        return nowMillis - chargedMillis < ((Window.Sliding) window).length().toMillis();
    }
}
