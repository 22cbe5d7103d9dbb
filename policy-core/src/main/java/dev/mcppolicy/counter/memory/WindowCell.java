package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.RefusalOrder;
import org.jspecify.annotations.Nullable;

/** A counter in one aligned window. The next window has a cell of its own, so a late correction cannot reach it. */
final class WindowCell extends Cell {
    /** In place of the units held before: the charge is refused. */
    static final long REFUSED = -2;

    private final long startMillis;
    private final long endMillis;

    WindowCell(CounterKey key, String payer, long order, long startMillis, long endMillis) {
        super(key, payer, order);
        this.startMillis = startMillis;
        this.endMillis = endMillis;
    }

    @Override
    boolean isCurrent(long nowMillis) {
        return startMillis <= nowMillis && nowMillis < endMillis;
    }

    @Override
    long expiresAtMillis() {
        return endMillis;
    }

    @Override
    CounterUsage usageAt(long nowMillis) {
        return new CounterUsage(key(), usedAt(nowMillis), startMillis, endMillis);
    }

    @Override
    long usedAt(long nowMillis) {
        return isCurrent(nowMillis) ? Math.max(0, awaitFree()) : 0;
    }

    @Override
    long usedWithout(long charged, @Nullable LoggedCharge logged, long nowMillis) {
        return Math.max(0, usedAt(nowMillis) - charged);
    }

    /** Takes a charge that stands alone; the units held before, or {@link #REFUSED} or {@link #GONE}. */
    long charge(Charge charge) {
        long mostBefore = charge.mostBefore();
        for (; ; ) {
            long used = awaitFree();
            if (used < 0) {
                return GONE;
            }
            if (used > mostBefore) {
                return REFUSED;
            }
            if (compareAndSet(used, used + charge.units())) {
                return used;
            }
        }
    }

    @Override
    void replace(long charged, long actual, @Nullable LoggedCharge logged) {
        for (; ; ) {
            long used = awaitFree();
            if (used < 0 || compareAndSet(used, replaced(used, charged, actual))) {
                return;
            }
        }
    }

    private static long replaced(long used, long charged, long actual) {
        long rest = Math.max(0, used - charged);
        return actual > TOP - rest ? TOP : rest + actual;
    }

    @Override
    boolean refreshLocked(long nowMillis) {
        // An aligned window forgets nothing before its end.
        return true;
    }

    @Override
    void rewindLocked(long nowMillis) {
        // An aligned window holds no instants.
    }

    @Override
    long refusalMillis(Charge charge, long nowMillis) {
        return usedAt(nowMillis) > charge.mostBefore() ? retryAfterMillis(charge, nowMillis) : RefusalOrder.PASSES;
    }

    @Override
    @Nullable
    LoggedCharge recordLocked(long units, long nowMillis) {
        setLocked(usedLocked() + units);
        return null;
    }

    @Override
    long takeBackLocked(long charged, @Nullable LoggedCharge logged) {
        long taken = Math.min(charged, usedLocked());
        setLocked(usedLocked() - taken);
        return taken;
    }

    @Override
    void putBackLocked(long taken, @Nullable LoggedCharge logged) {
        setLocked(usedLocked() + taken);
    }

    @Override
    long retryAfterMillis(Charge charge, long nowMillis) {
        return Math.max(0, endMillis - nowMillis);
    }
}
