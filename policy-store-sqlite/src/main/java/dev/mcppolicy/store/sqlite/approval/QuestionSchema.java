package dev.mcppolicy.store.sqlite.approval;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.sqlite.file.Database;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The tables of a file of questions, and of which version they are. */
final class QuestionSchema {
    /** "mcpa", in the header of every file of questions. */
    static final int APPLICATION = 0x6d637061;

    static final int VERSION = 1;

    private static final List<String> TABLES = List.of(
            // A question of a binding that is null is never met again. The place is the order of arrival.
            """
            create table question (
              place integer primary key autoincrement,
              id blob not null unique,
              binding blob,
              asker blob not null,
              state integer not null check (state in (0, 1, 2)),
              expires_ms integer not null,
              request blob not null,
              is_approved integer,
              answer blob,
              check ((state = 0) = (answer is null))
            ) strict""",
            "create index question_by_binding on question (binding) where state < 2 and binding is not null",
            "create index question_by_end on question (expires_ms)",
            "create index question_by_state on question (state, place)",
            // Other ids that lead to a question, of those that it has taken over.
            """
            create table earlier (
              id blob primary key,
              place integer not null references question (place) on delete cascade on update cascade
            ) strict, without rowid""",
            "create index earlier_by_place on earlier (place)",
            // The processes that listen, and when each was last known to live.
            "create table asker (id blob primary key, seen_ms integer not null) strict, without rowid");

    private QuestionSchema() {}

    /** Makes the tables in an empty file, in one transaction; throws if the file is another's, or of a later version. */
    static void make(Database database, Path file) throws SQLException {
        // In a transaction: another process may make the tables between one look and the next.
        database.execute("begin");
        boolean isMade = isMade(database, file);
        database.execute("commit");
        if (isMade) {
            return;
        }
        database.execute("begin immediate");
        if (!isMade(database, file)) {
            for (String table : TABLES) {
                database.execute(table);
            }
            database.execute("pragma application_id = " + APPLICATION);
            database.execute("pragma user_version = " + VERSION);
        }
        database.execute("commit");
    }

    private static boolean isMade(Database database, Path file) throws SQLException {
        long application = database.number("pragma application_id");
        long version = database.number("pragma user_version");
        if (application == 0 && version == 0 && database.number("select count(*) from sqlite_schema") == 0) {
            return false;
        }
        if (application != APPLICATION) {
            throw new StoreException("`" + file.getFileName()
                    + "` holds no approvals: it is a file of counters, or a database of another application");
        }
        if (version != VERSION) {
            throw new StoreException(
                    "`" + file.getFileName() + "` was written by a later version of the queue, with schema " + version
                            + " where this one knows " + VERSION);
        }
        return true;
    }
}
