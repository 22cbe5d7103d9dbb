package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.counter.stored.KeyBytes;
import dev.mcppolicy.store.sqlite.file.Database;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The marks of the namespaces that this store has seen. One that is gone or another means that what was counted is gone.
 * Used by whoever leads.
 */
final class Namespaces {
    private static final String READ = "select mark from namespace where name = ?";
    private static final String WRITE =
            "insert into namespace values (?, ?) on conflict (name) do update set mark = excluded.mark";
    private static final byte[] LOST = {};

    private final Map<String, byte[]> seen = new HashMap<>();
    /** Those whose mark is that of the file while no other connection has changed anything. */
    private final Set<String> looked = new HashSet<>();

    /** Throws where the mark is not the one that was seen; a mark seen, or made, for the first time. */
    byte @Nullable [] check(String namespace, Database database, boolean writes) throws SQLException {
        byte[] expected = seen.get(namespace);
        if (expected != null && looked.contains(namespace)) {
            return null;
        }
        byte[] actual = database.first(READ, row -> row.getBytes(1), (Object) KeyBytes.of(namespace));
        if (expected == null) {
            return actual != null ? actual : writes ? mark(namespace, database) : null;
        }
        if (actual == null || !Arrays.equals(actual, expected)) {
            throw new StoreException("what was counted in the namespace `" + namespace
                    + "` is gone: the file was deleted, replaced or emptied; it counts on when an operator reopens it");
        }
        looked.add(namespace);
        return null;
    }

    static List<String> all(Database database) throws SQLException {
        return database.all("select name from namespace order by name", row -> KeyBytes.text(row.getBytes(1)));
    }

    static byte[] mark(String namespace, Database database) throws SQLException {
        byte[] mark = FileId.random();
        database.change(WRITE, KeyBytes.of(namespace), mark);
        return mark;
    }

    /** Another connection may have changed a mark. */
    void lookAgain() {
        looked.clear();
    }

    void saw(String namespace, byte[] mark) {
        seen.put(namespace, mark);
    }

    /** Whatever stands in the file is not what was counted. */
    void lose() {
        looked.clear();
        seen.replaceAll((namespace, mark) -> LOST);
    }
}
