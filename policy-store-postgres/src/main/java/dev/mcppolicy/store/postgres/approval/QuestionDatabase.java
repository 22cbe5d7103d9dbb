package dev.mcppolicy.store.postgres.approval;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.postgres.database.Connections;
import dev.mcppolicy.store.postgres.database.Deadline;
import dev.mcppolicy.store.postgres.database.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The tables of questions: made where there are none, also where they were dropped meanwhile. Each step is one transaction at
 * READ COMMITTED, whatever the data source's connections are set to, and is on the disk when it is answered. Those that are
 * done alone are in one order for all processes: each sees all that the one before has done. None waits longer than
 * {@link #MOST}, neither here nor in the database, also where the process stands still. Used by one thread at a time.
 */
final class QuestionDatabase {
    static final Duration MOST = Duration.ofSeconds(2);

    private static final Schema.Scripts SCRIPTS =
            new Schema.Scripts(QuestionDatabase.class, List.of("questions.sql"), "question_version", 1);
    private static final int MOST_MILLIS = (int) MOST.toMillis();
    /** Less, so that the database says that another is in the way before the connection is given up. */
    private static final int LOCKED_MILLIS = MOST_MILLIS * 4 / 5;

    private static final String BEGIN = "set transaction isolation level read committed, read write;"
            + " set local lock_timeout = " + LOCKED_MILLIS + "; set local statement_timeout = " + MOST_MILLIS
            + "; set local idle_in_transaction_session_timeout = " + MOST_MILLIS
            + "; select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'";
    private static final String LOCK =
            "; select pg_advisory_xact_lock(1835233393, 'mcp_policy.question'::regclass::oid::int)";

    private final Connections connections;
    private final Schema schema;
    private boolean isMade;

    private QuestionDatabase(DataSource dataSource, Schema schema) {
        this.connections = new Connections(dataSource);
        this.schema = schema;
    }

    /** What is done in one transaction, and may answer something. */
    interface Step<T> {
        @Nullable
        T in(Rows rows) throws SQLException;
    }

    /** Makes or checks the tables, so that what is wrong with them is known at once. */
    static QuestionDatabase open(DataSource dataSource, String schemaName) {
        QuestionDatabase database = new QuestionDatabase(dataSource, new Schema(schemaName, SCRIPTS));
        database.make(Deadline.after(MOST));
        return database;
    }

    private void make(Deadline deadline) {
        if (!isMade) {
            try {
                schema.make(connections, deadline);
            } catch (SQLException e) {
                throw schema.exception(e);
            }
            isMade = true;
        }
    }

    /** Does a step while no other process does one alone. */
    <T> @Nullable T alone(Step<T> step) {
        return run(BEGIN + LOCK, step);
    }

    /** Does a step that changes nothing but what is this process's. */
    <T> @Nullable T beside(Step<T> step) {
        return run(BEGIN, step);
    }

    private <T> @Nullable T run(String begin, Step<T> step) {
        Deadline deadline = Deadline.after(MOST);
        make(deadline);
        boolean isWhole = false;
        try {
            Optional<T> result = connections.use(
                    connection -> Optional.ofNullable(transaction(begin, step, connection, deadline)),
                    MOST_MILLIS,
                    deadline);
            isWhole = true;
            return result.orElse(null);
        } catch (SQLException e) {
            throw new StoreException("the queue of approvals cannot be kept: " + e.getMessage(), e);
        } finally {
            isMade = isWhole;
        }
    }

    private <T> @Nullable T transaction(String begin, Step<T> step, Connection connection, Deadline deadline)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(schema.named(begin));
        }
        @Nullable T result = step.in(new Rows(connection, schema, deadline));
        commit(connection);
        connection.setAutoCommit(true);
        return result;
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new SQLException("what was asked may have been done: " + e.getMessage(), e.getSQLState(), e);
        }
    }
}
