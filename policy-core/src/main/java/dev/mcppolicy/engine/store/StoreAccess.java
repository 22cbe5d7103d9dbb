package dev.mcppolicy.engine.store;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.decision.StoreEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A counter store as judging asks it: now, and with the charges that a call already holds credited to it. No answer is a
 * failure of the store, and must not pass for an empty one.
 *
 * @param store the store
 * @param clock the time that the store is told
 * @param timeout how long the asynchronous forms wait for the store
 */
public record StoreAccess(CounterStore store, InstantSource clock, Duration timeout) {
    /**
     * A store as an engine asks it: one that is kept outside the process is not asked for what it has just refused, and
     * how it fares is told.
     *
     * @param listener hears of each answer; null where nobody does
     */
    public static StoreAccess watched(
            CounterStore store, InstantSource clock, Duration timeout, @Nullable Consumer<StoreEvent> listener) {
        CounterStore asked =
                store.isRemote() ? new WatchedStore(store, new StoreHealth(store, clock, listener)) : store;
        return new StoreAccess(asked, clock, timeout);
    }

    /** The same store, of which nothing is taken. */
    public StoreAccess dryRun() {
        return new StoreAccess(new DryRunStore(store), clock, timeout);
    }

    /** Reads, blocking. */
    public long[] read(List<CounterKey> keys, Reservation held, long nowMillis) {
        return answered(
                held.charges().isEmpty() ? store.read(keys, nowMillis) : store.readCrediting(held, keys, nowMillis));
    }

    /** Reads within the time-out; fails as {@link #read} throws. */
    public CompletableFuture<long[]> readAsync(List<CounterKey> keys, Reservation held, long nowMillis) {
        return StoreTimeout.within(
                () -> held.charges().isEmpty()
                        ? store.readAsync(keys, nowMillis)
                        : store.readCreditingAsync(held, keys, nowMillis),
                timeout,
                late -> {});
    }

    /** Renews the leases of places within the time-out; gives those that are lost. */
    public CompletableFuture<List<Reservation>> renew(List<Reservation> running) {
        return StoreTimeout.within(() -> store.renew(running, clock.millis()), timeout, late -> {});
    }

    /** How many calls hold places, blocking. */
    public int[] placesHeld(List<PlaceKey> keys, long nowMillis) {
        return answered(store.placesHeld(keys, nowMillis));
    }

    /** Takes charges, blocking. */
    public ReserveResult reserve(ReserveRequest request, Reservation held, long nowMillis) {
        return answered(
                held.charges().isEmpty() ? store.reserve(request, nowMillis) : store.swap(held, request, nowMillis));
    }

    /** Takes charges within the time-out; what is taken later is given back. Fails as {@link #reserve} throws. */
    public CompletableFuture<ReserveResult> reserveAsync(ReserveRequest request, Reservation held, long nowMillis) {
        return StoreTimeout.within(
                () -> held.charges().isEmpty()
                        ? store.reserveAsync(request, nowMillis)
                        : store.swapAsync(held, request, nowMillis),
                timeout,
                StoreAccess::releaseLate);
    }

    private static void releaseLate(ReserveResult result) {
        if (result instanceof Reservation reservation) {
            CompletableFuture<?> unused = LoggedSettlement.release(reservation::release);
        }
    }

    private static <T> T answered(@Nullable T answer) {
        return Objects.requireNonNull(answer, "the counter store answered nothing");
    }
}
