package dev.mcppolicy.cli;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.engine.AuditedDecision;
import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.DecisionEvent;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A policy, judging calls one after the other under a clock that they move. Nothing but the calls plays a part, so that
 * the same calls have the same answers always.
 */
final class Replay {
    /** When a replay begins whose calls say no time. */
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final PolicyEngine engine;
    private final boolean releasesOnException;
    /** The approvals that nobody has answered and whose time is not over. */
    private final Queue<Decision.ApprovalRequired> held =
            new PriorityQueue<>(Comparator.comparing(Decision.ApprovalRequired::expiresAt));

    /** What the rules in audit mode would have decided on the last call, if there are any. */
    private @Nullable AuditedDecision audited;

    private Instant now = START;
    private long timedOut;

    Replay(Policy policy, boolean releasesOnException) {
        this.engine = PolicyEngine.builder(policy)
                .clock(() -> now)
                .listener(this::hear)
                .build();
        this.releasesOnException = releasesOnException;
    }

    /** The clock, where the last line has put it. */
    Instant now() {
        return now;
    }

    /** What the policy would have decided on the last call, were none of it in audit mode; null where none is. */
    @Nullable
    AuditedDecision audited() {
        return audited;
    }

    /** Nothing is judged in audit mode after a human's answer, so what was judged before it stays. */
    private void hear(DecisionEvent event) {
        if (event.answers() == null) {
            audited = event.audited().isEmpty() ? null : event.audited().get(0);
        }
    }

    /** How many approvals were held until their time was over. */
    long timedOut() {
        return timedOut;
    }

    /** Moves the clock, and releases what was held for answers that did not come in time. */
    void moveTo(@Nullable Instant at) {
        if (at != null) {
            now = at;
        }
        for (Decision.ApprovalRequired next = held.peek(); next != null && isOver(next); next = held.peek()) {
            held.remove();
            if (engine.timeOut(next) instanceof Decision.Deny) {
                timedOut++;
            }
        }
    }

    List<String> visible(ReplayLine.Listing listing) {
        return listing.tools().stream().filter(engine::lists).toList();
    }

    /**
     * Judges a call as of now, and does what comes after: the human's answer, and what becomes of the charge.
     *
     * @throws IllegalArgumentException if the line settles a counter that the call did not charge
     */
    Decision judge(ReplayLine.Call line) {
        Decision decision = engine.decide(line.call());
        if (decision instanceof Decision.ApprovalRequired approval) {
            Boolean answer = line.approval();
            if (answer == null) {
                held.add(approval);
                return approval;
            }
            decision = answer ? engine.approve(approval) : engine.decline(approval);
        }
        if (decision instanceof Decision.Allow allow) {
            settle(allow.reservation(), line);
        }
        return decision;
    }

    /** A tool that says its real amounts has said so before it ends, and a reservation is settled once. */
    private void settle(Reservation reservation, ReplayLine.Call line) {
        Map<String, BigDecimal> actual = line.settlement();
        if (actual != null) {
            reservation.settle(actual).toCompletableFuture().join();
        } else if (isReleased(line.outcome())) {
            reservation.release().toCompletableFuture().join();
        } else {
            reservation.commit();
        }
    }

    private boolean isReleased(ReplayLine.Outcome outcome) {
        return switch (outcome) {
            case OK, TOOL_ERROR -> false;
            case EXCEPTION -> releasesOnException;
            case NOT_EXECUTED -> true;
        };
    }

    private boolean isOver(Decision.ApprovalRequired approval) {
        return !now.isBefore(approval.expiresAt());
    }
}
