package dev.mcppolicy.counter;

import dev.mcppolicy.model.Window;
import java.util.Arrays;

/**
 * A counter over the time just past, kept as an exact log of charges in the order of their instants. Every change is
 * made with the cell locked. A charge at an instant counts until that instant plus the window's length, and no longer.
 */
final class SlidingCell extends Cell {
    private static final int FIRST_CAPACITY = 8;

    private final long lengthMillis;
    private volatile long touchedMillis;
    /** As of when the log holds what counts; what no longer counted then is gone. */
    private long seenMillis;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] amounts = new long[FIRST_CAPACITY];
    /** Where in the arrays, taken as a ring, the oldest entry stands. */
    private int head;

    private int size;
    /** How many entries the log has ever dropped; an entry's number less this is its place behind the head. */
    private long dropped;

    SlidingCell(CounterKey key, long order, long lengthMillis, long nowMillis) {
        super(key, order);
        this.lengthMillis = lengthMillis;
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
    void replace(long charged, long actual, long entry) {
        if (!lock()) {
            return;
        }
        try {
            if (holds(entry)) {
                int at = index((int) (entry - dropped));
                long rest = Math.max(0, usedLocked() - amounts[at]);
                amounts[at] = Math.min(actual, TOP - rest);
                setLocked(rest + amounts[at]);
            }
        } finally {
            unlock();
        }
    }

    @Override
    long refusalMillis(long units, long maxUnits, long nowMillis) {
        if (!lock()) {
            return PASSES;
        }
        try {
            long now = Math.max(nowMillis, seenMillis);
            refreshLocked(now);
            boolean passes = usedLocked() <= highest(maxUnits) - units && hasRoomLocked();
            return passes ? PASSES : retryAfterMillis(units, maxUnits, now);
        } finally {
            unlock();
        }
    }

    @Override
    void rewindLocked(long nowMillis) {
        seenMillis = Math.min(seenMillis, nowMillis);
        touchedMillis = Math.min(touchedMillis, nowMillis);
        for (int i = size - 1; i >= 0 && times[index(i)] > nowMillis; i--) {
            times[index(i)] = nowMillis;
        }
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
        while (size > 0 && times[head] <= nowMillis - lengthMillis) {
            setLocked(Math.max(0, usedLocked() - amounts[head]));
            head = index(1);
            size--;
            dropped++;
        }
        return true;
    }

    @Override
    boolean hasRoomLocked() {
        return size < Window.Sliding.MAX_ENTRIES;
    }

    @Override
    long recordLocked(long units, long nowMillis) {
        if (size == times.length) {
            grow();
        }
        int at = index(size);
        times[at] = nowMillis;
        amounts[at] = units;
        size++;
        return dropped + size - 1;
    }

    @Override
    long takeBackLocked(long charged, long entry) {
        if (!holds(entry)) {
            return 0;
        }
        int at = index((int) (entry - dropped));
        long taken = amounts[at];
        amounts[at] = 0;
        setLocked(usedLocked() - taken);
        return taken;
    }

    @Override
    void putBackLocked(long taken, long entry) {
        if (holds(entry)) {
            amounts[index((int) (entry - dropped))] = taken;
            setLocked(usedLocked() + taken);
        }
    }

    @Override
    long retryAfterMillis(long units, long maxUnits, long nowMillis) {
        long excess = usedLocked() - (highest(maxUnits) - units);
        for (int i = 0; i < size; i++) {
            excess -= amounts[index(i)];
            if (excess <= 0) {
                return Math.max(0, times[index(i)] + lengthMillis - nowMillis);
            }
        }
        return 0;
    }

    private boolean holds(long entry) {
        return entry >= dropped && entry < dropped + size;
    }

    private int index(int behindHead) {
        return Math.floorMod(head + behindHead, times.length);
    }

    private void grow() {
        int capacity = times.length;
        long[] grownTimes = Arrays.copyOfRange(times, head, head + capacity * 2);
        long[] grownAmounts = Arrays.copyOfRange(amounts, head, head + capacity * 2);
        System.arraycopy(times, 0, grownTimes, capacity - head, head);
        System.arraycopy(amounts, 0, grownAmounts, capacity - head, head);
        times = grownTimes;
        amounts = grownAmounts;
        head = 0;
    }
}
