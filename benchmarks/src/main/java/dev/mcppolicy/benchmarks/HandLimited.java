package dev.mcppolicy.benchmarks;

import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Conditions, and then a daily counter a grant, as a programmer writes them. */
final class HandLimited {
    private final Contender conditions;
    private final long max;
    private final InstantSource clock = InstantSource.system();
    private final HandCounter shared;
    private final ConcurrentMap<String, HandCounter> byGrant = new ConcurrentHashMap<>();

    HandLimited(Contender conditions, long max) {
        this.conditions = conditions;
        this.max = max;
        this.shared = new HandCounter(max);
    }

    /** Whether the call passes the conditions and the one counter of all callers. */
    boolean allows(Call call) {
        return conditions.allows(call) && shared.tryTake(clock.millis());
    }

    /** Whether the call passes the conditions and the counter of its caller. */
    boolean allows(Call call, String grant) {
        return conditions.allows(call) && counter(grant).tryTake(clock.millis());
    }

    private HandCounter counter(String grant) {
        HandCounter known = byGrant.get(grant);
        return known == null ? byGrant.computeIfAbsent(grant, absent -> new HandCounter(max)) : known;
    }
}
