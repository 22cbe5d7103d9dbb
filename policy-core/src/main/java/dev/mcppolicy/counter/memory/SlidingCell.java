package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.RefusalOrder;
import org.jspecify.annotations.Nullable;

/**
 * A counter over the time just past. Every change is made with the cell locked. A charge at an instant counts until that
 * instant plus the window's length, and longer only as {@link SlidingLog} says of a full log.
 */
final class SlidingCell extends Cell {
    private final long lengthMillis;
    private final SlidingLog log;
    private volatile long touchedMillis;
    /** As of when the log holds what counts; what no longer counted then is gone. */
    private long seenMillis;

    SlidingCell(CounterKey key, String payer, long order, long lengthMillis, int mostEntries, long nowMillis) {
        super(key, payer, order);
        this.lengthMillis = lengthMillis;
        this.log = new SlidingLog(lengthMillis, mostEntries);
        this.touchedMillis = nowMillis;
        this.seenMillis = nowMillis;
    }

    /** Keeps the cell for the window's length from an instant; called before every charge at that instant. */
    void touch(long nowMillis) {
        touchedMillis = Math.max(touchedMillis, nowMillis);
    }

    @Override
    boolean isCurrent(long nowMillis) {
        return true;
    }

    @Override
    long expiresAtMillis() {
        return touchedMillis + lengthMillis;
    }

    @Override
    CounterUsage usageAt(long nowMillis) {
        return new CounterUsage(key(), usedAt(nowMillis), nowMillis + 1 - lengthMillis, nowMillis + 1);
    }

    @Override
    long usedAt(long nowMillis) {
        if (!lock()) {
            return 0;
        }
        try {
            refreshLocked(Math.max(nowMillis, seenMillis));
            return usedLocked();
        } finally {
            unlock();
        }
    }

    @Override
    long usedWithout(long charged, @Nullable LoggedCharge logged, long nowMillis) {
        if (!lock()) {
            return 0;
        }
        try {
            refreshLocked(Math.max(nowMillis, seenMillis));
            return usedLocked() - Math.max(0, heldLocked(logged));
        } finally {
            unlock();
        }
    }

    @Override
    void replace(long charged, long actual, @Nullable LoggedCharge logged) {
        if (!lock()) {
            return;
        }
        try {
            long held = heldLocked(logged);
            if (logged != null && held != NOT_HELD) {
                long rest = usedLocked() - held;
                long units = Math.min(actual, TOP - rest);
                changeLocked(logged, units - held);
                logged.close();
            }
        } finally {
            unlock();
        }
    }

    @Override
    long refusalMillis(Charge charge, long nowMillis) {
        if (!lock()) {
            return RefusalOrder.PASSES;
        }
        try {
            long now = Math.max(nowMillis, seenMillis);
            refreshLocked(now);
            return usedLocked() > charge.mostBefore() ? retryAfterMillis(charge, now) : RefusalOrder.PASSES;
        } finally {
            unlock();
        }
    }

    @Override
    void rewindLocked(long nowMillis) {
        seenMillis = Math.min(seenMillis, nowMillis);
        touchedMillis = Math.min(touchedMillis, nowMillis);
        log.rewind(nowMillis);
    }

    /** As {@link #rewindLocked}, taking the lock. */
    void rewind(long nowMillis) {
        if (lock()) {
            rewindLocked(nowMillis);
            unlock();
        }
    }

    @Override
    boolean refreshLocked(long nowMillis) {
        if (nowMillis < seenMillis) {
            return false;
        }
        seenMillis = nowMillis;
        setLocked(usedLocked() - log.dropBefore(nowMillis));
        return true;
    }

    @Override
    LoggedCharge recordLocked(long units, long nowMillis) {
        SlidingLog.Entry entry = units == 0 ? null : log.add(units, nowMillis);
        setLocked(usedLocked() + units);
        return new LoggedCharge(nowMillis, units, entry);
    }

    @Override
    long takeBackLocked(long charged, @Nullable LoggedCharge logged) {
        long held = heldLocked(logged);
        if (logged != null && held != NOT_HELD) {
            changeLocked(logged, -held);
            logged.close();
        }
        return held;
    }

    @Override
    void putBackLocked(long taken, @Nullable LoggedCharge logged) {
        if (logged != null) {
            changeLocked(logged, taken);
            logged.reopen();
        }
    }

    @Override
    long retryAfterMillis(Charge charge, long nowMillis) {
        return log.waitMillis(usedLocked() - charge.mostBefore(), nowMillis);
    }

    /** How many entries the log has. */
    int entries() {
        if (!lock()) {
            return 0;
        }
        try {
            return log.size();
        } finally {
            unlock();
        }
    }

    private long heldLocked(@Nullable LoggedCharge logged) {
        return logged == null ? NOT_HELD : logged.held(seenMillis, log);
    }

    private void changeLocked(LoggedCharge logged, long units) {
        SlidingLog.Entry entry = logged.entry();
        if (units != 0 && entry == null) {
            // Set back with the clock, the charge's own instant may lie ahead.
            log.add(units, Math.min(logged.atMillis(), seenMillis));
        } else if (units != 0 && entry != null) {
            log.change(entry, units);
        }
        setLocked(usedLocked() + units);
    }
}
