package dev.mcppolicy.store.postgres.database;

import dev.mcppolicy.counter.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What some scripts make in a schema of the database, and of which version it is. Made by whoever comes first, in one
 * transaction, while others wait, also for what else is made in a schema; or beforehand, from the scripts, by whoever has the
 * right.
 */
public final class Schema {
    public static final String DEFAULT_NAME = "mcp_policy";

    private static final int LONGEST_NAME = 63;
    private static final long MAKING = 0x6d63_7070_0001L;

    private final String name;
    private final Scripts scripts;

    /**
     * Scripts and what they make.
     *
     * @param beside the class that they lie beside
     * @param files their names, in the order in which they run
     * @param versionTable the table whose one row has the version as its {@code number}
     * @param version which they make
     */
    public record Scripts(Class<?> beside, List<String> files, String versionTable, int version) {
        /** Copies the names. */
        public Scripts {
            files = List.copyOf(files);
        }
    }

    /**
     * A schema.
     *
     * @throws IllegalArgumentException if the name is not of lower-case ASCII letters, digits and underscores
     */
    public Schema(String name, Scripts scripts) {
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || !isLetter(name.charAt(0))
                || !name.chars().allMatch(each -> isLetter(each) || (each >= '0' && each <= '9'))) {
            throw new IllegalArgumentException(
                    "a schema's name has 1 to " + LONGEST_NAME + " lower-case letters, digits and underscores");
        }
        this.name = name;
        this.scripts = scripts;
    }

    private static boolean isLetter(int character) {
        return (character >= 'a' && character <= 'z') || character == '_';
    }

    public String quoted() {
        return "\"" + name + "\"";
    }

    /** What is written for the schema {@link #DEFAULT_NAME}, for this one. */
    public String named(String sql) {
        return sql.replace(DEFAULT_NAME + ".", quoted() + ".");
    }

    /** Makes what is not there, and throws where it is a later version's. */
    public void make(Connections connections, Deadline deadline) throws SQLException {
        int millis = deadline.millisLeft();
        int version = connections.use(this::version, millis, deadline);
        if (version == 0) {
            version = connections.use(connection -> makeAlone(connection, millis), millis, deadline);
        }
        if (version != scripts.version()) {
            throw new StoreException("the schema `" + name + "` is of version " + version
                    + ", and this store knows versions up to " + scripts.version());
        }
    }

    /** The version that is there, or 0. */
    private int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!isThere(statement)) {
                return 0;
            }
            try (ResultSet row =
                    statement.executeQuery("select number from " + quoted() + "." + scripts.versionTable())) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    private boolean isThere(Statement statement) throws SQLException {
        // Not by `to_regclass`, which may remember what was so before the lock was had.
        try (ResultSet row = statement.executeQuery("select from pg_catalog.pg_class c join pg_catalog.pg_namespace n"
                + " on n.oid = c.relnamespace where c.relname = '" + scripts.versionTable() + "' and n.nspname = '"
                + name + "'")) {
            return row.next();
        }
    }

    private int makeAlone(Connection connection, int millis) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // What is seen after the lock is had is what its last holder has left.
            statement.execute("set transaction isolation level read committed");
            statement.execute("set local lock_timeout = " + Math.max(1, millis * 4 / 5));
            statement.execute("select pg_advisory_xact_lock(" + MAKING + ")");
            if (!isThere(statement)) {
                for (String script : scripts.files()) {
                    statement.execute(script(script));
                }
            }
            connection.commit();
        }
        connection.setAutoCommit(true);
        return version(connection);
    }

    private String script(String file) {
        try (InputStream in = scripts.beside().getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the artifact lacks " + file);
            }
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return named(script).replace("if not exists " + DEFAULT_NAME, "if not exists " + quoted());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is told where the schema could not be made. */
    public StoreException exception(SQLException e) {
        String cure = "42501".equals(e.getSQLState())
                ? "; whoever has the right runs " + String.join(" and ", scripts.files()) + " of policy-store-postgres"
                : "";
        return new StoreException("the schema `" + name + "` cannot be used: " + e.getMessage() + cure, e);
    }
}
