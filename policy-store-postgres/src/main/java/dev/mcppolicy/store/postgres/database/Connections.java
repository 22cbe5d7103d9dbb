package dev.mcppolicy.store.postgres.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The connections of a data source, each used for one transaction and given back as it was. One on which anything has failed is broken first, so that nobody uses it again.
 */
public final class Connections {
    private final DataSource dataSource;

    public Connections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done on a connection. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** No connection could be had, so that nothing was asked. */
    public static final class NoConnection extends SQLException {
        private static final long serialVersionUID = 1L;

        NoConnection(SQLException cause) {
            super(cause.getMessage(), cause.getSQLState(), cause);
        }
    }

    /**
     * Does some work, where each answer of the server may take so long and no longer than there is time; none where the time was
     * over before a connection was had.
     */
    public <T> T use(Work<T> work, int mostMillis, Deadline deadline) throws SQLException {
        Connection connection = connect();
        if (deadline.isPast()) {
            close(connection);
            throw new NoConnection(new SQLException("no connection was to be had in time"));
        }
        int millis = Math.min(mostMillis, deadline.millisLeft());
        boolean isWhole = false;
        try {
            int timeout = connection.getNetworkTimeout();
            boolean commitsItself = connection.getAutoCommit();
            connection.setNetworkTimeout(Runnable::run, millis);
            connection.setAutoCommit(true);
            T result = work.run(connection);
            connection.setAutoCommit(commitsItself);
            connection.setNetworkTimeout(Runnable::run, timeout);
            isWhole = true;
            return result;
        } finally {
            if (!isWhole) {
                abort(connection);
            }
            close(connection);
        }
    }

    private Connection connect() throws NoConnection {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new NoConnection(e);
        }
    }

    static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            // It is broken already.
        }
    }

    /** What was answered has been done, whatever becomes of the connection. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            // It is broken, and the pool has seen it.
        }
    }
}
