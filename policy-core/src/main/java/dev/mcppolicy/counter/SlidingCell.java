package dev.mcppolicy.counter;

import dev.mcppolicy.model.Window;

/**
 * A counter over the time just past, kept as an exact log of charges in the order of their instants. Every change is
 * made with the cell locked. A charge at an instant counts until that instant plus the window's length, and no longer.
 *
 * <p>An entry has a number that no other entry of the cell ever has, so that nobody corrects another's charge. An entry
 * that was given back is out of use at once, and leaves the log when its place is needed.
 */
final class SlidingCell extends Cell {
    private static final int FIRST_CAPACITY = 8;
    /** In place of an amount: the charge was given back, and its entry is corrected no more. */
    private static final long GIVEN_BACK = -1;

    private static final int NOWHERE = -1;

    private final long lengthMillis;
    private volatile long touchedMillis;
    /** As of when the log holds what counts; what no longer counted then is gone. */
    private long seenMillis;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] amounts = new long[FIRST_CAPACITY];
    /** The numbers of the entries, which rise. */
    private long[] numbers = new long[FIRST_CAPACITY];
    /** Where in the arrays, taken as a ring, the oldest entry stands. */
    private int head;

    private int size;
    /** How many of the entries were given back. */
    private int givenBack;

    private long nextNumber;

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
    long usedWithout(long charged, long entry, long nowMillis) {
        if (!lock()) {
            return 0;
        }
        try {
            refreshLocked(Math.max(nowMillis, seenMillis));
            int at = find(entry);
            return at == NOT_HELD ? usedLocked() : Math.max(0, usedLocked() - amounts[at]);
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
            int at = find(entry);
            if (at != NOWHERE) {
                long rest = Math.max(0, usedLocked() - amounts[at]);
                long units = Math.min(actual, TOP - rest);
                setLocked(rest + units);
                if (actual == 0) {
                    giveBack(at);
                } else {
                    amounts[at] = units;
                }
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
        while (size > 0 && nowMillis - times[head] >= lengthMillis) {
            if (amounts[head] == GIVEN_BACK) {
                givenBack--;
            } else {
                setLocked(Math.max(0, usedLocked() - amounts[head]));
            }
            head = index(1);
            size--;
        }
        return true;
    }

    @Override
    boolean hasRoomLocked() {
        return size - givenBack < Window.Sliding.MAX_ENTRIES;
    }

    @Override
    long recordLocked(long units, long nowMillis) {
        if (size == times.length) {
            makeRoom();
        }
        int at = index(size);
        times[at] = nowMillis;
        amounts[at] = units;
        numbers[at] = nextNumber;
        size++;
        return nextNumber++;
    }

    @Override
    long takeBackLocked(long charged, long entry) {
        int at = find(entry);
        if (at == NOWHERE) {
            return NOT_HELD;
        }
        long taken = amounts[at];
        giveBack(at);
        setLocked(usedLocked() - taken);
        return taken;
    }

    /** As nothing was recorded since the entry was taken back, it still stands in its place. */
    @Override
    void putBackLocked(long taken, long entry) {
        int at = place(entry);
        amounts[at] = taken;
        givenBack--;
        setLocked(usedLocked() + taken);
    }

    @Override
    long retryAfterMillis(long units, long maxUnits, long nowMillis) {
        long excess = usedLocked() - (highest(maxUnits) - units);
        for (int i = 0; i < size; i++) {
            int at = index(i);
            if (amounts[at] != GIVEN_BACK) {
                excess -= amounts[at];
                if (excess <= 0) {
                    return Math.max(0, times[at] + lengthMillis - nowMillis);
                }
            }
        }
        return 0;
    }

    private void giveBack(int at) {
        amounts[at] = GIVEN_BACK;
        givenBack++;
    }

    /** Where an entry stands that still counts or may be corrected, or {@link #NOWHERE}. */
    private int find(long entry) {
        int at = place(entry);
        return at == NOWHERE || amounts[at] == GIVEN_BACK ? NOWHERE : at;
    }

    private int place(long entry) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long number = numbers[index(middle)];
            if (number == entry) {
                return index(middle);
            }
            if (number < entry) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NOWHERE;
    }

    private int index(int behindHead) {
        return Math.floorMod(head + behindHead, times.length);
    }

    /** Drops the entries given back; takes more places where that would have to be done again too soon. */
    private void makeRoom() {
        int capacity = givenBack > size / 4 ? times.length : times.length * 2;
        long[] keptTimes = new long[capacity];
        long[] keptAmounts = new long[capacity];
        long[] keptNumbers = new long[capacity];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int at = index(i);
            if (amounts[at] != GIVEN_BACK) {
                keptTimes[kept] = times[at];
                keptAmounts[kept] = amounts[at];
                keptNumbers[kept] = numbers[at];
                kept++;
            }
        }
        times = keptTimes;
        amounts = keptAmounts;
        numbers = keptNumbers;
        head = 0;
        size = kept;
        givenBack = 0;
    }
}
