package dev.mcppolicy.engine.store;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.ForwardingCounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;

/** Says what a store would do, by reading alone. */
final class DryRunStore extends ForwardingCounterStore {
    DryRunStore(CounterStore store) {
        super(store);
    }

    @Override
    public ReserveResult reserve(ReserveRequest request, long nowMillis) {
        Refusal refusal = wouldRefuse(request, nowMillis);
        return refusal == null ? Reservation.empty() : refusal;
    }

    @Override
    public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
        throw new IllegalStateException("a dry run holds nothing");
    }
}
