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
    public ReserveResult reserve(ReserveRequest request, long nowMillis) {
        return store.reserve(request, nowMillis);
    }

    @Override
    public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
        return store.reserveAsync(request, nowMillis);
    }

    @Override
    public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
        return store.swap(held, request, nowMillis);
    }

    @Override
    public CompletionStage<ReserveResult> swapAsync(Reservation held, ReserveRequest request, long nowMillis) {
        return store.swapAsync(held, request, nowMillis);
    }

    @Override
    public @Nullable Reservation find(OperationId id, long nowMillis) {
        return store.find(id, nowMillis);
    }

    @Override
    public CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis) {
        return store.renew(running, nowMillis);
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
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        return store.readCrediting(held, keys, nowMillis);
    }

    @Override
    public CompletionStage<long[]> readCreditingAsync(Reservation held, List<CounterKey> keys, long nowMillis) {
        return store.readCreditingAsync(held, keys, nowMillis);
    }

    @Override
    public @Nullable Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
        return store.wouldRefuse(request, nowMillis);
    }

    @Override
    public List<CounterUsage> usage(List<CounterKey> keys, long nowMillis) {
        return store.usage(keys, nowMillis);
    }

    @Override
    public int[] placesHeld(List<PlaceKey> keys, long nowMillis) {
        return store.placesHeld(keys, nowMillis);
    }

    @Override
    public CounterPage list(String namespace, @Nullable String after, int most, long nowMillis) {
        return store.list(namespace, after, most, nowMillis);
    }

    @Override
    public List<String> namespaces() {
        return store.namespaces();
    }

    @Override
    public void reset(CounterKey key) {
        store.reset(key);
    }

    @Override
    public void resetClock(long nowMillis) {
        store.resetClock(nowMillis);
    }

    @Override
    public void reopen(String namespace) {
        store.reopen(namespace);
    }

    @Override
    public boolean isRemote() {
        return store.isRemote();
    }

    @Override
    public long retries() {
        return store.retries();
    }

    @Override
    public void close() {
        store.close();
    }
}
