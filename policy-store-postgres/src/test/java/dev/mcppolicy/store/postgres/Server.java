package dev.mcppolicy.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL that one class of tests uses, each test in schemas of its own. */
public final class Server implements AutoCloseable {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final EmbeddedPostgres postgres;
    private final HikariDataSource pool;

    private Server(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.pool = pool("127.0.0.1", postgres.getPort(), 40);
    }

    /** A server that answers before anything is on the disk, which only a crash of the machine or of it would show. */
    public static Server quick() {
        return start(EmbeddedPostgres.builder());
    }

    static Server start(EmbeddedPostgres.Builder builder) {
        try {
            return new Server(builder.setPGStartupWait(Duration.ofMinutes(1))
                    .setServerConfig("max_connections", "300")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static PGSimpleDataSource source(String host, int port) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName("postgres");
        source.setUser("postgres");
        return source;
    }

    public static HikariDataSource pool(String host, int port, int connections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source(host, port));
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(2_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** A pool that waits for a connection as long as a process may take that has just begun on a busy machine. */
    static HikariDataSource patientPool(int port, int connections) {
        HikariDataSource pool = pool("127.0.0.1", port, connections);
        pool.getHikariConfigMXBean().setConnectionTimeout(60_000);
        return pool;
    }

    public static String newSchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }

    /** The name of a schema without any counter, which the tests before have used: to make one takes longer than a test. */
    String emptied() {
        if (number("select count(*) from pg_namespace where nspname = 'emptied'") > 0) {
            for (String table : List.of(
                    "rewind", "namespace", "counter", "entry", "payer", "holder", "place_payer", "held", "answered")) {
                execute("delete from emptied." + table);
            }
            execute("update emptied.clock set high_ms = -4611686018427387904, epoch = 0");
            execute("update emptied.ledger set counters = 0, at_will = 0, dropped_ms = -4611686018427387904");
            execute("update emptied.place_ledger set places = 0");
        }
        return "emptied";
    }

    public int port() {
        return postgres.getPort();
    }

    public DataSource dataSource() {
        return pool;
    }

    PostgresCounterStoreBuilder builder(String schema) {
        return PostgresCounterStore.builder(pool).schema(schema).timeout(Duration.ofSeconds(20));
    }

    public void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public long number(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        pool.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
