package dev.mcppolicy.testkit;

import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.ToolCall;
import dev.mcppolicy.model.Policy;
import java.time.Duration;
import java.time.Instant;

/** Two policies that judge the same calls at the same time, each with counters of its own. */
final class PolicyPair {
    /** A Monday and the first of a month at midnight: every calendar window begins. */
    static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    private final VirtualClock clock = new VirtualClock();
    private final PolicyEngine before;
    private final PolicyEngine after;

    PolicyPair(Policy before, Policy after, Instant start) {
        clock.at(start);
        this.before = PolicyEngine.builder(before).clock(clock).build();
        this.after = PolicyEngine.builder(after).clock(clock).build();
    }

    PolicyEngine before() {
        return before;
    }

    PolicyEngine after() {
        return after;
    }

    Instant now() {
        return clock.instant();
    }

    void advance(Duration wait) {
        clock.advance(wait);
    }

    /** What both decide on a call that is not made. */
    Decisions look(ToolCall call) {
        return new Decisions(
                before.explain(call).decision(), after.explain(call).decision());
    }

    /** What both decide on a call that is made: an approval is given, and what is allowed stays charged. */
    Decisions make(ToolCall call) {
        return new Decisions(made(before, call), made(after, call));
    }

    private static Decision made(PolicyEngine engine, ToolCall call) {
        Decision decision = engine.decide(call);
        Decision last = decision instanceof Decision.ApprovalRequired approval ? engine.approve(approval) : decision;
        if (last instanceof Decision.Allow allow) {
            allow.reservation().commit();
        }
        return decision;
    }

    /** The decisions on one call. */
    record Decisions(Decision was, Decision is) {
        boolean differInKind() {
            return PolicyDifference.Verdict.of(was).kind()
                    != PolicyDifference.Verdict.of(is).kind();
        }

        boolean bothDeny() {
            return was instanceof Decision.Deny && is instanceof Decision.Deny;
        }
    }
}
