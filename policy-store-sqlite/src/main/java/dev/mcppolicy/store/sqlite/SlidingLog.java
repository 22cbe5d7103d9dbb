package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.Charge;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The charges of windows that slide, in the order of their instants. The charges of one millisecond are one entry, and an
 * entry without units is none. A full log merges two neighbours before it takes another entry, at the later of their instants:
 * the oldest two that lie within one {@code mostEntries / 2 - 1}st of the window, so that they count too long and never too
 * short. Entries do not overlap, so a charge is in the entry that holds its instant.
 */
final class SlidingLog {
    private static final String GONE = "select units from entry where counter = ? and last_ms <= ?";
    private static final String DROP_GONE = "delete from entry where counter = ? and last_ms <= ?";
    private static final String FROM =
            "select last_ms, first_ms, units from entry where counter = ? and last_ms >= ? order by last_ms limit 1";
    private static final String AFTER =
            "select last_ms, first_ms, units from entry where counter = ? and last_ms > ? order by last_ms limit 1";
    private static final String INSERT = "insert into entry values (?, ?, ?, ?)";
    private static final String SET = "update entry set units = ? where counter = ? and last_ms = ?";
    private static final String SLIDING = "select id from counter where length_ms > 0";
    private static final String DELETE = "delete from entry where counter = ? and last_ms = ?";

    private final Transaction transaction;

    SlidingLog(Transaction transaction) {
        this.transaction = transaction;
    }

    private record Entry(long lastMillis, long firstMillis, long units) {}

    private @Nullable Entry entry(String sql, Counter counter, long millis) throws SQLException {
        return transaction.database.first(
                sql, row -> new Entry(row.getLong(1), row.getLong(2), row.getLong(3)), counter.id, millis);
    }

    /** Leaves what counts no longer out of a counter's numbers. */
    void leaveOutGone(Counter counter) throws SQLException {
        counter.goneMillis = Millis.earlier(transaction.now(), counter.lengthMillis);
        List<Long> gone = transaction.database.all(GONE, row -> row.getLong(1), counter.id, counter.goneMillis);
        for (long units : gone) {
            counter.used -= units;
        }
        counter.goneEntries = gone.size();
        counter.entries -= gone.size();
    }

    void dropGone(Counter counter) throws SQLException {
        if (counter.goneEntries > 0) {
            transaction.database.change(DROP_GONE, counter.id, counter.goneMillis);
            counter.goneEntries = 0;
        }
    }

    /** How long until so many units will have been dropped. */
    long waitMillis(Counter counter, long units) throws SQLException {
        long missing = units;
        long after = counter.goneMillis;
        for (Entry entry = entry(AFTER, counter, after); entry != null; entry = entry(AFTER, counter, after)) {
            missing -= entry.units();
            after = entry.lastMillis();
            if (missing <= 0) {
                return Math.max(0, Millis.later(after, counter.lengthMillis) - transaction.now());
            }
        }
        return 0;
    }

    /** Adds units at an instant; the counter is saved by whoever has it. */
    void add(Counter counter, long units, long atMillis) throws SQLException {
        if (units == 0) {
            return;
        }
        Entry from = entryFrom(counter, atMillis);
        if (from == null && counter.entries >= transaction.settings.mostLogEntries()) {
            mergeOldestNeighbours(counter);
            from = entryFrom(counter, atMillis);
        }
        counter.used += units;
        if (from != null) {
            transaction.database.change(SET, from.units() + units, counter.id, from.lastMillis());
            return;
        }
        transaction.database.change(INSERT, counter.id, atMillis, atMillis, units);
        counter.entries++;
        if (counter.searchMillis >= atMillis) {
            // The new neighbours may be near each other, though those around them were not.
            counter.searchMillis = Long.MIN_VALUE;
        }
    }

    /** The entry that holds an instant, or null. */
    private @Nullable Entry entryFrom(Counter counter, long atMillis) throws SQLException {
        Entry entry = entry(FROM, counter, Math.max(atMillis, later(counter.goneMillis)));
        return entry != null && entry.firstMillis() <= atMillis ? entry : null;
    }

    private static long later(long millis) {
        return Millis.later(millis, 1);
    }

    /** Whether a charge of an instant still counts: one of nothing, which has no entry, by its instant alone. */
    boolean counts(Counter counter, long atMillis, long units) throws SQLException {
        return units == 0 ? atMillis > counter.goneMillis : entryFrom(counter, atMillis) != null;
    }

    /** Puts other units in the place of some that were added at an instant and still count. */
    void replace(Counter counter, long units, long actual, long atMillis) throws SQLException {
        if (units == 0) {
            add(counter, Math.min(actual, Charge.MOST_UNITS - counter.used), atMillis);
            return;
        }
        Entry entry = entryFrom(counter, atMillis);
        if (entry == null) {
            return;
        }
        // Where the clock was put back, an entry may hold less than was charged.
        long held = Math.min(units, entry.units());
        long rest = entry.units() - held;
        long bounded = Math.min(actual, Charge.MOST_UNITS - (counter.used - held));
        counter.used += bounded - held;
        if (rest + bounded == 0) {
            transaction.database.change(DELETE, counter.id, entry.lastMillis());
            counter.entries--;
        } else {
            transaction.database.change(SET, rest + bounded, counter.id, entry.lastMillis());
        }
    }

    /** Takes what was charged after the store's instant for charged at it, since the clock was put back. */
    void rewindAll() throws SQLException {
        for (long id : transaction.database.all(SLIDING, row -> row.getLong(1))) {
            Counter counter = transaction.counters.find(id);
            if (counter != null) {
                rewind(counter);
                counter.endMillis = Math.min(counter.endMillis, Millis.later(transaction.now(), counter.lengthMillis));
                counter.searchMillis = Long.MIN_VALUE;
                transaction.counters.save(counter);
            }
        }
    }

    private void rewind(Counter counter) throws SQLException {
        long now = transaction.now();
        long units = 0;
        long first = now;
        Entry entry = entry(FROM, counter, now);
        while (entry != null) {
            units += entry.units();
            first = Math.min(first, entry.firstMillis());
            transaction.database.change(DELETE, counter.id, entry.lastMillis());
            counter.entries--;
            entry = entry(FROM, counter, now);
        }
        if (units > 0) {
            transaction.database.change(INSERT, counter.id, now, first, units);
            counter.entries++;
        }
    }

    private void mergeOldestNeighbours(Counter counter) throws SQLException {
        long nearMillis = counter.lengthMillis / (transaction.settings.mostLogEntries() / 2 - 1);
        long first = Math.max(counter.searchMillis, later(counter.goneMillis));
        Entry older = entry(FROM, counter, first);
        Entry newer = older == null ? null : entry(AFTER, counter, older.lastMillis());
        if (newer == null) {
            older = entry(AFTER, counter, counter.goneMillis);
            newer = older == null ? null : entry(AFTER, counter, older.lastMillis());
        }
        if (older == null || newer == null) {
            throw new IllegalStateException("a full log has neighbours");
        }
        Entry next = newer;
        while (next != null && newer.lastMillis() - older.firstMillis() > nearMillis) {
            next = entry(AFTER, counter, newer.lastMillis());
            if (next != null) {
                older = newer;
                newer = next;
            }
        }
        transaction.database.change(DELETE, counter.id, older.lastMillis());
        transaction.database.change(DELETE, counter.id, newer.lastMillis());
        transaction.database.change(
                INSERT, counter.id, newer.lastMillis(), older.firstMillis(), older.units() + newer.units());
        counter.entries--;
        counter.searchMillis = newer.lastMillis();
    }
}
