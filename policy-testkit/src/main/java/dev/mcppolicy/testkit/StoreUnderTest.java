package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.Scale;
import dev.mcppolicy.model.Scope;
import dev.mcppolicy.model.Window;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A counter store, a clock to drive it by, and short words for what its laws do to it. */
abstract class StoreUnderTest {
    /** Eighteen seconds into a minute, in the middle of a Thursday. */
    static final long NOON = Instant.parse("2026-01-15T12:00:18Z").toEpochMilli();

    static final long MINUTE = 60_000;
    static final long UNBOUNDED = Long.MAX_VALUE;

    private @Nullable CounterStore store;
    private long now = NOON;

    /**
     * Makes a store without any counter.
     *
     * @return the store
     */
    protected abstract CounterStore newStore();

    /**
     * Makes a store without any counter and of a given capacity.
     *
     * @param capacity the most counters it may hold
     * @return the store, or null if stores of this kind have no capacity
     */
    protected abstract @Nullable CounterStore newStore(int capacity);

    /**
     * Sets the store's own clock. For stores that keep one; those that go by the instants they are given need nothing.
     *
     * @param tested the store
     * @param nowMillis what its clock shall show, in milliseconds since the epoch; perhaps less than before
     */
    protected void setClock(CounterStore tested, long nowMillis) {
        // A store that goes by the instants it is given has no clock to set.
    }

    /**
     * Ends the use of a store.
     *
     * @param tested the store
     */
    protected void close(CounterStore tested) {
        // A store that holds nothing outside memory needs no closing.
    }

    @BeforeEach
    final void open() {
        use(newStore());
    }

    @AfterEach
    final void closeStore() {
        close(store());
    }

    /** Tests another store than the one that was made. */
    final void use(CounterStore other) {
        if (store != null) {
            close(store);
        }
        store = other;
        at(now);
    }

    final CounterStore store() {
        CounterStore opened = store;
        if (opened == null) {
            throw new IllegalStateException("the store is opened before each test");
        }
        return opened;
    }

    /** Goes to an instant, be it later or earlier. */
    final void at(long millis) {
        now = millis;
        setClock(store(), millis);
    }

    final long now() {
        return now;
    }

    static CounterDefinition definition(String counter, Window window) {
        return new CounterDefinition("policy", "server", "tool", counter, window, Scope.GLOBAL, Scale.WHOLE);
    }

    static CounterKey key(String counter, Window window) {
        return CounterKey.of(definition(counter, window), null, null);
    }

    static CounterKey key(String counter) {
        return key(counter, Window.Calendar.MINUTE);
    }

    static CounterKey sessionKey(String session) {
        CounterDefinition definition = new CounterDefinition(
                "policy", "server", "tool", "calls", Window.Calendar.MINUTE, Scope.SESSION, Scale.WHOLE);
        return CounterKey.of(definition, null, session);
    }

    final ReserveResult reserve(Charge... charges) {
        return store().reserve(List.of(charges), now);
    }

    final Reservation take(Charge... charges) {
        return taken(reserve(charges));
    }

    final Reservation take(CounterKey key, long units) {
        return take(new Charge(key, units, UNBOUNDED));
    }

    final Refusal refuse(Charge... charges) {
        return refused(reserve(charges));
    }

    static Reservation taken(ReserveResult result) {
        assertThat(result).isInstanceOf(Reservation.class);
        return (Reservation) result;
    }

    static Refusal refused(ReserveResult result) {
        assertThat(result).isInstanceOf(Refusal.class);
        return (Refusal) result;
    }

    final long used(CounterKey key) {
        return store().read(List.of(key), now)[0];
    }

    final void assertUsed(Map<CounterKey, Long> expected) {
        expected.forEach((key, units) -> assertThat(used(key)).as(key.encoded()).isEqualTo(units));
    }
}
