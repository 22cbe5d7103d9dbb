package dev.mcppolicy.engine.store;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.decision.StoreEvent.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A store that is kept outside the process, as an engine asks it: not for what it has just refused, and with a word on how
 * each answer fared.
 */
final class WatchedStore extends ForwardingCounterStore {
    private final KnownRefusals known;
    private final StoreHealth health;

    WatchedStore(CounterStore store, StoreHealth health) {
        super(store);
        this.known = KnownRefusals.of(store);
        this.health = health;
    }

    @Override
    public ReserveResult reserve(ReserveRequest request, long nowMillis) {
        Refusal refused = known.refusal(request, nowMillis);
        if (refused != null) {
            return refused;
        }
        long changes = known.changes();
        ReserveResult result = health.timed(Operation.RESERVE, () -> super.reserve(request, nowMillis));
        return noted(request, result, nowMillis, changes);
    }

    @Override
    public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
        Refusal refused = known.refusal(request, nowMillis);
        if (refused != null) {
            return CompletableFuture.completedFuture(refused);
        }
        long changes = known.changes();
        return health.timedAsync(Operation.RESERVE, () -> super.reserveAsync(request, nowMillis))
                .thenApply(result -> noted(request, result, nowMillis, changes));
    }

    private ReserveResult noted(ReserveRequest request, ReserveResult result, long nowMillis, long changes) {
        if (result instanceof Refusal refusal) {
            known.note(request, refusal, nowMillis, changes);
            return refusal;
        }
        return watched((Reservation) result);
    }

    private Reservation watched(Reservation inner) {
        Reservation watched = new Reservation(inner.request(), new WatchedReceipt(inner, known, health));
        if (inner.isSettled()) {
            boolean unused = watched.claim();
        }
        return watched;
    }

    private static Reservation inner(Reservation held) {
        return held.receipt() instanceof WatchedReceipt receipt ? receipt.inner() : held;
    }

    @Override
    public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
        ReserveResult result = health.timed(Operation.SWAP, () -> super.swap(inner(held), request, nowMillis));
        return swapped(held, result);
    }

    @Override
    public CompletionStage<ReserveResult> swapAsync(Reservation held, ReserveRequest request, long nowMillis) {
        return health.timedAsync(Operation.SWAP, () -> super.swapAsync(inner(held), request, nowMillis))
                .thenApply(result -> swapped(held, result));
    }

    /** What was held is given back, and what was taken for it is another matter. */
    private ReserveResult swapped(Reservation held, ReserveResult result) {
        if (result instanceof Refusal) {
            return result;
        }
        known.forget(held.charges());
        boolean unused = held.claim();
        return watched((Reservation) result);
    }

    @Override
    public @Nullable Reservation find(OperationId id, long nowMillis) {
        Reservation found = super.find(id, nowMillis);
        return found == null ? null : watched(found);
    }

    @Override
    public CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis) {
        Map<Reservation, Reservation> byInner = new HashMap<>();
        running.forEach(each -> byInner.put(inner(each), each));
        List<Reservation> asked = new ArrayList<>(byInner.keySet());
        return health.timedAsync(Operation.RENEW, () -> super.renew(asked, nowMillis))
                .thenApply(lost -> lost.stream().map(byInner::get).toList());
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        return health.timed(Operation.READ, () -> super.read(keys, nowMillis));
    }

    @Override
    public CompletionStage<long[]> readAsync(List<CounterKey> keys, long nowMillis) {
        return health.timedAsync(Operation.READ, () -> super.readAsync(keys, nowMillis));
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        return health.timed(Operation.READ, () -> super.readCrediting(inner(held), keys, nowMillis));
    }

    @Override
    public CompletionStage<long[]> readCreditingAsync(Reservation held, List<CounterKey> keys, long nowMillis) {
        return health.timedAsync(Operation.READ, () -> super.readCreditingAsync(inner(held), keys, nowMillis));
    }
}
