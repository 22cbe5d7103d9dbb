package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.sqlite.file.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Does jobs in transactions, by one connection, and finds out what became of a transaction whose end was not answered: the
 * ledger names the last one of each process. Used by whoever leads; the lock of the file is held for each that writes.
 */
final class Transactions implements CommitQueue.Runner {
    /** By SQLite: another has the lock, and nothing was done. */
    private static final int BUSY = 5;

    private final DatabaseFile file;
    private final Settings settings;
    private final Namespaces namespaces;
    private final byte[] process = FileId.random();
    private @Nullable Database open;
    private long lastTransaction;
    /** Whether any transaction of this process has gone through. */
    private boolean hasCommitted;

    /** The ledger as it is in the file while no other connection has changed anything; null where that is not known. */
    private @Nullable Ledger knownLedger;
    /** What SQLite counts the changes of other connections by. */
    private long knownVersion;

    private long clock = Long.MIN_VALUE;
    private long epoch;
    private boolean isReopening;
    private boolean isClosed;

    private final Ending ending;
    private final LongAdder retries;

    Transactions(DatabaseFile file, Settings settings, Ending ending, LongAdder retries) {
        this.file = file;
        this.namespaces = new Namespaces(file.lock());
        this.settings = settings;
        this.ending = ending;
        this.retries = retries;
    }

    /** How a transaction is ended; tests have others, that fail. */
    interface Ending {
        void commit(Database database) throws SQLException;
    }

    /** A transaction that did not go through, or of which that is not known. */
    private static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        private final Throwable reason;
        private final transient @Nullable Transaction transaction;
        private final boolean isUnknown;

        Broken(Throwable cause, @Nullable Transaction transaction, boolean isUnknown) {
            super(cause);
            this.reason = cause;
            this.transaction = transaction;
            this.isUnknown = isUnknown;
        }
    }

    /** A job that failed after it had changed rows. */
    private static final class HalfDone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HalfDone(Throwable cause) {
            super(cause);
        }
    }

    @Override
    public void run(List<Job<?>> jobs, Deadline deadline) {
        if (isClosed) {
            throw new StoreException("the store is closed");
        }
        isReopening = has(Job.Kind.REOPENS, jobs);
        try {
            attempt(jobs, jobs.stream().anyMatch(job -> job.kind != Job.Kind.READS), false, deadline);
        } catch (Broken first) {
            again(jobs, first, deadline);
        } finally {
            isReopening = false;
            if (has(Job.Kind.CLOSES, jobs)) {
                close();
            }
        }
    }

    private static boolean has(Job.Kind kind, List<Job<?>> jobs) {
        return jobs.stream().anyMatch(job -> job.kind == kind);
    }

    private void close() {
        isClosed = true;
        try {
            Database database = open;
            open = null;
            if (database != null) {
                database.close();
            }
            file.lock().close();
        } catch (SQLException | IOException e) {
            throw new StoreException("the file could not be closed: " + e.getMessage(), e);
        }
    }

    private void again(List<Job<?>> jobs, Broken first, Deadline deadline) {
        Throwable reason = first.reason;
        try {
            if (deadline.isPast() || (!first.isUnknown && isBusy(reason))) {
                throw failure(first, reason);
            }
            if (first.isUnknown && hasGoneThrough(deadline)) {
                Transaction committed = first.transaction;
                if (committed != null) {
                    committed(committed);
                }
                return;
            }
            rolledBack(first);
            retries.increment();
            attempt(jobs, true, true, deadline);
        } catch (Broken second) {
            if (!second.isUnknown) {
                rolledBack(second);
            }
            throw failure(second, second.reason);
        }
    }

    private static void rolledBack(Broken broken) {
        Transaction transaction = broken.transaction;
        if (transaction != null) {
            transaction.rolledBack();
        }
    }

    private static boolean isBusy(Throwable reason) {
        return reason instanceof StoreException
                || (reason instanceof SQLException e && (e.getErrorCode() & 0xff) == BUSY);
    }

    private RuntimeException failure(Broken broken, Throwable reason) {
        if (!broken.isUnknown) {
            rolledBack(broken);
        }
        if (reason instanceof StoreException e) {
            return e;
        }
        return new StoreException(
                (broken.isUnknown ? "what was asked may have been done: " : "the counters cannot be kept: ")
                        + reason.getMessage(),
                reason);
    }

    /** Whether the last transaction that this process has begun went through. */
    private boolean hasGoneThrough(Deadline deadline) throws Broken {
        try {
            file.lock().acquire(deadline);
            try {
                Database database = database();
                database.control("begin");
                long known = Ledger.read(database).transactionsOf(process, database);
                database.control("rollback");
                if (known == 0 && hasCommitted) {
                    throw new StoreException("what this process has written last is not known any more");
                }
                return known == lastTransaction;
            } finally {
                file.lock().release();
            }
        } catch (SQLException | IOException | RuntimeException e) {
            giveUp(e);
            throw new Broken(e, null, true);
        }
    }

    private void attempt(List<Job<?>> jobs, boolean writes, boolean isCareful, Deadline deadline) throws Broken {
        if (!isDone(jobs, writes, isCareful, deadline)) {
            boolean unused = isDone(jobs, true, isCareful, deadline);
        }
    }

    /** Does jobs in a transaction, in the file's turn if it writes; false where it has to write and does not. */
    private boolean isDone(List<Job<?>> jobs, boolean writes, boolean isCareful, Deadline deadline) throws Broken {
        boolean isTurn = false;
        try {
            if (writes || open == null) {
                file.lock().acquire(deadline);
                isTurn = true;
            }
            return isDoneInTurn(jobs, writes, isCareful);
        } catch (IOException | StoreException e) {
            throw new Broken(e, null, false);
        } finally {
            if (isTurn) {
                release();
            }
        }
    }

    private void release() {
        try {
            file.lock().release();
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private boolean isDoneInTurn(List<Job<?>> jobs, boolean writes, boolean isCareful) throws Broken {
        Transaction transaction = null;
        boolean isEnding = false;
        try {
            Database database = database();
            database.control(writes ? "begin immediate" : "begin");
            database.setChanges(0);
            transaction = begin(database, writes);
            if (!writes && jobs.stream().anyMatch(new Due(transaction.ledger())::isFor)) {
                database.control("rollback");
                return false;
            }
            for (Job<?> job : jobs) {
                run(job, transaction, isCareful || job.kind == Job.Kind.TRIES);
            }
            Ledger ledger = transaction.ledger();
            if (writes && (database.changes() > 0 || ledger.isClockBehind())) {
                ledger.write(database, process, ++lastTransaction);
                isEnding = true;
                ending.commit(database);
                hasCommitted = true;
                knownLedger = ledger.copy();
            } else {
                database.control("rollback");
            }
            committed(transaction);
            return true;
        } catch (SQLException | IOException | RuntimeException e) {
            giveUp(e);
            throw new Broken(e, transaction, isEnding);
        }
    }

    /** Which jobs come when something is due. */
    private record Due(Ledger ledger) {
        boolean isFor(Job<?> job) {
            return ledger.nextDue <= Math.max(ledger.clock, job.nowMillis);
        }
    }

    private Transaction begin(Database database, boolean writes) throws SQLException {
        long version = database.number("pragma data_version");
        Ledger known = knownLedger;
        boolean isKnown = known != null && version == knownVersion;
        Ledger ledger = known != null && isKnown ? known.copy() : Ledger.read(database);
        if (!isKnown) {
            namespaces.lookAgain();
            knownLedger = ledger.copy();
            knownVersion = version;
        }
        if (ledger.epoch == epoch) {
            ledger.clock = Math.max(ledger.clock, clock);
        }
        return new Transaction(database, ledger, settings, namespaces, writes);
    }

    /**
     * Runs a job so that it has happened wholly or not at all. One that has no point to return to fails before it writes; if
     * not, all jobs are done again with one.
     */
    private static void run(Job<?> job, Transaction transaction, boolean isSaved) throws SQLException {
        transaction.advance(job.nowMillis);
        if (isSaved) {
            runSaved(job, transaction);
            return;
        }
        long changes = transaction.database.changes();
        try {
            job.run(transaction);
        } catch (RuntimeException e) {
            if (transaction.database.changes() > changes) {
                throw new HalfDone(e);
            }
            job.fail(e);
        }
    }

    private static void runSaved(Job<?> job, Transaction transaction) throws SQLException {
        Database database = transaction.database;
        long changes = database.changes();
        Transaction.Before before = transaction.before();
        database.control("savepoint job");
        try {
            job.run(transaction);
        } catch (RuntimeException e) {
            job.fail(e);
            transaction.undo();
        }
        if (transaction.isUndone()) {
            database.control("rollback to job");
            database.setChanges(changes);
            before.restore();
        }
        database.control("release job");
    }

    private void committed(Transaction transaction) {
        clock = transaction.ledger().clock;
        epoch = transaction.ledger().epoch;
        transaction.committed();
    }

    /** The connection, to the file that the path leads to. */
    private Database database() throws SQLException, IOException {
        Database database = open;
        if (database != null && !file.isSame()) {
            giveUp(new StoreException("the file was deleted or replaced"));
            namespaces.lose();
            database = null;
        }
        if (database == null) {
            database = file.open(isReopening);
            open = database;
        }
        return database;
    }

    /** A connection that has failed is not used again. */
    private void giveUp(Throwable reason) {
        Database database = open;
        open = null;
        knownLedger = null;
        if (database != null) {
            database.abandon(reason);
        }
    }
}
