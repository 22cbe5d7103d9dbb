package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.time.Instant;
import java.util.List;

/** Counters that tests charge. */
final class Limits {
    static final long NOON = Instant.parse("2026-03-15T12:00:18Z").toEpochMilli();

    private Limits() {}

    static CounterKey key(String name) {
        return key("policy", name);
    }

    static CounterKey key(String namespace, String name) {
        return CounterKey.of(
                new CounterDefinition(
                        namespace, "", RulePlace.tool("tool"), name, Window.Calendar.MONTH, Scope.GLOBAL, Scale.WHOLE),
                null,
                null);
    }

    static ReserveRequest request(String name, long units, long max) {
        return ReserveRequest.of(List.of(new Charge(key(name), units, max)));
    }

    static Reservation take(CounterStore store, String name, long units) {
        ReserveResult result = store.reserve(request(name, units, 1_000_000), NOON);
        if (result instanceof Refusal) {
            throw new AssertionError(result);
        }
        return (Reservation) result;
    }

    static long used(CounterStore store, String name) {
        return store.read(List.of(key(name)), NOON)[0];
    }
}
