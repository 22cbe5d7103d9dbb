package dev.mcppolicy.store.postgres;

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
import java.time.Duration;
import java.util.List;

/** Counters that tests charge, in a window longer than any test. */
final class Limits {
    static final Window LONG = new Window.Seconds(Duration.ofDays(300).toSeconds());

    private Limits() {}

    static CounterKey key(String name) {
        return key("policy", name, LONG);
    }

    static CounterKey key(String namespace, String name, Window window) {
        return CounterKey.of(
                new CounterDefinition(namespace, "", RulePlace.tool("tool"), name, window, Scope.GLOBAL, Scale.WHOLE),
                null,
                null);
    }

    static ReserveRequest request(String name, long units, long max) {
        return ReserveRequest.of(List.of(new Charge(key(name), units, max)));
    }

    static long now() {
        return System.currentTimeMillis();
    }

    static Reservation taken(ReserveResult result) {
        if (result instanceof Refusal) {
            throw new AssertionError(result);
        }
        return (Reservation) result;
    }

    static Reservation take(CounterStore store, String name, long units) {
        return taken(store.reserve(request(name, units, Long.MAX_VALUE), now()));
    }

    static long used(CounterStore store, String name) {
        return store.read(List.of(key(name)), now())[0];
    }
}
