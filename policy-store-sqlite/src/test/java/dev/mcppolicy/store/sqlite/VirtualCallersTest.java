package dev.mcppolicy.store.sqlite;

import static dev.mcppolicy.store.sqlite.Limits.take;
import static dev.mcppolicy.store.sqlite.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.testkit.contract.VirtualCallers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads that wait for a file which another program has locked keep no carrier. */
@Tag("real")
@Timeout(120)
class VirtualCallersTest {
    @TempDir
    Path directory;

    @Test
    void a_virtual_thread_that_waits_for_the_store_keeps_no_carrier() throws Exception {
        assertThat(VirtualCallers.run(
                        Callers.class, directory.resolve("counters.db").toString()))
                .contains(VirtualCallers.ALL_WAITED, "counted 21");
    }

    /** The process of the callers. */
    static final class Callers {
        private Callers() {}

        public static void main(String[] args) throws Exception {
            Path file = Path.of(args[0]);
            try (CounterStore store = SqliteCounterStore.builder(file)
                            .timeout(Duration.ofSeconds(60))
                            .open();
                    Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = other.createStatement()) {
                take(store, "a", 1);
                statement.execute("begin immediate");
                System.out.println(VirtualCallers.waitTogether(() -> take(store, "a", 1), () -> end(statement)));
                System.out.println("counted " + used(store, "a"));
            }
        }

        private static void end(Statement statement) {
            try {
                statement.execute("rollback");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
