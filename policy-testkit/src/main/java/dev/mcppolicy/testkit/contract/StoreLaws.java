package dev.mcppolicy.testkit.contract;

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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A group of laws, and short words for what they do to the store under test. */
interface StoreLaws {
    /** Eighteen seconds into a minute, in the middle of a Thursday. */
    long NOON = Instant.parse("2026-01-15T12:00:18Z").toEpochMilli();

    long MINUTE = 60_000;
    long UNBOUNDED = Long.MAX_VALUE;

    /** The store that is open during a test. */
    StoreUnderTest tested();

    default CounterStore store() {
        return tested().store();
    }

    default long now() {
        return tested().now();
    }

    /** Goes to an instant, be it later or earlier. */
    default void at(long millis) {
        tested().at(millis);
    }

    static CounterDefinition definition(String counter, Window window) {
        return new CounterDefinition(
                "policy", "server", RulePlace.tool("tool"), counter, window, Scope.GLOBAL, Scale.WHOLE);
    }

    static CounterKey key(String counter, Window window) {
        return CounterKey.of(definition(counter, window), null, null);
    }

    static CounterKey key(String counter) {
        return key(counter, Window.Calendar.MINUTE);
    }

    static CounterKey sessionKey(String session) {
        CounterDefinition definition = new CounterDefinition(
                "policy",
                "server",
                RulePlace.tool("tool"),
                "calls",
                Window.Calendar.MINUTE,
                Scope.SESSION,
                Scale.WHOLE);
        return CounterKey.of(definition, null, session);
    }

    default ReserveResult reserve(Charge... charges) {
        return store().reserve(ReserveRequest.of(List.of(charges)), now());
    }

    default Reservation take(Charge... charges) {
        return taken(reserve(charges));
    }

    default Reservation take(CounterKey key, long units) {
        return take(new Charge(key, units, UNBOUNDED));
    }

    default Refusal refuse(Charge... charges) {
        return refused(reserve(charges));
    }

    default ReserveResult swap(Reservation held, Charge... charges) {
        return store().swap(held, ReserveRequest.of(List.of(charges)), now());
    }

    static void release(Reservation reservation) {
        reservation.release().toCompletableFuture().join();
    }

    static void settle(Reservation reservation, Map<String, BigDecimal> actual) {
        reservation.settle(actual).toCompletableFuture().join();
    }

    static Reservation taken(ReserveResult result) {
        assertThat(result).isInstanceOf(Reservation.class);
        return (Reservation) result;
    }

    static Refusal refused(ReserveResult result) {
        assertThat(result).isInstanceOf(Refusal.class);
        return (Refusal) result;
    }

    default long used(CounterKey key) {
        return store().read(List.of(key), now())[0];
    }

    default void assertUsed(Map<CounterKey, Long> expected) {
        expected.forEach((key, units) -> assertThat(used(key)).as(key.encoded()).isEqualTo(units));
    }
}
