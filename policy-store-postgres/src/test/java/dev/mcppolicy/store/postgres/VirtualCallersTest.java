package dev.mcppolicy.store.postgres;

import static dev.mcppolicy.store.postgres.Limits.take;
import static dev.mcppolicy.store.postgres.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.testkit.contract.VirtualCallers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual threads that wait for a row which another transaction has locked, or for a connection, keep no carrier. */
@Tag("real")
@Timeout(120)
class VirtualCallersTest {
    @Test
    void a_virtual_thread_that_waits_for_the_store_keeps_no_carrier() throws Exception {
        try (Server server = Server.quick()) {
            assertThat(VirtualCallers.run(Callers.class, Integer.toString(server.port())))
                    .contains(VirtualCallers.ALL_WAITED, "counted 21");
        }
    }

    /** The process of the callers. */
    static final class Callers {
        private Callers() {}

        public static void main(String[] args) throws Exception {
            try (HikariDataSource pool = Server.patientPool(Integer.parseInt(args[0]), 9);
                    CounterStore store = PostgresCounterStore.builder(pool)
                            .timeout(Duration.ofSeconds(60))
                            .open();
                    Connection other = pool.getConnection();
                    Statement statement = other.createStatement()) {
                take(store, "a", 1);
                other.setAutoCommit(false);
                statement.execute("select from mcp_policy.counter for update");
                System.out.println(VirtualCallers.waitTogether(() -> take(store, "a", 1), () -> end(other)));
                System.out.println("counted " + used(store, "a"));
            }
        }

        private static void end(Connection other) {
            try {
                other.rollback();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
