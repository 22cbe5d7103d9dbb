package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.store.sqlite.file.Database;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;

/** What is true of the whole store: one row, read when a transaction begins, and written when it ends. */
final class Ledger {
    /** How far the clock may run ahead of what is written of it, where nothing else is. */
    private static final long UNWRITTEN_MILLIS = 1_000;

    private static final String READ =
            "select clock, epoch, next_id, next_due, counters, at_will, places, writer, transactions from ledger";
    private static final String WRITE =
            "update ledger set clock = ?, epoch = ?, next_id = ?, next_due = ?, counters = ?, at_will = ?, places = ?,"
                    + " writer = ?, transactions = ? where only = 1";
    private static final String NOTE_WRITER =
            "insert into writer values (?, ?, ?) on conflict (id) do update set transactions = excluded.transactions,"
                    + " seen = excluded.seen";
    private static final String TRANSACTIONS_OF = "select transactions from writer where id = ?";

    /** The highest instant seen. */
    long clock;
    /** How often the clock was put right. */
    long epoch;

    long nextId;
    /** At which instant something held is due; the latest of all where nothing is. */
    long nextDue;

    long counters;
    /** The counters that callers can open at will. */
    long atWill;
    /** The places held that callers can open at will. */
    long places;

    private long writtenClock;
    private boolean isClockWritten;
    private byte[] writer = {};
    private long transactions;

    static Ledger read(Database database) throws SQLException {
        return Objects.requireNonNull(
                database.first(READ, row -> {
                    Ledger ledger = new Ledger();
                    ledger.clock = row.getLong(1);
                    ledger.writtenClock = ledger.clock;
                    ledger.epoch = row.getLong(2);
                    ledger.nextId = row.getLong(3);
                    ledger.nextDue = row.getLong(4);
                    ledger.counters = row.getLong(5);
                    ledger.atWill = row.getLong(6);
                    ledger.places = row.getLong(7);
                    ledger.writer = row.getBytes(8);
                    ledger.transactions = row.getLong(9);
                    return ledger;
                }),
                "the ledger has a row");
    }

    Ledger copy() {
        Ledger copy = new Ledger();
        copy.clock = clock;
        copy.writtenClock = writtenClock;
        copy.isClockWritten = isClockWritten;
        copy.epoch = epoch;
        copy.nextId = nextId;
        copy.nextDue = nextDue;
        copy.counters = counters;
        copy.atWill = atWill;
        copy.places = places;
        copy.writer = writer;
        copy.transactions = transactions;
        return copy;
    }

    long newId() {
        return nextId++;
    }

    /** Has the clock written, however little it has moved. */
    void writeClock() {
        isClockWritten = true;
    }

    /** Whether the clock alone is worth a transaction. */
    boolean isClockBehind() {
        return clock > writtenClock && (isClockWritten || writtenClock < 0 || clock - writtenClock >= UNWRITTEN_MILLIS);
    }

    /** The last transaction of a process that went through, or 0 if none is known. */
    long transactionsOf(byte[] process, Database database) throws SQLException {
        return Arrays.equals(writer, process) ? transactions : database.number(TRANSACTIONS_OF, (Object) process);
    }

    /** Writes the row, and that a transaction of a process went through with it. */
    void write(Database database, byte[] process, long transaction) throws SQLException {
        if (!Arrays.equals(writer, process) && writer.length > 0) {
            database.change(NOTE_WRITER, writer, transactions, clock);
        }
        database.change(WRITE, clock, epoch, nextId, nextDue, counters, atWill, places, process, transaction);
        writtenClock = clock;
        isClockWritten = false;
        writer = process;
        transactions = transaction;
    }
}
