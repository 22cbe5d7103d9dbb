package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.stored.RequestBytes;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was taken under a name, until its deadline, at which it is settled here. Names of what is settled are kept in case the
 * request is sent again, and the oldest are forgotten where there are too many: whoever asks much must not fill the disk.
 */
final class HeldRequests {
    private static final long MOST_SETTLED = 10_000;
    private static final long BETWEEN_FORGETTING = 1_024;

    private static final String FIND = "select id, settled, request, receipt from held where id = ?";
    private static final String INSERT = "insert into held values (?, ?, 0, ?, ?)";
    private static final String SETTLE = "update held set settled = 1 where id = ? and settled = 0";
    private static final String DUE = "select id, settled, request, receipt from held where until_ms <= ?";
    private static final String DROP_DUE = "delete from held where until_ms <= ?";
    private static final String NEXT = "select until_ms from held order by until_ms limit 1";
    private static final String FORGET = "delete from held where id in (select id from held where settled = 1"
            + " order by until_ms desc limit -1 offset ?)";

    private final Transaction transaction;

    HeldRequests(Transaction transaction) {
        this.transaction = transaction;
    }

    /** What is kept of a request under its name. */
    @SuppressWarnings("ArrayRecordComponent") // a row, which is compared with none
    record Held(OperationId id, boolean isSettled, byte[] request, Taken taken) {
        static Held of(ResultSet row) throws SQLException {
            ByteBuffer id = ByteBuffer.wrap(row.getBytes(1));
            return new Held(
                    new OperationId(id.getLong(), id.getLong()),
                    row.getInt(2) != 0,
                    row.getBytes(3),
                    Taken.of(row.getBytes(4)));
        }

        ReserveRequest decoded() {
            return RequestBytes.request(request, id);
        }

        boolean isOf(ReserveRequest other, Hold hold) {
            return Arrays.equals(request, RequestBytes.of(other, hold));
        }
    }

    private static byte[] bytes(OperationId id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.high())
                .putLong(id.low())
                .array();
    }

    @Nullable
    Held find(OperationId id) throws SQLException {
        return transaction.database.first(FIND, Held::of, (Object) bytes(id));
    }

    void put(ReserveRequest request, Hold hold, Taken taken) throws SQLException {
        transaction.database.change(
                INSERT, bytes(hold.id()), hold.untilMillis(), RequestBytes.of(request, hold), taken.bytes());
        Ledger ledger = transaction.ledger();
        ledger.nextDue = Math.min(ledger.nextDue, hold.untilMillis());
    }

    /** Notes that somebody settles what is held; false if it has been settled, or its deadline is past. */
    boolean settle(OperationId id) throws SQLException {
        boolean isFirst = transaction.database.change(SETTLE, (Object) bytes(id)) == 1;
        if (isFirst && transaction.ledger().newId() % BETWEEN_FORGETTING == 0) {
            transaction.database.change(FORGET, MOST_SETTLED);
        }
        return isFirst;
    }

    /** Does what was asked for at deadlines that are past. */
    void settleDue() throws SQLException {
        if (!transaction.isAnythingDue()) {
            return;
        }
        for (Held due : transaction.database.all(DUE, Held::of, transaction.now())) {
            if (!due.isSettled()) {
                end(due);
            }
        }
        transaction.database.change(DROP_DUE, transaction.now());
        Long next = transaction.database.first(NEXT, row -> row.getLong(1));
        transaction.ledger().nextDue = next == null ? Long.MAX_VALUE : next;
    }

    private void end(Held due) throws SQLException {
        ReserveRequest request = due.decoded();
        Hold hold = request.hold();
        transaction.places.free(request.places(), due.taken().reservation());
        if (hold != null && hold.then() == Hold.Then.RELEASE) {
            transaction.corrections.replace(
                    request.charges(), due.taken(), new long[request.charges().size()]);
        }
    }
}
