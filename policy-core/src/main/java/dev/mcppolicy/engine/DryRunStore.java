package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
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
        int first = -1;
        long longestMillis = 0;
        for (int i = used.length - 1; i >= 0; i--) {
            Charge charge = charges.get(i);
            if (used[i] > charge.maxUnits() - charge.units()) {
                first = i;
                longestMillis = longer(longestMillis, waitMillis(charge, nowMillis));
            }
        }
        return first < 0 ? Reservation.empty() : new Refusal(first, Refusal.Reason.LIMIT, longestMillis);
    }

    private static long waitMillis(Charge charge, long nowMillis) {
        return !charge.exceedsAlone() && charge.key().definition().window() instanceof Window.Aligned window
                ? window.endOf(nowMillis) - nowMillis
                : Refusal.NEVER;
    }

    private static long longer(long left, long right) {
        return left == Refusal.NEVER || right == Refusal.NEVER ? Refusal.NEVER : Math.max(left, right);
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
