package dev.mcppolicy.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One statement that calls a step, with its values, which are bound in turn. Used by one thread. */
final class Query implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement statement;
    private int bound;

    Query(Connection connection, String sql) throws SQLException {
        this.connection = connection;
        this.statement = connection.prepareStatement(sql);
    }

    Query number(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++bound, Types.BIGINT);
        } else {
            statement.setLong(++bound, value);
        }
        return this;
    }

    Query count(int value) throws SQLException {
        statement.setInt(++bound, value);
        return this;
    }

    Query is(boolean value) throws SQLException {
        statement.setBoolean(++bound, value);
        return this;
    }

    Query text(String value) throws SQLException {
        statement.setString(++bound, value);
        return this;
    }

    Query bytes(byte @Nullable [] value) throws SQLException {
        statement.setBytes(++bound, value);
        return this;
    }

    Query id(@Nullable UUID value) throws SQLException {
        statement.setObject(++bound, value, Types.OTHER);
        return this;
    }

    Query numbers(long[] values) throws SQLException {
        statement.setObject(++bound, values);
        return this;
    }

    Query counts(int[] values) throws SQLException {
        statement.setObject(++bound, values);
        return this;
    }

    Query are(boolean[] values) throws SQLException {
        statement.setObject(++bound, values);
        return this;
    }

    Query manyBytes(byte[] @Nullable [] values) throws SQLException {
        return array("bytea", values);
    }

    Query ids(@Nullable UUID[] values) throws SQLException {
        return array("uuid", values);
    }

    private Query array(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(++bound, connection.createArrayOf(type, values));
        return this;
    }

    /** Runs the statement; its one row. */
    ResultSet row() throws SQLException {
        ResultSet rows = statement.executeQuery();
        if (!rows.next()) {
            throw new SQLException("a step answered nothing");
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
