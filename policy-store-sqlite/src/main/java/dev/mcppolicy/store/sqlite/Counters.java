package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.stored.KeyBytes;
import dev.mcppolicy.counter.stored.StoredKey;
import dev.mcppolicy.model.limit.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of the counters. A counter of one window is one row; the next window's has another number. */
final class Counters {
    private static final String COLUMNS = "id, length_ms, start_ms, end_ms, used, entries, search_ms";
    private static final String FIND = "select " + COLUMNS + " from counter where key = ?";
    private static final String BY_ID = "select " + COLUMNS + " from counter where id = ?";
    private static final String INSERT = "insert into counter values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SET_USED = "update counter set used = ? where id = ?";
    private static final String SET_SLIDING =
            "update counter set used = ?, entries = ?, search_ms = ?, end_ms = ? where id = ?";
    private static final String LIST = "select " + COLUMNS
            + ", key, shown from counter where key > ? and key < ? and end_ms > ? order by key limit ?";

    private final Transaction transaction;

    Counters(Transaction transaction) {
        this.transaction = transaction;
    }

    /** The counter that counts now, or null. */
    @Nullable
    Counter find(byte[] key) throws SQLException {
        return current(transaction.database.first(FIND, Counters::counter, (Object) key));
    }

    /** The counter of a number, or null where its window has made room for another. */
    @Nullable
    Counter find(long id) throws SQLException {
        return current(transaction.database.first(BY_ID, Counters::counter, id));
    }

    private @Nullable Counter current(@Nullable Counter counter) throws SQLException {
        if (counter == null || counter.endMillis <= transaction.now()) {
            return null;
        }
        if (counter.slides()) {
            transaction.log.leaveOutGone(counter);
        }
        return counter;
    }

    private static Counter counter(ResultSet row) throws SQLException {
        Counter counter = new Counter(row.getLong(1), row.getLong(2));
        counter.startMillis = row.getLong(3);
        counter.endMillis = row.getLong(4);
        counter.used = row.getLong(5);
        counter.entries = row.getInt(6);
        counter.searchMillis = row.getLong(7);
        return counter;
    }

    /** A counter that holds nothing, in the window now current, not yet written. */
    Counter unused(CounterKey key) {
        long now = transaction.now();
        Counter counter = new Counter(transaction.ledger().newId(), Counter.lengthOf(key));
        if (key.definition().window() instanceof Window.Aligned aligned) {
            counter.startMillis = aligned.startOf(now);
            counter.endMillis = aligned.endOf(now);
        } else {
            counter.endMillis = Millis.later(now, counter.lengthMillis);
        }
        counter.searchMillis = Long.MIN_VALUE;
        return counter;
    }

    void insert(Counter counter, CounterKey key, byte[] encoded, byte[] payer) throws SQLException {
        KeyValue value = key.value();
        transaction.database.change(
                INSERT,
                counter.id,
                encoded,
                KeyBytes.of(key.definition().namespace()),
                payer,
                key.definition().isOpenedAtWill() ? 1 : 0,
                value == null ? null : KeyBytes.of(value.shown()),
                counter.lengthMillis,
                counter.startMillis,
                counter.endMillis,
                counter.used,
                counter.entries,
                counter.searchMillis);
    }

    /** Writes what a counter holds now. */
    void save(Counter counter) throws SQLException {
        if (counter.slides()) {
            transaction.log.dropGone(counter);
            transaction.database.change(
                    SET_SLIDING, counter.used, counter.entries, counter.searchMillis, counter.endMillis, counter.id);
        } else {
            transaction.database.change(SET_USED, counter.used, counter.id);
        }
    }

    /** What a counter holds, for people. */
    CounterUsage usage(CounterKey key, @Nullable Counter found) {
        Counter counter = found == null ? unused(key) : found;
        long now = transaction.now();
        return counter.slides()
                ? new CounterUsage(key, counter.used, now + 1 - counter.lengthMillis, now + 1)
                : new CounterUsage(key, counter.used, counter.startMillis, counter.endMillis);
    }

    @SuppressWarnings("ArrayRecordComponent") // a row, which is compared with none
    private record Listed(Counter counter, byte[] key, byte @Nullable [] shown) {}

    /** The counters of a namespace after a key, in the order of the keys. */
    CounterPage page(String namespace, @Nullable String after, int most) throws SQLException {
        String first = StoredKey.beginningOf(namespace);
        String from = after == null || after.compareTo(first) < 0 ? first : after;
        List<CounterUsage> listed = list(KeyBytes.of(from), KeyBytes.of(first + Character.MAX_VALUE), most);
        return new CounterPage(
                listed, listed.size() < most ? null : listed.get(most - 1).key().encoded());
    }

    /** The counters between two keys, of which neither is meant. */
    private List<CounterUsage> list(byte[] after, byte[] before, int most) throws SQLException {
        List<Listed> listed = transaction.database.all(
                LIST,
                row -> new Listed(counter(row), row.getBytes(8), row.getBytes(9)),
                after,
                before,
                transaction.now(),
                most);
        CounterUsage[] usages = new CounterUsage[listed.size()];
        for (int i = 0; i < usages.length; i++) {
            Listed each = listed.get(i);
            CounterKey key = StoredKey.counter(
                    KeyBytes.text(each.key()), each.shown() == null ? null : KeyBytes.text(each.shown()));
            usages[i] = usage(key, Objects.requireNonNull(current(each.counter()), "is current"));
        }
        return List.of(usages);
    }
}
