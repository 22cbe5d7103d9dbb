package dev.mcppolicy.store.postgres.approval;

import dev.mcppolicy.store.postgres.database.Deadline;
import dev.mcppolicy.store.postgres.database.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows as one transaction has them. Statements name the schema {@code mcp_policy}, and are given numbers, booleans, bytes
 * and lists of bytes. None begins once the time is over.
 */
final class Rows {
    private final Connection connection;
    private final Schema schema;
    private final Deadline deadline;

    Rows(Connection connection, Schema schema, Deadline deadline) {
        this.connection = connection;
        this.schema = schema;
        this.deadline = deadline;
    }

    /** Reads one row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Changes rows, and says how many. */
    int change(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** The first row, or null where there is none. */
    <T> @Nullable T first(String sql, Reader<T> reader, @Nullable Object... values) throws SQLException {
        List<T> all = all(sql, reader, values);
        return all.isEmpty() ? null : all.get(0);
    }

    <T> List<T> all(String sql, Reader<T> reader, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    /** What a statement of one number answers. */
    long number(String sql, @Nullable Object... values) throws SQLException {
        Long number = first(sql, row -> row.getLong(1), values);
        if (number == null) {
            throw new SQLException("the database answered nothing");
        }
        return number;
    }

    private PreparedStatement prepared(String sql, @Nullable Object[] values) throws SQLException {
        if (deadline.isPast()) {
            throw new SQLTimeoutException("the time is over");
        }
        PreparedStatement statement = connection.prepareStatement(schema.named(sql));
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof byte[][] many) {
                statement.setArray(i + 1, connection.createArrayOf("bytea", many));
            } else if (values[i] instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
        return statement;
    }
}
