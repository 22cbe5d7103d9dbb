package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.counter.stored.KeyBytes;
import dev.mcppolicy.store.sqlite.file.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The marks of the namespaces that this store has seen. One that is gone or another means that what was counted is gone, unless
 * an operator has had it counted on from what is there, in whatever process, since it was last there. Used by whoever leads.
 */
final class Namespaces {
    private static final String READ = "select mark, reopened from namespace where name = ?";
    private static final String WRITE = "insert into namespace values (?, ?, ?) on conflict (name) do update set"
            + " mark = excluded.mark, reopened = excluded.reopened";
    private static final byte[] LOST = {};

    private final LockFile lock;
    private final Map<String, Mark> seen = new HashMap<>();
    /** Those whose mark is that of the file while no other connection has changed anything. */
    private final Set<String> looked = new HashSet<>();

    Namespaces(LockFile lock) {
        this.lock = lock;
    }

    /**
     * What a namespace is known by.
     *
     * @param reopenings in the file, its own number if it was reopened; in memory, the number when it was last there
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by its bytes alone
    record Mark(byte[] bytes, long reopenings) {}

    /** Throws where the mark is not the one that was seen; a mark seen, or made, for the first time. */
    @Nullable
    Mark check(String namespace, Database database, boolean writes) throws SQLException {
        Mark expected = seen.get(namespace);
        if (expected != null && looked.contains(namespace)) {
            return null;
        }
        Mark actual =
                database.first(READ, row -> new Mark(row.getBytes(1), row.getLong(2)), (Object) KeyBytes.of(namespace));
        long reopenings = reopenings();
        if (expected == null && actual == null) {
            return writes ? write(namespace, 0, database) : null;
        }
        boolean isSame = expected != null && actual != null && Arrays.equals(actual.bytes(), expected.bytes());
        boolean isReopened = expected != null
                && actual != null
                && actual.reopenings() > expected.reopenings()
                && actual.reopenings() <= reopenings;
        if (expected != null && !isSame && !isReopened) {
            throw new StoreException("what was counted in the namespace `" + namespace
                    + "` is gone: the file was deleted, replaced or emptied; it counts on when an operator reopens it");
        }
        if (expected == null || actual == null) {
            return actual == null ? null : new Mark(actual.bytes(), reopenings);
        }
        seen.put(namespace, new Mark(actual.bytes(), reopenings));
        looked.add(namespace);
        return null;
    }

    static List<String> all(Database database) throws SQLException {
        return database.all("select name from namespace order by name", row -> KeyBytes.text(row.getBytes(1)));
    }

    /** Gives a namespace a new mark, which whoever has seen another until now counts on with; with the lock. */
    Mark reopen(String namespace, Database database) throws SQLException {
        try {
            long number = Math.addExact(lock.reopenings(), 1);
            lock.setReopenings(number);
            return write(namespace, number, database);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Mark write(String namespace, long number, Database database) throws SQLException {
        byte[] bytes = FileId.random();
        database.change(WRITE, KeyBytes.of(namespace), bytes, number);
        return new Mark(bytes, reopenings());
    }

    private long reopenings() {
        try {
            return lock.reopenings();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static StoreException unreadable(IOException e) {
        return new StoreException("the file beside the database cannot be read or written: " + e.getMessage(), e);
    }

    /** Another connection may have changed a mark. */
    void lookAgain() {
        looked.clear();
    }

    void saw(String namespace, Mark mark) {
        seen.put(namespace, mark);
    }

    /** Whatever stands in the file is not what was counted. */
    void lose() {
        looked.clear();
        seen.replaceAll((namespace, mark) -> new Mark(LOST, mark.reopenings()));
    }
}
