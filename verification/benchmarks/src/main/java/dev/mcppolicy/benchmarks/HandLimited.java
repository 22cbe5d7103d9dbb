package dev.mcppolicy.benchmarks;

import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Conditions, and then counters, as a programmer writes them. */
final class HandLimited {
    private final Contender conditions;
    private final long max;
    private final InstantSource clock = InstantSource.system();
    private final HandCounter shared;
    private final ConcurrentMap<String, HandCounter> byGrant = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, HandCounter> hourlyByGrant = new ConcurrentHashMap<>();

    HandLimited(Contender conditions, long max) {
        this.conditions = conditions;
        this.max = max;
        this.shared = new HandCounter(HandCounter.DAY_MILLIS, max);
    }

    /** Whether the call passes the conditions and the one daily counter of all callers. */
    boolean allows(Call call) {
        return conditions.allows(call) && shared.tryTake(clock.millis());
    }

    /** Whether the call passes the conditions and the daily counter of its caller. */
    boolean allows(Call call, String grant) {
        return conditions.allows(call)
                && counter(byGrant, HandCounter.DAY_MILLIS, grant).tryTake(clock.millis());
    }

    /**
     * Whether the call passes the conditions, the hourly and the daily counter of its caller, and the daily one of all.
     * Each is taken by itself, and given back if a later one refuses; others see it taken meanwhile.
     */
    boolean allowsThrice(Call call, String grant) {
        if (!conditions.allows(call)) {
            return false;
        }
        long now = clock.millis();
        HandCounter hourly = counter(hourlyByGrant, HandCounter.HOUR_MILLIS, grant);
        if (!hourly.tryTake(now)) {
            return false;
        }
        HandCounter daily = counter(byGrant, HandCounter.DAY_MILLIS, grant);
        if (!daily.tryTake(now)) {
            hourly.giveBack();
            return false;
        }
        if (!shared.tryTake(now)) {
            hourly.giveBack();
            daily.giveBack();
            return false;
        }
        return true;
    }

    private HandCounter counter(ConcurrentMap<String, HandCounter> counters, long windowMillis, String grant) {
        HandCounter known = counters.get(grant);
        return known == null ? counters.computeIfAbsent(grant, absent -> new HandCounter(windowMillis, max)) : known;
    }
}
