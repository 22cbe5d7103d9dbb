package dev.mcppolicy.engine.store;

import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.StoreEvent.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a {@link WatchedStore} keeps of a reservation: that of the store behind it, which is settled with it. */
final class WatchedReceipt implements Receipt {
    private final Reservation inner;
    private final KnownRefusals known;
    private final StoreHealth health;

    WatchedReceipt(Reservation inner, KnownRefusals known, StoreHealth health) {
        this.inner = inner;
        this.known = known;
        this.health = health;
    }

    Reservation inner() {
        return inner;
    }

    @Override
    public long before(int index) {
        return inner.before(index);
    }

    @Override
    public CompletionStage<?> keep() {
        if (!inner.claim()) {
            return DONE;
        }
        // Without places there is nothing to tell a store, but for one that keeps it under a name.
        return inner.request().places().isEmpty() && inner.request().hold() == null
                ? inner.receipt().keep()
                : health.timedAsync(Operation.SETTLE, () -> inner.receipt().keep());
    }

    @Override
    public CompletionStage<?> replace(long[] units) {
        if (!inner.claim()) {
            return DONE;
        }
        CompletableFuture<?> replaced =
                health.timedAsync(Operation.SETTLE, () -> inner.receipt().replace(units));
        // Whether or not it is known to have gone through.
        return replaced.whenComplete((done, failure) -> known.forget(inner.charges()));
    }
}
