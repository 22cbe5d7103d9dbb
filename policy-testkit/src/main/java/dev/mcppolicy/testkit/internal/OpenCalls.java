package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Calls that run while others are made: each until its instant, at which it ends. Meanwhile its places are renewed, as a
 * process does whose clock is this one's.
 */
public final class OpenCalls {
    /** Calls without a place to renew ask for no stop of the clock. */
    private static final Duration NEVER = Duration.ofDays(1_000_000);

    private record Open(ToolCall call, Decision.Allow allow, CallEnd end, Instant until) {}

    private final PolicyEngine engine;
    private final Duration renewed;
    private final Queue<Open> open = new PriorityQueue<>(Comparator.comparing(Open::until));

    /**
     * No calls yet.
     *
     * @param engine has allowed them
     * @param policy says for how long their places are leased
     */
    public OpenCalls(PolicyEngine engine, Policy policy) {
        this.engine = engine;
        this.renewed = policy.rules().stream()
                .map(PlacedRule::rule)
                .filter(Concurrency.class::isInstance)
                .map(rule -> ((Concurrency) rule).lease().dividedBy(3))
                .min(Comparator.naturalOrder())
                .orElse(NEVER);
    }

    /** Ends a call that was allowed now, or has it run for as long as its end says. */
    public void begin(ToolCall call, Decision.Allow allow, CallEnd end, Instant now) {
        if (end.runs().isZero()) {
            end.finish(engine, call, allow);
        } else {
            open.add(new Open(call, allow, end, now.plus(end.runs())));
        }
    }

    /** Where the clock is to stop on its way to a later instant, or that instant. */
    public Instant next(Instant now, Instant target) {
        Open first = open.peek();
        if (first == null) {
            return target;
        }
        Instant stop = first.until().isBefore(target) ? first.until() : target;
        Instant renewal = target.minus(renewed).isBefore(now) ? target : now.plus(renewed);
        return renewal.isBefore(stop) ? renewal : stop;
    }

    /** Ends the calls whose instant has come, and renews the places of the others. */
    public void reached(Instant now) {
        for (Open first = open.peek(); first != null && !first.until().isAfter(now); first = open.peek()) {
            open.remove();
            first.end().finish(engine, first.call(), first.allow());
        }
        for (Open each : open) {
            boolean unused = engine.renew(each.allow()).toCompletableFuture().join();
        }
    }
}
