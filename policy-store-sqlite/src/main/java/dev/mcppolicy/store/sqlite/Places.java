package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.stored.KeyBytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who holds which places, and until when. */
final class Places {
    private static final int DROPPED_WITH_EACH = 50;
    private static final int DROPPED_FOR_ROOM = 500;

    private static final String HELD = "select count(*) from holder where place = ? and end_ms > ?";
    private static final String INSERT = "insert into holder values (?, ?, ?, ?, ?, ?, ?)";
    private static final String END = "select end_ms from holder where place = ? and reservation = ?";
    private static final String SET_END = "update holder set end_ms = ? where place = ? and reservation = ?";
    private static final String COLUMNS = "select place, reservation, at_will, namespace, payer from holder where ";
    private static final String OF = COLUMNS + "place = ? and reservation = ?";
    private static final String OVER = COLUMNS + "end_ms <= ? limit ?";
    private static final String OVER_AT_WILL = COLUMNS + "at_will = 1 and end_ms <= ? limit ?";
    private static final String OVER_OF_PAYER =
            COLUMNS + "at_will = 1 and namespace = ? and payer = ? and end_ms <= ? limit ?";
    private static final String DELETE = "delete from holder where place = ? and reservation = ?";
    private static final String PLACES_OF = "select places from payer where namespace = ? and name = ?";
    private static final String LONGER = "select place, reservation, lease_ms, end_ms from holder where end_ms > ?";

    private final Transaction transaction;

    Places(Transaction transaction) {
        this.transaction = transaction;
    }

    @SuppressWarnings("ArrayRecordComponent") // a row, which is compared with none
    private record Holder(byte[] place, long reservation, boolean isAtWill, byte[] namespace, byte[] payer) {
        static Holder of(ResultSet row) throws SQLException {
            return new Holder(row.getBytes(1), row.getLong(2), row.getInt(3) != 0, row.getBytes(4), row.getBytes(5));
        }
    }

    /** How many calls hold a place. */
    long held(PlaceKey key) throws SQLException {
        return transaction.database.number(HELD, KeyBytes.of(key.encoded()), transaction.now());
    }

    /** The first of some places that as many hold as may, or null. */
    @Nullable
    Refusal taken(List<Place> places) throws SQLException {
        for (int i = 0; i < places.size(); i++) {
            if (held(places.get(i).key()) >= places.get(i).max()) {
                return new Refusal(i, Refusal.Reason.PLACE_TAKEN, Refusal.NEVER);
            }
        }
        return null;
    }

    /** The first of some places for which there is no room, or null; leases that have ended make room. */
    @Nullable
    Refusal full(List<Place> places, byte[] payer) throws SQLException {
        int lacking = lacking(places, payer);
        if (lacking >= 0 && makesRoom(places.get(lacking).key(), payer)) {
            lacking = lacking(places, payer);
        }
        return lacking < 0 ? null : new Refusal(lacking, Refusal.Reason.PLACES_FULL, Refusal.NEVER);
    }

    private int lacking(List<Place> places, byte[] payer) throws SQLException {
        long more = transaction.ledger().places;
        Map<String, Long> taking = new HashMap<>();
        for (int i = 0; i < places.size(); i++) {
            PlaceKey key = places.get(i).key();
            if (key.isOpenedAtWill()) {
                more++;
                long his = taking.merge(key.namespace(), 1L, Long::sum)
                        + transaction.database.number(PLACES_OF, KeyBytes.of(key.namespace()), payer);
                if (more > transaction.settings.capacity() / 2 || his > transaction.settings.mostPerPayer()) {
                    return i;
                }
            }
        }
        return -1;
    }

    private boolean makesRoom(PlaceKey key, byte[] payer) throws SQLException {
        long now = transaction.now();
        int dropped = drop(OVER_AT_WILL, now, DROPPED_FOR_ROOM);
        dropped += drop(OVER_OF_PAYER, KeyBytes.of(key.namespace()), payer, now, DROPPED_FOR_ROOM);
        return dropped > 0;
    }

    private int drop(String sql, Object... values) throws SQLException {
        List<Holder> found = transaction.database.all(sql, Holder::of, values);
        for (Holder each : found) {
            transaction.database.change(DELETE, each.place(), each.reservation());
            if (each.isAtWill()) {
                transaction.ledger().places--;
                Room.addToPayer(transaction, each.namespace(), each.payer(), 0, -1);
            }
        }
        return found.size();
    }

    /** Has a reservation hold places. */
    void take(List<Place> places, byte[] payer, long reservation) throws SQLException {
        if (places.isEmpty()) {
            return;
        }
        int unused = drop(OVER, transaction.now(), DROPPED_WITH_EACH);
        for (Place place : places) {
            PlaceKey key = place.key();
            byte[] namespace = KeyBytes.of(key.namespace());
            transaction.database.change(
                    INSERT,
                    KeyBytes.of(key.encoded()),
                    reservation,
                    Millis.later(transaction.now(), place.leaseMillis()),
                    place.leaseMillis(),
                    key.isOpenedAtWill() ? 1 : 0,
                    namespace,
                    payer);
            if (key.isOpenedAtWill()) {
                transaction.ledger().places++;
                Room.addToPayer(transaction, namespace, payer, 0, 1);
            }
        }
    }

    /** Gives the places of a reservation back that it still holds. */
    void free(List<Place> places, long reservation) throws SQLException {
        for (Place place : places) {
            int unused = drop(OF, KeyBytes.of(place.key().encoded()), reservation);
        }
    }

    /** Has the leases count from now; false if one has ended, or the places have been given back. */
    boolean renew(List<Place> places, long reservation) throws SQLException {
        boolean isHeld = !places.isEmpty();
        for (Place place : places) {
            byte[] key = KeyBytes.of(place.key().encoded());
            Long end = transaction.database.first(END, row -> row.getLong(1), key, reservation);
            if (end == null || end <= transaction.now()) {
                isHeld = false;
            } else {
                long renewed = Math.max(end, Millis.later(transaction.now(), place.leaseMillis()));
                transaction.database.change(SET_END, renewed, key, reservation);
            }
        }
        return isHeld;
    }

    @SuppressWarnings("ArrayRecordComponent") // a row, which is compared with none
    private record Lease(byte[] place, long reservation, long leaseMillis, long endMillis) {}

    /** Has no lease end later than if it were renewed now, since the clock was put back. */
    void rewind() throws SQLException {
        for (Lease lease : transaction.database.all(
                LONGER,
                row -> new Lease(row.getBytes(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                transaction.now())) {
            long latest = Millis.later(transaction.now(), lease.leaseMillis());
            if (lease.endMillis() > latest) {
                transaction.database.change(SET_END, latest, lease.place(), lease.reservation());
            }
        }
    }
}
