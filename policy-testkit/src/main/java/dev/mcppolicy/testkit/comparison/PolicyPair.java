package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.VirtualClock;
import dev.mcppolicy.testkit.internal.QuietEngine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Two policies that judge the same calls at the same time, each with counters of its own. */
final class PolicyPair {
    /** A Monday and the first of a month at midnight: every calendar window begins. */
    static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    private final VirtualClock clock = new VirtualClock();
    /** The instant that calls are looked at, in the place of the clock's. */
    private @Nullable Instant lookedAt;

    private final PolicyEngine before;
    private final PolicyEngine after;

    /** Whether calls that are made run on, and hold their places. */
    private final boolean runsOn;

    PolicyPair(Policy before, Policy after, Instant start) {
        this(before, after, start, false);
    }

    PolicyPair(Policy before, Policy after, Instant start, boolean runsOn) {
        this.runsOn = runsOn;
        clock.at(start);
        this.before = QuietEngine.builder(before).clock(this::now).build();
        this.after = QuietEngine.builder(after).clock(this::now).build();
    }

    PolicyEngine before() {
        return before;
    }

    PolicyEngine after() {
        return after;
    }

    Instant now() {
        return lookedAt == null ? clock.instant() : lookedAt;
    }

    /** Looks at calls as of an instant from here on, be it before one that was looked at; no call has been made. */
    void lookAt(Instant instant) {
        lookedAt = instant;
    }

    void advance(Duration wait) {
        clock.advance(wait);
    }

    /** What both decide on a call that is not made. */
    Decisions look(ToolCall call) {
        return new Decisions(
                before.explain(call).decision(), after.explain(call).decision());
    }

    /**
     * What both decide on a call that is made. Where both let it pass, an approval is given and the charge stays; where
     * one denies, the other's charge is given back, so that the counters of both have seen the same calls.
     */
    Decisions make(ToolCall call) {
        if (runsOn) {
            return makeBeside(call);
        }
        Decisions decisions = new Decisions(before.decide(call), after.decide(call));
        settle(before, call, decisions.was(), decisions.bothLetPass());
        settle(after, call, decisions.is(), decisions.bothLetPass());
        return decisions;
    }

    /** As {@link #make}, of a call that runs on where both let it pass, also after the yes that it needs. */
    private Decisions makeBeside(ToolCall call) {
        Decisions first = new Decisions(before.decide(call), after.decide(call));
        Decisions last =
                first.bothLetPass() ? new Decisions(approved(before, first.was()), approved(after, first.is())) : first;
        if (!last.bothLetPass()) {
            settle(before, call, last.was(), false);
            settle(after, call, last.is(), false);
            return last;
        }
        return first;
    }

    private static Decision approved(PolicyEngine engine, Decision decision) {
        return decision instanceof Decision.ApprovalRequired approval ? engine.approve(approval) : decision;
    }

    private static void settle(PolicyEngine engine, ToolCall call, Decision decision, boolean stays) {
        Decision last = decision;
        while (last instanceof Decision.ApprovalRequired approval) {
            last = stays ? engine.approve(approval) : engine.timeOut(approval);
        }
        if (last instanceof Decision.Allow allow) {
            engine.finish(call, allow, stays ? ToolOutcome.RETURNED : ToolOutcome.NOT_EXECUTED);
        }
    }

    /** The decisions on one call. */
    record Decisions(Decision was, Decision is) {
        /** Whether the call runs under both policies, at once or after an approval. */
        boolean bothLetPass() {
            return !(was instanceof Decision.Deny) && !(is instanceof Decision.Deny);
        }

        boolean bothDeny() {
            return was instanceof Decision.Deny && is instanceof Decision.Deny;
        }
    }
}
