package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.RefusalOrder;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.Window;
import java.util.List;

/** Says what a store would do, by reading alone. */
final class DryRunStore implements CounterStore {
    private final CounterStore store;

    DryRunStore(CounterStore store) {
        this.store = store;
    }

    @Override
    public ReserveResult reserve(List<Charge> charges, long nowMillis) {
        long[] used = store.read(charges.stream().map(Charge::key).toList(), nowMillis);
        Refusal refusal = RefusalOrder.first(used.length, i -> longestWaitMillis(charges.get(i), used[i], nowMillis));
        return refusal == null ? Reservation.empty() : withKnownWait(refusal, charges);
    }

    /** How long a charge would be refused at most: of a sliding window the store alone knows how long. */
    private static long longestWaitMillis(Charge charge, long used, long nowMillis) {
        if (charge.exceedsAlone()) {
            return Refusal.NEVER;
        }
        if (used <= charge.mostBefore()) {
            return RefusalOrder.PASSES;
        }
        Window window = charge.key().definition().window();
        return window instanceof Window.Aligned aligned
                ? aligned.endOf(nowMillis) - nowMillis
                : ((Window.Sliding) window).length().toMillis();
    }

    private static Refusal withKnownWait(Refusal refusal, List<Charge> charges) {
        boolean isKnown = charges.get(refusal.index()).key().definition().window() instanceof Window.Aligned;
        return isKnown ? refusal : new Refusal(refusal.index(), refusal.reason(), Refusal.NEVER);
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
