package dev.mcppolicy.benchmarks.stores;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.store.postgres.PostgresCounterStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A server of its own beside a bare upsert of two rows in one statement, by the same pool, in the thread of the caller. */
final class PostgresComparison {
    private static final int THREADS = 16;
    private static final String UPSERT = "insert into bare values (?, 1), (?, 1)"
            + " on conflict (key) do update set used = bare.used + 1 where bare.used <= 1000000000";

    private PostgresComparison() {}

    static void run(Pairs pairs, Consumer<Pairs.Outcome> outcomes)
            throws IOException, InterruptedException, SQLException {
        for (String commit : List.of("off", "on")) {
            try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                            .setPGStartupWait(Duration.ofMinutes(1))
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", commit)
                            .start();
                    HikariDataSource pool = pool(server);
                    CounterStore store = PostgresCounterStore.builder(pool)
                            .connections(THREADS)
                            .open()) {
                createTable(pool);
                Side beside = Side.of(
                        "a bare upsert, PostgreSQL with `synchronous_commit=" + commit + "`",
                        thread -> () -> upsert(pool, thread));
                outcomes.accept(pairs.measure(Decisions.twoLimits(store), beside, 1));
                outcomes.accept(pairs.measure(Decisions.twoLimits(store), beside, THREADS));
                if (commit.equals("on")) {
                    outcomes.accept(pairs.measure(
                            Decisions.withoutLimits("no limit, PostgreSQL", store),
                            Decisions.withoutLimitsInMemory(),
                            1));
                }
            }
        }
    }

    private static HikariDataSource pool(EmbeddedPostgres server) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(server.getPostgresDatabase());
        config.setMaximumPoolSize(THREADS);
        return new HikariDataSource(config);
    }

    private static void createTable(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            // Room in each page for what an update leaves, as the tables of the store have it.
            statement.execute("create table bare (key text primary key, used bigint not null) with (fillfactor = 60)");
        }
    }

    private static void upsert(DataSource pool, int thread) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(UPSERT)) {
            statement.setString(1, "calls" + thread);
            statement.setString(2, "spend" + thread);
            Decisions.require(statement.executeUpdate() == 2);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
