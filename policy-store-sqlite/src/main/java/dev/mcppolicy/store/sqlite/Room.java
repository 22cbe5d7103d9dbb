package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.stored.KeyBytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many counters there may be and are: in all, of those that callers can open at will, and of these of one payer in one
 * namespace. Counters that are over are dropped as new ones are made, and before one is refused for want of room.
 */
final class Room {
    private static final int DROPPED_WITH_EACH = 2;
    private static final int DROPPED_FOR_ROOM = 500;

    private static final String COLUMNS = "select id, namespace, payer, at_will, length_ms from counter where ";
    private static final String OVER = COLUMNS + "end_ms <= ? limit ?";
    private static final String OVER_AT_WILL = COLUMNS + "at_will = 1 and end_ms <= ? limit ?";
    private static final String OVER_OF_PAYER =
            COLUMNS + "at_will = 1 and namespace = ? and payer = ? and end_ms <= ? limit ?";
    private static final String OF_KEY = COLUMNS + "key = ?";
    private static final String DELETE = "delete from counter where id = ?";
    private static final String DELETE_LOG = "delete from entry where counter = ?";
    private static final String COUNTERS_OF = "select counters from payer where namespace = ? and name = ?";

    private static final String PAYER = "select counters, places from payer where namespace = ? and name = ?";
    private static final String PUT_PAYER = "insert into payer values (?, ?, ?, ?) on conflict (namespace, name)"
            + " do update set counters = excluded.counters, places = excluded.places";
    private static final String DELETE_PAYER = "delete from payer where namespace = ? and name = ?";

    private final Transaction transaction;
    private final byte[] payer;

    Room(Transaction transaction, byte[] payer) {
        this.transaction = transaction;
        this.payer = payer;
    }

    @SuppressWarnings("ArrayRecordComponent") // a row, which is compared with none
    private record Dropped(long id, byte[] namespace, byte[] payer, boolean isAtWill, boolean slides) {
        static Dropped of(ResultSet row) throws SQLException {
            return new Dropped(
                    row.getLong(1), row.getBytes(2), row.getBytes(3), row.getInt(4) != 0, row.getLong(5) > 0);
        }
    }

    /** Where the first of some counters stands for which there is no room, or -1; what is over makes room. */
    int lacking(List<CounterKey> keys) throws SQLException {
        int lacking = lackingNow(keys);
        // One round drops more than any request asks for.
        return lacking >= 0 && makesRoom(keys.get(lacking)) ? lackingNow(keys) : lacking;
    }

    private int lackingNow(List<CounterKey> keys) throws SQLException {
        Ledger ledger = transaction.ledger();
        long counters = ledger.counters;
        long atWill = ledger.atWill;
        Map<String, Long> opened = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            counters++;
            boolean fits = counters <= transaction.settings.capacity();
            if (fits && keys.get(i).definition().isOpenedAtWill()) {
                atWill++;
                String namespace = keys.get(i).definition().namespace();
                long his = opened.merge(namespace, 1L, Long::sum) + openedIn(KeyBytes.of(namespace));
                fits = atWill <= transaction.settings.capacity() / 2 && his <= transaction.settings.mostPerPayer();
            }
            if (!fits) {
                return i;
            }
        }
        return -1;
    }

    private long openedIn(byte[] namespace) throws SQLException {
        return transaction.database.number(COUNTERS_OF, namespace, payer);
    }

    /** Drops what is over and counts toward what a counter lacks; whether there was any. */
    private boolean makesRoom(CounterKey key) throws SQLException {
        long now = transaction.now();
        int dropped = drop(OVER, now, DROPPED_FOR_ROOM);
        if (key.definition().isOpenedAtWill()) {
            byte[] namespace = KeyBytes.of(key.definition().namespace());
            dropped += drop(OVER_AT_WILL, now, DROPPED_FOR_ROOM);
            dropped += drop(OVER_OF_PAYER, namespace, payer, now, DROPPED_FOR_ROOM);
        }
        return dropped > 0;
    }

    /** Drops the row of a counter, if there is one. */
    void drop(byte[] key) throws SQLException {
        int unused = drop(OF_KEY, (Object) key);
    }

    /** Drops what some statement finds, of which every value is bound; how many. */
    private int drop(String sql, Object... values) throws SQLException {
        List<Dropped> found = transaction.database.all(sql, Dropped::of, values);
        for (Dropped each : found) {
            transaction.database.change(DELETE, each.id());
            if (each.slides()) {
                transaction.database.change(DELETE_LOG, each.id());
            }
            transaction.ledger().counters--;
            if (each.isAtWill()) {
                transaction.ledger().atWill--;
                addToPayer(transaction, each.namespace(), each.payer(), -1, 0);
            }
        }
        return found.size();
    }

    /** Drops what is not to be there after the clock was put right. */
    static void dropAll(Transaction transaction, String condition, Object... values) throws SQLException {
        int unused = new Room(transaction, new byte[0]).drop(COLUMNS + condition, values);
    }

    /** Counts a counter that is made, and drops some that are over. */
    void take(CounterKey key) throws SQLException {
        int unused = drop(OVER, transaction.now(), DROPPED_WITH_EACH);
        transaction.ledger().counters++;
        if (key.definition().isOpenedAtWill()) {
            transaction.ledger().atWill++;
            addToPayer(transaction, KeyBytes.of(key.definition().namespace()), payer, 1, 0);
        }
    }

    /** Changes how much a payer has of what callers can open at will; who has nothing has no row. */
    static void addToPayer(Transaction transaction, byte[] namespace, byte[] name, long counters, long places)
            throws SQLException {
        long[] has =
                transaction.database.first(PAYER, row -> new long[] {row.getLong(1), row.getLong(2)}, namespace, name);
        long allCounters = (has == null ? 0 : has[0]) + counters;
        long allPlaces = (has == null ? 0 : has[1]) + places;
        if (allCounters == 0 && allPlaces == 0) {
            transaction.database.change(DELETE_PAYER, namespace, name);
        } else {
            transaction.database.change(PUT_PAYER, namespace, name, allCounters, allPlaces);
        }
    }
}
