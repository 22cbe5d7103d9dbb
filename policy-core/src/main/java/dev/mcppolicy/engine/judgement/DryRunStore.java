package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a store would do, by reading alone. */
final class DryRunStore implements CounterStore {
    private final CounterStore store;

    DryRunStore(CounterStore store) {
        this.store = store;
    }

    @Override
    public ReserveResult reserve(List<Charge> charges, long nowMillis) {
        Refusal refusal = wouldRefuse(charges, nowMillis);
        return refusal == null ? Reservation.empty() : refusal;
    }

    @Override
    public @Nullable Refusal wouldRefuse(List<Charge> charges, long nowMillis) {
        return store.wouldRefuse(charges, nowMillis);
    }

    @Override
    public ReserveResult swap(Reservation held, List<Charge> charges, long nowMillis) {
        throw new IllegalStateException("a dry run holds nothing");
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        return store.read(keys, nowMillis);
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        throw new IllegalStateException("a dry run holds nothing");
    }

    @Override
    public void reset(CounterKey key) {
        throw new IllegalStateException("a dry run changes nothing");
    }

    @Override
    public void resetClock(long nowMillis) {
        throw new IllegalStateException("a dry run changes nothing");
    }
}
