package dev.mcppolicy.counter;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store that hands every call on to another, to be extended by one that does something besides: that counts, logs,
 * delays or fails. Whoever overrides {@link #reserve}, {@link #swap} or {@link #read} overrides the asynchronous form
 * too, which is handed on to the other store's and does not pass by here.
 *
 * <p>As threadsafe as the other store.
 */
public abstract class ForwardingCounterStore implements CounterStore {
    private final CounterStore store;

    /**
     * A store in front of another.
     *
     * @param store the other store
     */
    protected ForwardingCounterStore(CounterStore store) {
        this.store = Objects.requireNonNull(store);
    }

    /**
     * The store that the calls are handed on to.
     *
     * @return the other store
     */
    protected final CounterStore forwarded() {
        return store;
    }

    @Override
    public ReserveResult reserve(List<Charge> charges, long nowMillis) {
        return store.reserve(charges, nowMillis);
    }

    @Override
    public CompletionStage<ReserveResult> reserveAsync(List<Charge> charges, long nowMillis) {
        return store.reserveAsync(charges, nowMillis);
    }

    @Override
    public ReserveResult swap(Reservation held, List<Charge> charges, long nowMillis) {
        return store.swap(held, charges, nowMillis);
    }

    @Override
    public CompletionStage<ReserveResult> swapAsync(Reservation held, List<Charge> charges, long nowMillis) {
        return store.swapAsync(held, charges, nowMillis);
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        return store.read(keys, nowMillis);
    }

    @Override
    public CompletionStage<long[]> readAsync(List<CounterKey> keys, long nowMillis) {
        return store.readAsync(keys, nowMillis);
    }

    @Override
    public @Nullable Refusal wouldRefuse(List<Charge> charges, long nowMillis) {
        return store.wouldRefuse(charges, nowMillis);
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        return store.readCrediting(held, keys, nowMillis);
    }

    @Override
    public void reset(CounterKey key) {
        store.reset(key);
    }

    @Override
    public void resetClock(long nowMillis) {
        store.resetClock(nowMillis);
    }
}
