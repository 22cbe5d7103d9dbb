package dev.mcppolicy.store.sqlite.file;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * One connection and its prepared statements. Transactions are begun and ended by statements, with the driver committing by
 * itself: its own transactions are gone after an error of a lock. A connection of which a statement failed is closed and
 * never used again. Used by one thread at a time.
 */
public final class Database implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private long changes;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    public static Database open(Path file, long busyMillis) throws SQLException {
        Connection connection = JDBC.createConnection(JDBC.PREFIX + file, new Properties());
        if (connection == null) {
            throw new SQLException("the driver does not take the path of `" + file.getFileName() + "`");
        }
        Database database = new Database(connection);
        try {
            database.execute("pragma busy_timeout = " + busyMillis);
            database.execute("pragma trusted_schema = off");
            database.execute("pragma cell_size_check = on");
        } catch (SQLException | RuntimeException e) {
            database.abandon(e);
            throw e;
        }
        return database;
    }

    /** How many statements of the transaction have written. */
    public long changes() {
        return changes;
    }

    /** Says how many there are, as a transaction begins, or some have been taken back. */
    public void setChanges(long statements) {
        changes = statements;
    }

    /** Runs a statement that is not worth keeping. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(sql);
        }
    }

    /** Runs a statement that changes no row. */
    public void control(String sql) throws SQLException {
        boolean unused = statement(sql).execute();
    }

    public void commit() throws SQLException {
        control("commit");
    }

    /** Changes rows; how many. */
    public int change(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = bound(sql, values);
        changes++;
        return statement.executeUpdate();
    }

    public <T> @Nullable T first(String sql, Row<? extends T> row, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next() ? row.read(rows) : null;
        }
    }

    public <T> List<T> all(String sql, Row<? extends T> row, @Nullable Object... values) throws SQLException {
        List<T> read = new ArrayList<>();
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            while (rows.next()) {
                read.add(row.read(rows));
            }
        }
        return read;
    }

    public long number(String sql, @Nullable Object... values) throws SQLException {
        Long number = first(sql, row -> row.getLong(1), values);
        return number == null ? 0 : number;
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statement(sql);
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (value == null) {
                statement.setBytes(i + 1, null);
            } else {
                throw new IllegalArgumentException("no value of this kind is stored");
            }
        }
        return statement;
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    /** Closes what has failed, whatever comes of it. */
    public void abandon(Throwable reason) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
