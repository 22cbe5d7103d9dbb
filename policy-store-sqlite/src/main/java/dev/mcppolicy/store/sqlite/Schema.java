package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.sqlite.file.Database;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, and of which version they are. Numbers stand in strict tables, so that a sum beyond 64 bits, which SQLite would
 * make a floating number, is an error; the sums themselves are made in Java.
 */
final class Schema {
    /** "mcpc", in the header of every file of this store. */
    static final int APPLICATION = 0x6d637063;

    static final int VERSION = 1;

    private static final List<String> TABLES = List.of(
            // What is true of the whole store, read and written by every transaction.
            """
            create table ledger (
              only integer primary key check (only = 1),
              clock integer not null,
              epoch integer not null,
              next_id integer not null,
              next_due integer not null,
              counters integer not null check (counters >= 0),
              at_will integer not null check (at_will >= 0),
              places integer not null check (places >= 0),
              writer blob not null,
              transactions integer not null,
              file blob not null
            ) strict""",
            // By process, the last transaction that went through, but for the process that wrote last.
            """
            create table writer (
              id blob primary key,
              transactions integer not null,
              seen integer not null
            ) strict, without rowid""",
            """
            create table namespace (
              name blob primary key,
              mark blob not null,
              reopened integer not null
            ) strict, without rowid""",
            """
            create table counter (
              id integer primary key,
              key blob not null unique,
              namespace blob not null,
              payer blob not null,
              at_will integer not null,
              shown blob,
              length_ms integer not null,
              start_ms integer not null,
              end_ms integer not null,
              used integer not null check (used >= 0),
              entries integer not null,
              search_ms integer not null
            ) strict""",
            "create index counter_by_end on counter (end_ms)",
            "create index counter_by_payer on counter (namespace, payer, end_ms) where at_will = 1",
            "create index counter_at_will on counter (end_ms) where at_will = 1",
            "create index counter_sliding on counter (id) where length_ms > 0",
            // The charges of a window that slides.
            """
            create table entry (
              counter integer not null,
              last_ms integer not null,
              first_ms integer not null,
              units integer not null check (units > 0),
              primary key (counter, last_ms)
            ) strict, without rowid""",
            """
            create table payer (
              namespace blob not null,
              name blob not null,
              counters integer not null check (counters >= 0),
              places integer not null check (places >= 0),
              primary key (namespace, name)
            ) strict, without rowid""",
            """
            create table holder (
              place blob not null,
              reservation integer not null,
              end_ms integer not null,
              lease_ms integer not null,
              at_will integer not null,
              namespace blob not null,
              payer blob not null,
              primary key (place, reservation)
            ) strict, without rowid""",
            "create index holder_by_end on holder (end_ms)",
            "create index holder_by_payer on holder (namespace, payer, end_ms) where at_will = 1",
            "create index holder_at_will on holder (end_ms) where at_will = 1",
            """
            create table held (
              id blob primary key,
              until_ms integer not null,
              settled integer not null,
              request blob not null,
              receipt blob not null
            ) strict, without rowid""",
            "create index held_by_until on held (until_ms)",
            "create index held_settled on held (until_ms) where settled = 1",
            // When the clock was put right, and from what.
            """
            create table rewind (
              epoch integer primary key,
              from_ms integer not null,
              to_ms integer not null
            ) strict""");

    private Schema() {}

    /** Whether a file has nothing in it; throws if it is another's, or of a later version. */
    static boolean isNew(Database database, Path file) throws SQLException {
        long application = database.number("pragma application_id");
        long version = database.number("pragma user_version");
        long tables = database.number("select count(*) from sqlite_schema");
        if (application == 0 && version == 0 && tables == 0) {
            return true;
        }
        if (application != APPLICATION) {
            throw new StoreException("`" + file.getFileName() + "` is a database of another application");
        }
        if (version != VERSION) {
            throw new StoreException(
                    "`" + file.getFileName() + "` was written by a later version of the store, with schema " + version
                            + " where this one knows " + VERSION);
        }
        return false;
    }

    /** Makes the tables in an empty file, in one transaction. */
    static void make(Database database, byte[] fileId) throws SQLException {
        database.execute("begin immediate");
        for (String table : TABLES) {
            database.execute(table);
        }
        int unused = database.change(
                "insert into ledger values (1, ?, 0, 1, ?, 0, 0, 0, ?, 0, ?)",
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                new byte[0],
                fileId);
        database.execute("pragma application_id = " + APPLICATION);
        database.execute("pragma user_version = " + VERSION);
        database.execute("commit");
    }
}
