package dev.mcppolicy.store.postgres.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A connection, how its data source gave it, and until when an answer on it is waited for. Used by one thread at a time. */
final class KeptConnection {
    private static final long UNUSED = 0;
    private static final long ABORTED = 1;
    /** What a driver that keeps its own time is given to be first. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Connection connection;
    private final int networkTimeout;
    private final boolean commitsItself;
    /** The isolation to give back, or null where it was left as it was. */
    private final @Nullable Integer isolation;

    private final long openedNanos = Deadline.nanos();
    private volatile long usedNanos = openedNanos;
    private final AtomicLong end = new AtomicLong(UNUSED);

    private KeptConnection(
            Connection connection, int networkTimeout, boolean commitsItself, @Nullable Integer isolation) {
        this.connection = connection;
        this.networkTimeout = networkTimeout;
        this.commitsItself = commitsItself;
        this.isolation = isolation;
    }

    /** Makes a connection ready, which is closed where it cannot be. */
    static KeptConnection of(Connection connection, boolean isolates) throws SQLException {
        boolean isReady = false;
        try {
            KeptConnection kept = new KeptConnection(
                    connection,
                    connection.getNetworkTimeout(),
                    connection.getAutoCommit(),
                    isolates ? connection.getTransactionIsolation() : null);
            connection.setAutoCommit(true);
            if (isolates) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            isReady = true;
            return kept;
        } finally {
            if (!isReady) {
                Connections.abort(connection);
                Connections.close(connection);
            }
        }
    }

    Connection connection() {
        return connection;
    }

    boolean isIsolated() {
        return isolation != null;
    }

    long nanosKept() {
        return Deadline.nanos() - openedNanos;
    }

    long nanosIdle() {
        return Deadline.nanos() - usedNanos;
    }

    void begin(int millis) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, millis);
        long nanos = Deadline.nanos() + TimeUnit.MILLISECONDS.toNanos(millis) + GRACE_NANOS;
        end.set(nanos == UNUSED || nanos == ABORTED ? 2 : nanos);
    }

    /** Whether it was not broken meanwhile. */
    boolean end() {
        usedNanos = Deadline.nanos();
        long until = end.get();
        return until != ABORTED && end.compareAndSet(until, UNUSED);
    }

    void abortIfLate() {
        long until = end.get();
        if (until != UNUSED && until != ABORTED && Deadline.nanos() - until > 0 && end.compareAndSet(until, ABORTED)) {
            Connections.abort(connection);
        }
    }

    /** Breaks it, so that nobody uses it again. */
    void abort() {
        Connections.abort(connection);
        Connections.close(connection);
    }

    /** Gives it back as it was. */
    void giveBack() {
        boolean isWhole = false;
        try {
            if (isolation != null) {
                connection.setTransactionIsolation(isolation);
            }
            connection.setAutoCommit(commitsItself);
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
            isWhole = true;
        } catch (SQLException e) {
            // It is broken, as its data source will see.
        } finally {
            if (!isWhole) {
                Connections.abort(connection);
            }
            Connections.close(connection);
        }
    }
}
