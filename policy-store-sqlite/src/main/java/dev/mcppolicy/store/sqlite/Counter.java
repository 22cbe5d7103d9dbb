package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.model.limit.Window;

/** The row of one counter, as of the store's instant. */
final class Counter {
    final long id;
    /** How long a charge counts, of a window that slides; 0 of one that is aligned. */
    final long lengthMillis;

    long startMillis;
    /** When the row may be dropped. */
    long endMillis;

    long used;
    /** How many entries its log has. */
    int entries;
    /** No entry before that of this instant is near its newer neighbour. */
    long searchMillis;
    /** An entry of this instant or an earlier one counts no longer. */
    long goneMillis = Long.MIN_VALUE;
    /** How many of the entries that are stored count no longer, and are left out of the other numbers. */
    int goneEntries;

    Counter(long id, long lengthMillis) {
        this.id = id;
        this.lengthMillis = lengthMillis;
    }

    boolean slides() {
        return lengthMillis > 0;
    }

    static long lengthOf(CounterKey key) {
        return key.definition().window() instanceof Window.Sliding sliding
                ? sliding.length().toMillis()
                : 0;
    }
}
