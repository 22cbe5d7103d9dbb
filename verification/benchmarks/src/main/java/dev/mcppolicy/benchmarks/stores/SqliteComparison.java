package dev.mcppolicy.benchmarks.stores;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.store.sqlite.Durability;
import dev.mcppolicy.store.sqlite.SqliteCounterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/** Files beside a bare upsert of two rows into a file of the same kind, by one connection that threads take in turns. */
final class SqliteComparison {
    private static final String UPSERT = "insert into bare values (?, 1), (?, 1)"
            + " on conflict (key) do update set used = used + 1 where used <= 1000000000";

    private SqliteComparison() {}

    static void run(Pairs pairs, Consumer<Pairs.Outcome> outcomes)
            throws IOException, InterruptedException, SQLException {
        for (Durability durability : Durability.values()) {
            try (TemporaryDirectory directory = TemporaryDirectory.make();
                    CounterStore store = SqliteCounterStore.builder(directory.file("counters.db"))
                            .durability(durability)
                            .open();
                    Connection connection = bare(directory.file("bare.db"), durability);
                    PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
                Side beside = Side.of("a bare upsert, SQLite " + durability, thread -> () -> upsert(upsert, thread));
                outcomes.accept(pairs.measure(Decisions.twoLimits(store), beside, 1));
                outcomes.accept(pairs.measure(Decisions.twoLimits(store), beside, 16));
                if (durability == Durability.FULL) {
                    outcomes.accept(pairs.measure(
                            Decisions.withoutLimits("no limit, SQLite", store), Decisions.withoutLimitsInMemory(), 1));
                }
            }
        }
    }

    private static Connection bare(Path file, Durability durability) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = " + durability.name());
            statement.execute("create table bare (key text primary key, used integer not null) without rowid");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void upsert(PreparedStatement statement, int thread) {
        synchronized (statement) {
            try {
                statement.setString(1, "calls" + thread);
                statement.setString(2, "spend" + thread);
                Decisions.require(statement.executeUpdate() == 2);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
