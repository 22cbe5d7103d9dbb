package dev.mcppolicy.testkit;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One policy, judging recorded calls in their order, with the counters that its own decisions lead to. */
final class Rejudging {
    private final PolicyEngine engine;
    private final Queue<Decision.ApprovalRequired> held =
            new PriorityQueue<>(Comparator.comparing(Decision.ApprovalRequired::expiresAt));
    private Instant now = VirtualClock.START;

    Rejudging(Policy policy) {
        this.engine = PolicyEngine.builder(policy).clock(() -> now).build();
    }

    /** The decision on a call, before any human's answer. */
    Decision judge(RecordedCall recorded) {
        moveTo(recorded.at());
        Decision decision = engine.decide(recorded.call());
        Decision last = decision;
        if (decision instanceof Decision.ApprovalRequired approval) {
            Boolean answer = recorded.answer();
            if (answer == null) {
                held.add(approval);
            } else {
                last = answer ? engine.approve(approval) : engine.decline(approval);
            }
        }
        if (last instanceof Decision.Allow allow) {
            settle(allow.reservation(), recorded.outcome());
        }
        return decision;
    }

    private void moveTo(@Nullable Instant at) {
        now = at == null ? now : at;
        for (Decision.ApprovalRequired next = held.peek();
                next != null && !now.isBefore(next.expiresAt());
                next = held.peek()) {
            held.remove();
            // A human who says nothing in time has declined: the answer is known, and the charge is given back.
            Decision unused = engine.timeOut(next);
        }
    }

    private static void settle(Reservation reservation, ToolOutcome outcome) {
        Map<String, BigDecimal> known = new HashMap<>(outcome.actual());
        known.keySet().removeIf(counter -> reservation.charges().stream()
                .map(Charge::key)
                .noneMatch(key -> key.definition().counter().equals(counter)));
        new ToolOutcome(outcome.kind(), known).settle(reservation);
    }
}
