package dev.mcppolicy.counter.memory;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Instant;
import java.util.List;

/** Keys, charges and results in few words. */
final class Counters {
    static final Window MINUTE = Window.Calendar.MINUTE;
    static final Window HOUR = Window.Calendar.HOUR;
    static final long NOON = Instant.parse("2026-01-15T12:00:00Z").toEpochMilli();
    static final long SECOND = 1_000;

    private Counters() {}

    static CounterKey key(String counter, Window window) {
        return key(counter, window, Scope.GLOBAL, null);
    }

    static CounterKey key(String counter, Window window, Scope scope, String identity) {
        return CounterKey.of(
                new CounterDefinition("test", "", RulePlace.tool("t"), counter, window, scope, Scale.WHOLE),
                identity,
                null);
    }

    static CounterKey session(String id) {
        return CounterKey.of(
                new CounterDefinition("test", "", RulePlace.tool("t"), "calls", HOUR, Scope.SESSION, Scale.WHOLE),
                null,
                id);
    }

    static Window sliding(long millis) {
        return new Window.Sliding(Duration.ofMillis(millis));
    }

    static Charge charge(CounterKey key, long units, long max) {
        return new Charge(key, units, max);
    }

    static Reservation taken(ReserveResult result) {
        assertThat(result).isInstanceOf(Reservation.class);
        return (Reservation) result;
    }

    static Refusal refused(ReserveResult result) {
        assertThat(result).isInstanceOf(Refusal.class);
        return (Refusal) result;
    }

    static Reservation take(CounterStore store, long now, Charge... charges) {
        return taken(store.reserve(ReserveRequest.of(List.of(charges)), now));
    }

    static Refusal refuse(CounterStore store, long now, Charge... charges) {
        return refused(store.reserve(ReserveRequest.of(List.of(charges)), now));
    }

    static long used(CounterStore store, CounterKey key, long now) {
        return store.read(List.of(key), now)[0];
    }
}
