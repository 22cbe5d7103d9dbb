package dev.mcppolicy.store.postgres;

import static dev.mcppolicy.store.postgres.Limits.now;
import static dev.mcppolicy.store.postgres.Limits.request;
import static dev.mcppolicy.store.postgres.Limits.take;
import static dev.mcppolicy.store.postgres.Limits.taken;
import static dev.mcppolicy.store.postgres.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStores;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The store in databases, schemas and pools of every kind. */
@Tag("real")
@Timeout(120)
class PostgresDatabaseTest {
    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.quick();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSACTION_SERIALIZABLE, false",
        "TRANSACTION_REPEATABLE_READ, true",
        "TRANSACTION_READ_COMMITTED, false"
    })
    void connections_of_every_isolation_serve_and_are_given_back_as_they_were(String isolation, boolean commitsItself)
            throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(Server.source("127.0.0.1", server.port()));
        config.setTransactionIsolation(isolation);
        config.setAutoCommit(commitsItself);
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config);
                CounterStore store = PostgresCounterStore.builder(pool)
                        .schema(Server.newSchema())
                        .open()) {
            take(store, "a", 1);
            assertThat(taken(store.reserve(request("a", 1, 2), now())).before(0))
                    .isEqualTo(1);
            assertThat(store.reserve(request("a", 1, 2), now())).isInstanceOf(Refusal.class);
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getAutoCommit()).isEqualTo(commitsItself);
                assertThat(connection.getTransactionIsolation())
                        .isEqualTo(
                                switch (isolation) {
                                    case "TRANSACTION_SERIALIZABLE" -> Connection.TRANSACTION_SERIALIZABLE;
                                    case "TRANSACTION_REPEATABLE_READ" -> Connection.TRANSACTION_REPEATABLE_READ;
                                    default -> Connection.TRANSACTION_READ_COMMITTED;
                                });
                assertThat(connection.getNetworkTimeout()).isZero();
            }
        }
    }

    @Test
    void a_limit_holds_among_threads_whatever_the_isolation_of_the_pool() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(Server.source("127.0.0.1", server.port()));
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        config.setMaximumPoolSize(8);
        try (HikariDataSource pool = new HikariDataSource(config);
                CounterStore store = PostgresCounterStore.builder(pool)
                        .schema(Server.newSchema())
                        .timeout(Duration.ofSeconds(20))
                        .open()) {
            List<CompletableFuture<ReserveResult>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(store.reserveAsync(request("a", 1, 120), now()).toCompletableFuture());
            }
            long admitted = all.stream()
                    .filter(each -> each.join() instanceof Reservation)
                    .count();
            assertThat(admitted).isEqualTo(120);
        }
    }

    @Test
    void a_restart_forgets_nothing() {
        String schema = Server.newSchema();
        try (CounterStore store = server.builder(schema).open()) {
            take(store, "a", 5);
        }
        try (CounterStore store = server.builder(schema).open()) {
            assertThat(used(store, "a")).isEqualTo(5);
        }
    }

    @Test
    void several_that_open_at_once_make_one_schema() {
        String schema = Server.newSchema();
        List<CompletableFuture<PostgresCounterStore>> opening = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            opening.add(
                    CompletableFuture.supplyAsync(() -> server.builder(schema).open()));
        }
        opening.forEach(each -> take(each.join(), "a", 1));
        assertThat(used(opening.get(0).join(), "a")).isEqualTo(4);
        opening.forEach(each -> each.join().close());
    }

    @Test
    void a_schema_that_was_dropped_is_denied_until_an_operator_reopens() {
        String schema = Server.newSchema();
        try (CounterStore store = server.builder(schema).open()) {
            take(store, "a", 5);
            server.execute("drop schema " + schema + " cascade");

            assertThatThrownBy(() -> take(store, "a", 1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is gone");
            store.reopen("policy");

            assertThat(used(store, "a")).isZero();
            take(store, "a", 1);
        }
    }

    @Test
    void a_schema_that_others_made_anew_is_denied_until_an_operator_reopens() {
        String schema = Server.newSchema();
        try (CounterStore store = server.builder(schema).open()) {
            take(store, "a", 5);
            server.execute("drop schema " + schema + " cascade");
            try (CounterStore other = server.builder(schema).open()) {
                take(other, "b", 1);
                assertThatThrownBy(() -> take(store, "a", 1))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("`policy` is gone");
                assertThatThrownBy(() -> used(store, "a")).isInstanceOf(StoreException.class);

                store.reopen("policy");

                take(store, "a", 1);
                // Whoever had counted in what is there now counts on.
                assertThat(take(other, "b", 1).before(0)).isEqualTo(1);
            }
        }
    }

    @Test
    void what_an_operator_reopens_is_counted_on_by_all_that_had_seen_it_before() {
        String schema = Server.newSchema();
        try (CounterStore busy = server.builder(schema).open();
                CounterStore idle = server.builder(schema).open()) {
            take(busy, "a", 5);
            take(idle, "a", 5);
            // As in a database that was reopened once, but before what was in its place was last seen.
            server.execute("update " + schema + ".namespace set mark = gen_random_uuid(), reopened_ms = 1");
            assertThatThrownBy(() -> take(busy, "a", 1)).hasMessageContaining("is gone");
            assertThatThrownBy(() -> used(busy, "a")).hasMessageContaining("is gone");

            try (CounterStore operator = server.builder(schema).open()) {
                operator.reopen("policy");
            }

            assertThat(take(busy, "a", 1).before(0)).isEqualTo(10);
            assertThat(used(idle, "a")).isEqualTo(11);
            assertThat(take(idle, "a", 1).before(0)).isEqualTo(11);
        }
    }

    @Test
    void a_schema_of_a_later_version_is_refused() {
        String schema = Server.newSchema();
        server.builder(schema).open().close();
        server.execute("update " + schema + ".version set number = 2");
        assertThatThrownBy(() -> server.builder(schema).open())
                .isInstanceOf(StoreException.class)
                .hasMessage("the schema `" + schema + "` is of version 2, and this store knows versions up to 1");
    }

    @Test
    void a_role_that_may_not_make_tables_uses_what_was_made_for_it() {
        String schema = Server.newSchema();
        server.execute("create role poor login");
        var source = Server.source("127.0.0.1", server.port());
        source.setUser("poor");
        assertThatThrownBy(() ->
                        PostgresCounterStore.builder(source).schema(schema).open())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("runs tables.sql and steps.sql");

        server.builder(schema).open().close();
        server.execute("grant usage on schema " + schema + " to poor;"
                + "grant select, insert, update, delete on all tables in schema " + schema + " to poor;"
                + "grant usage on all sequences in schema " + schema + " to poor");
        try (CounterStore store =
                PostgresCounterStore.builder(source).schema(schema).open()) {
            take(store, "a", 3);
            assertThat(used(store, "a")).isEqualTo(3);
        }
    }

    @Test
    void a_data_source_that_never_answers_is_denied_by_in_time() {
        CountDownLatch never = new CountDownLatch(1);
        DataSource real = server.dataSource();
        boolean[] hangs = {false};
        DataSource hanging = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> {
                    if (hangs[0]) {
                        never.await();
                    }
                    return method.invoke(real, args);
                });
        try (CounterStore store = PostgresCounterStore.builder(hanging)
                .schema(Server.newSchema())
                .timeout(Duration.ofMillis(1_500))
                .connections(2)
                .open()) {
            hangs[0] = true;
            for (int i = 0; i < 4; i++) {
                long start = System.nanoTime();
                assertThatThrownBy(() -> take(store, "a", 1)).isInstanceOf(StoreException.class);
                assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                        .isLessThan(3_500);
            }
            long start = System.nanoTime();
            var unused = store.reserveAsync(request("a", 1, 9), now());
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1_000);
            hangs[0] = false;
            never.countDown();
            assertThat(used(store, "a")).isBetween(0L, 5L);
        }
    }

    @Test
    void a_row_that_another_has_locked_is_waited_for_no_longer_than_said() throws SQLException {
        String schema = Server.newSchema();
        try (CounterStore store = PostgresCounterStore.builder(server.dataSource())
                        .schema(schema)
                        .timeout(Duration.ofSeconds(1))
                        .open();
                Connection other = server.dataSource().getConnection()) {
            take(store, "a", 1);
            other.setAutoCommit(false);
            try (var statement = other.createStatement()) {
                statement.execute("select * from " + schema + ".counter for update");
            }
            long start = System.nanoTime();
            assertThatThrownBy(() -> take(store, "a", 1)).isInstanceOf(StoreException.class);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(3_000);
            other.rollback();
            take(store, "a", 1);
            // The server may come by the lock before it has noticed that nobody waits any more; the charge counts then.
            assertThat(used(store, "a")).isBetween(2L, 3L);
        }
    }

    @Test
    void names_of_any_length_and_of_any_characters_are_counters_of_their_own() {
        String schema = Server.newSchema();
        String monster = "x\u0000\ud800'\"".repeat(2_000);
        List<CounterKey> keys = new ArrayList<>();
        for (String end : List.of("", "a", "b")) {
            keys.add(CounterKey.of(
                    new CounterDefinition(
                            monster + end,
                            monster,
                            RulePlace.tool(monster),
                            monster,
                            Limits.LONG,
                            Scope.SESSION,
                            Scale.WHOLE),
                    monster + end,
                    monster));
        }
        try (CounterStore store = server.builder(schema).open()) {
            for (int i = 0; i < keys.size(); i++) {
                ReserveRequest request = ReserveRequest.of(List.of(new Charge(keys.get(i), 1 + i, 9)))
                        .withPayer(monster + i);
                taken(store.reserve(request, now()));
            }
            assertThat(store.read(keys, now())).containsExactly(1, 2, 3);
            for (int i = 0; i < keys.size(); i++) {
                CounterPage page = store.list(keys.get(i).definition().namespace(), null, 5, now());
                assertThat(page.counters()).extracting(CounterUsage::key).containsExactly(keys.get(i));
            }
        }
    }

    @Test
    void the_first_of_a_thousand_counters_is_as_quick_as_the_last_of_many() {
        String schema = Server.newSchema();
        try (CounterStore store = server.builder(schema).open()) {
            for (int i = 0; i < 300; i++) {
                take(store, "n" + i, 1);
            }
        }
        // A plan that reads every row would have read as many.
        assertThat(server.number("select count(*) from pg_stat_user_tables where schemaname = '" + schema
                        + "' and relname = 'counter' and seq_tup_read > 10000"))
                .isZero();
    }

    @Test
    void a_url_opens_the_database_with_a_pool_of_its_own() {
        String url = "postgres://postgres@127.0.0.1:" + server.port() + "/postgres?schema=" + Server.newSchema();
        try (CounterStore store = CounterStores.open(url)) {
            take(store, "a", 2);
            assertThat(used(store, "a")).isEqualTo(2);
        }
        try (CounterStore store = CounterStores.open(url.replace("postgres://", "postgresql://"))) {
            assertThat(used(store, "a")).isEqualTo(2);
        }
    }

    @Test
    void a_closed_store_answers_nothing() {
        CounterStore store = server.builder(Server.newSchema()).open();
        store.close();
        store.close();
        assertThatThrownBy(() -> used(store, "a"))
                .isInstanceOf(StoreException.class)
                .hasMessage("the store is closed");
    }
}
