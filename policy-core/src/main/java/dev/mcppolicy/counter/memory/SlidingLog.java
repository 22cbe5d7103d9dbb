package dev.mcppolicy.counter.memory;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The charges of a sliding window in the order of their instants. Not thread-safe.
 *
 * <p>What is kept is bounded by what is counted: the charges of one millisecond are one entry, and an entry without
 * units leaves the log. A full log merges two neighbours before it takes another entry, at the later of their instants,
 * so that they count too long and never too short: the oldest two that lie within one {@code mostEntries / 2 - 1}st of
 * the window. There are always two such, since else half the entries would need more than the whole window; and no
 * charge counts longer than that fraction too long, however many come.
 */
final class SlidingLog {
    /** The most entries of a log where nothing else is said. */
    static final int MOST_ENTRIES = 10_000;

    private static final int LEAST_ENTRIES = 4;

    private final long lengthMillis;
    private final int mostEntries;
    private final long nearMillis;

    private @Nullable Entry oldest;
    private @Nullable Entry newest;
    /** No entry before this one is near its newer neighbour; null where that is not known of any. */
    private @Nullable Entry searchFrom;

    private int size;

    /**
     * An empty log.
     *
     * @param lengthMillis how long a charge counts
     * @param mostEntries the most entries, at least 4
     */
    SlidingLog(long lengthMillis, int mostEntries) {
        if (mostEntries < LEAST_ENTRIES) {
            throw new IllegalArgumentException("a log needs at least 4 entries, not " + mostEntries);
        }
        this.lengthMillis = lengthMillis;
        this.mostEntries = mostEntries;
        this.nearMillis = lengthMillis / (mostEntries / 2 - 1);
    }

    /** Charges that count together: from one instant, at which the last of them was made. */
    static final class Entry {
        private long firstMillis;
        private long lastMillis;
        private long units;
        private boolean isLogged;
        private @Nullable Entry older;
        private @Nullable Entry newer;
        private @Nullable Entry mergedInto;

        private Entry(long atMillis, long units) {
            this.firstMillis = atMillis;
            this.lastMillis = atMillis;
            this.units = units;
        }

        /** Whether the entry still counts. */
        boolean isLogged() {
            return isLogged;
        }

        /** The entry that holds what this one held. */
        Entry holder() {
            Entry holder = this;
            while (holder.mergedInto != null) {
                holder = holder.mergedInto;
            }
            return holder;
        }
    }

    /** How many entries there are. */
    int size() {
        return size;
    }

    /** Whether a charge of one instant still counts at another. */
    boolean counts(long atMillis, long nowMillis) {
        return nowMillis - atMillis < lengthMillis;
    }

    /** Adds units, one or more, at an instant; the entry that holds them. Earlier entries than the newest are found. */
    Entry add(long units, long atMillis) {
        Entry before = lastBy(atMillis);
        Entry after = before == null ? oldest : before.newer;
        if (before != null && before.lastMillis == atMillis) {
            before.units += units;
            return before;
        }
        if (after != null && after.firstMillis <= atMillis) {
            after.units += units;
            return after;
        }
        if (size == mostEntries) {
            mergeOldestNeighbours();
            return add(units, atMillis);
        }
        Entry added = new Entry(atMillis, units);
        link(added, before);
        return added;
    }

    /** Adds units to an entry, or takes them out where they are negative; a logged entry left without units goes. */
    void change(Entry entry, long units) {
        entry.units += units;
        if (entry.units == 0) {
            unlink(entry);
        } else if (!entry.isLogged) {
            link(entry, lastBy(entry.lastMillis));
        }
    }

    /** Drops what counts no longer at an instant; the units dropped. */
    long dropBefore(long nowMillis) {
        long dropped = 0;
        for (Entry entry = oldest; entry != null && !counts(entry.lastMillis, nowMillis); entry = oldest) {
            dropped += entry.units;
            unlink(entry);
        }
        return dropped;
    }

    /** How long from an instant until so many units will have been dropped. */
    long waitMillis(long units, long nowMillis) {
        long missing = units;
        for (Entry entry = oldest; entry != null; entry = entry.newer) {
            missing -= entry.units;
            if (missing <= 0) {
                return Math.max(0, entry.lastMillis + lengthMillis - nowMillis);
            }
        }
        return 0;
    }

    /** Takes what is logged after an instant for logged at it. */
    void rewind(long nowMillis) {
        Entry last = newest;
        while (last != null && last.lastMillis > nowMillis) {
            last.firstMillis = Math.min(last.firstMillis, nowMillis);
            last.lastMillis = nowMillis;
            last = last.older;
        }
        Entry first = last == null ? oldest : last.lastMillis == nowMillis ? last : last.newer;
        while (first != null && first.newer != null) {
            merge(first, first.newer);
        }
        searchFrom = null;
    }

    /** The newest entry of an instant or before it, or null if there is none. */
    private @Nullable Entry lastBy(long atMillis) {
        Entry entry = newest;
        while (entry != null && entry.lastMillis > atMillis) {
            entry = entry.older;
        }
        return entry;
    }

    private void mergeOldestNeighbours() {
        Entry first = searchFrom != null && searchFrom.newer != null ? searchFrom : oldest;
        Entry older = Objects.requireNonNull(first);
        Entry newer = Objects.requireNonNull(older.newer);
        while (newer.lastMillis - older.firstMillis > nearMillis && newer.newer != null) {
            older = newer;
            newer = newer.newer;
        }
        merge(older, newer);
        searchFrom = older;
    }

    /** The older entry stays, so that all that is merged into it finds it in one step. */
    private void merge(Entry older, Entry newer) {
        older.units += newer.units;
        older.lastMillis = newer.lastMillis;
        unlink(newer);
        newer.mergedInto = older;
    }

    private void link(Entry entry, @Nullable Entry before) {
        Entry after = before == null ? oldest : before.newer;
        entry.older = before;
        entry.newer = after;
        entry.isLogged = true;
        if (before == null) {
            oldest = entry;
        } else {
            before.newer = entry;
        }
        if (after == null) {
            newest = entry;
        } else {
            after.older = entry;
            // The new neighbours may be near each other, though those around them were not.
            if (searchFrom != null && searchFrom.lastMillis >= entry.lastMillis) {
                searchFrom = before;
            }
        }
        size++;
    }

    /** The entry keeps no neighbour: whoever holds it would keep them from being collected. */
    private void unlink(Entry entry) {
        Entry before = entry.older;
        Entry after = entry.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        if (searchFrom == entry) {
            searchFrom = after == null ? before : after;
        }
        entry.older = null;
        entry.newer = null;
        entry.isLogged = false;
        size--;
    }
}
