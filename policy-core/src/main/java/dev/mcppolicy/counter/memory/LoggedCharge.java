package dev.mcppolicy.counter.memory;

import org.jspecify.annotations.Nullable;

/**
 * One charge in the log of a sliding window: when it was made and, until it is corrected, what is left of it. An entry
 * of the log holds the charges of others too, so that each knows its own part and takes no more out. Read and changed
 * with the cell locked.
 */
final class LoggedCharge {
    private final long atMillis;
    private long units;
    private SlidingLog.@Nullable Entry entry;
    private boolean isCorrected;

    /** A charge; of nothing where there is no entry. */
    LoggedCharge(long atMillis, long units, SlidingLog.@Nullable Entry entry) {
        this.atMillis = atMillis;
        this.units = units;
        this.entry = entry;
    }

    long atMillis() {
        return atMillis;
    }

    /** The units of the charge that still count and may be corrected; {@link Cell#NOT_HELD} where none may be. */
    long held(long seenMillis, SlidingLog log) {
        if (isCorrected) {
            return Cell.NOT_HELD;
        }
        SlidingLog.Entry holder = entry();
        boolean counts = holder == null ? log.counts(atMillis, seenMillis) : holder.isLogged();
        return counts ? units : Cell.NOT_HELD;
    }

    /** The entry that holds the charge now, or null if it was one of nothing. */
    SlidingLog.@Nullable Entry entry() {
        SlidingLog.Entry found = entry;
        if (found != null) {
            found = found.holder();
            entry = found;
        }
        return found;
    }

    /** No later correction finds anything to correct. */
    void close() {
        isCorrected = true;
    }

    void reopen() {
        isCorrected = false;
    }
}
