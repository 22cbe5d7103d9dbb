package dev.mcppolicy.store.redis;

import static dev.mcppolicy.store.redis.Limits.NOON;
import static dev.mcppolicy.store.redis.Limits.key;
import static dev.mcppolicy.store.redis.Limits.request;
import static dev.mcppolicy.store.redis.Limits.take;
import static dev.mcppolicy.store.redis.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStores;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the store asks of a server, and what becomes of it where that is otherwise. */
@Tag("real")
@Timeout(60)
class RedisServerTest {
    private static final Duration SHORT = Duration.ofMillis(400);

    private static TestServer server;

    @TempDir
    Path directory;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(RedisProcess.IN_MEMORY);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void emptyServer() {
        server.commands().configSet("maxmemory", "0");
        server.commands().configSet("maxmemory-policy", "noeviction");
        server.empty();
    }

    private static RedisCounterStore open() {
        return RedisCounterStore.open(server.url());
    }

    private static long evaluations() {
        return server.commands()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_eval"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf("calls=") + 6, line.indexOf(','))))
                .sum();
    }

    @Test
    void a_decision_is_one_round_trip() {
        try (CounterStore store = open()) {
            take(store, "calls", 1);
            server.commands().configResetstat();
            ReserveRequest both =
                    ReserveRequest.of(List.of(new Charge(key("calls"), 1, 1_000), new Charge(key("spend"), 5, 1_000)));

            for (int i = 0; i < 100; i++) {
                assertThat(store.reserve(both, NOON)).isInstanceOf(Reservation.class);
            }

            assertThat(evaluations()).isBetween(100L, 101L);
        }
    }

    @Test
    void a_script_that_the_server_has_forgotten_is_sent_again() {
        try (CounterStore store = open()) {
            take(store, "calls", 1);
            server.commands().scriptFlush();

            take(store, "calls", 1);

            assertThat(used(store, "calls")).isEqualTo(2);
        }
    }

    @Test
    void two_stores_share_a_server_and_what_is_held_is_settled_by_either() {
        OperationId name = OperationId.random();
        try (CounterStore one = open();
                CounterStore two = CounterStores.open(server.url())) {
            long until = Instant.now().toEpochMilli() + 60_000;
            assertThat(one.reserve(request("calls", 5, 9).withHold(new Hold(name, until, Hold.Then.KEEP)), NOON))
                    .isInstanceOf(Reservation.class);
            assertThat(used(two, "calls")).isEqualTo(5);

            Reservation found = two.find(name, NOON);
            assertThat(found).isNotNull();
            found.release().toCompletableFuture().join();

            assertThat(used(one, "calls")).isZero();
            assertThat(one.find(name, NOON)).isNull();
        }
    }

    @Test
    void a_server_that_was_emptied_is_denied_until_it_is_reopened() {
        try (CounterStore store = open();
                CounterStore later = open()) {
            take(store, "calls", 3);
            server.empty();

            assertThatThrownBy(() -> take(store, "calls", 1)).hasMessageContaining("`policy` is gone");
            assertThatThrownBy(() -> used(store, "calls")).hasMessageContaining("reopens");
            take(later, "calls", 2);
            assertThatThrownBy(() -> take(store, "calls", 1)).hasMessageContaining("`policy` is gone");

            store.reopen("policy");
            take(store, "calls", 1);
            assertThat(used(store, "calls")).isEqualTo(3);
            // Whoever had counted in what is there now counts on.
            assertThat(take(later, "calls", 1).before(0)).isEqualTo(3);
        }
    }

    @Test
    void what_an_operator_reopens_is_counted_on_by_all_that_had_seen_it_before() {
        try (CounterStore busy = open();
                CounterStore idle = open()) {
            take(busy, "calls", 3);
            take(idle, "calls", 3);
            server.empty();
            assertThatThrownBy(() -> take(busy, "calls", 1)).hasMessageContaining("`policy` is gone");
            // As on a server that was reopened once, but before what was in its place was last seen.
            try (CounterStore other = open()) {
                other.reopen("policy");
            }
            String ledger = new String(new NamespaceKeys("policy").ledger(), StandardCharsets.UTF_8);
            assertThat(server.commands().hset(ledger, "reopened", "1")).isFalse();
            assertThatThrownBy(() -> take(busy, "calls", 1)).hasMessageContaining("`policy` is gone");

            CounterStores.reopen(server.url(), "policy");

            take(busy, "calls", 1);
            assertThat(take(idle, "calls", 1).before(0)).isEqualTo(1);
        }
    }

    @Test
    void a_server_that_forgets_when_it_ends_is_denied_after_it_has_ended() throws IOException {
        try (RedisProcess forgetful = RedisProcess.start(RedisProcess.IN_MEMORY);
                CounterStore store = RedisCounterStore.open(forgetful.url())) {
            take(store, "calls", 3);
            forgetful.kill();
            forgetful.start();

            assertThatThrownBy(() -> take(store, "calls", 1)).hasMessageContaining("`policy` is gone");
        }
    }

    @Test
    void a_server_that_may_drop_counters_is_refused() {
        server.commands().configSet("maxmemory", "100mb");
        server.commands().configSet("maxmemory-policy", "volatile-lru");

        assertThatThrownBy(() -> open().close()).hasMessageContaining("noeviction");

        server.commands().configSet("maxmemory-policy", "noeviction");
        open().close();
    }

    @Test
    void a_server_is_looked_at_again_at_each_connection() {
        try (CounterStore store =
                RedisCounterStore.builder(server.url()).timeout(SHORT).open()) {
            take(store, "calls", 1);
            server.commands().configSet("maxmemory", "100mb");
            server.commands().configSet("maxmemory-policy", "allkeys-lru");
            server.disconnectOthers();

            assertThatThrownBy(() -> take(store, "calls", 1)).hasMessageContaining("noeviction");
            assertThatThrownBy(() -> used(store, "calls")).hasMessageContaining("noeviction");

            server.commands().configSet("maxmemory-policy", "noeviction");
            server.untilItAnswers(() -> take(store, "calls", 1));
            assertThat(used(store, "calls")).isEqualTo(2);
        }
    }

    @Test
    void a_replica_is_refused() {
        try (TestServer replica = TestServer.start(List.of(
                "--replicaof", "127.0.0.1", Integer.toString(server.process().port()), "--save", ""))) {
            assertThatThrownBy(() -> RedisCounterStore.open(replica.url()).close())
                    .hasMessageContaining("is a replica");
        }
    }

    @Test
    void a_server_that_does_not_tell_is_refused_with_what_to_grant() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cr3t\n");
        server.commands()
                .aclSetuser(
                        "counter",
                        io.lettuce.core.AclSetuserArgs.Builder.reset()
                                .on()
                                .allKeys()
                                .allCommands()
                                .addPassword("s3cr3t"));
        String url = "redis://counter@127.0.0.1:" + server.process().port() + "?passwordFile=" + secret;
        RedisCounterStore.open(url).close();
        server.commands()
                .aclSetuser(
                        "counter",
                        new io.lettuce.core.AclSetuserArgs().removeCommand(io.lettuce.core.protocol.CommandType.INFO));

        assertThatThrownBy(() -> RedisCounterStore.open(url).close())
                .hasMessageContaining("+info")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void a_server_without_memory_denies_and_has_taken_nothing() {
        try (CounterStore store = open()) {
            take(store, "calls", 3);
            server.commands().configSet("maxmemory", "1");

            assertThatThrownBy(() -> take(store, "calls", 1)).hasMessageContaining("OOM");
            assertThatThrownBy(() -> take(store, "spend", 1)).hasMessageContaining("OOM");

            server.commands().configSet("maxmemory", "0");
            assertThat(used(store, "calls")).isEqualTo(3);
            assertThat(used(store, "spend")).isZero();
            take(store, "calls", 1);
        }
    }

    @Test
    void a_key_of_another_kind_is_found_before_anything_is_taken() {
        try (CounterStore store = open()) {
            take(store, "calls", 1);
            String row = server.commands().keys("*" + "5:spend" + "*").stream()
                    .findFirst()
                    .orElse("");
            assertThat(row).isEmpty();
            String calls = server.commands().keys("*:counter:*").get(0);
            server.commands().set(calls.replace("5:calls", "5:spend"), "foreign");

            assertThatThrownBy(() -> store.reserve(
                                    ReserveRequest.of(
                                            List.of(new Charge(key("calls"), 1, 9), new Charge(key("spend"), 1, 9))),
                                    NOON)
                            .toString())
                    .isInstanceOf(StoreException.class);

            assertThat(used(store, "calls")).isEqualTo(1);
        }
    }

    @Test
    void a_process_with_other_zone_data_is_charged_in_the_window_that_is_open() {
        AtomicLong clock = new AtomicLong(NOON);
        CounterKey berlin = day(ZoneId.of("Europe/Berlin"));
        try (RedisCounterStore store = RedisCounterStore.builder(server.url()).open(100, clock)) {
            long end = ((Window.Aligned) berlin.definition().window()).endOf(NOON);
            assertThat(store.reserve(ReserveRequest.of(List.of(new Charge(berlin, 5, 5))), NOON))
                    .isInstanceOf(Reservation.class);
            // As if the other's day had begun an hour earlier: its row ends later.
            String row = server.commands().keys("*:counter:*").get(0);
            server.commands().hset(row, "end", Long.toString(end + 3_600_000));

            clock.set(end + 1_000);

            assertThat(store.reserve(ReserveRequest.of(List.of(new Charge(berlin, 1, 5))), NOON))
                    .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 3_599_000));
            clock.set(end + 3_600_000);
            assertThat(store.reserve(ReserveRequest.of(List.of(new Charge(berlin, 5, 5))), NOON))
                    .isInstanceOf(Reservation.class);
        }
    }

    private static CounterKey day(ZoneId zone) {
        return CounterKey.of(
                new CounterDefinition(
                        "policy",
                        "",
                        RulePlace.tool("tool"),
                        "calls",
                        Window.Calendar.DAY.in(zone),
                        Scope.GLOBAL,
                        Scale.WHOLE),
                null,
                null);
    }

    @Test
    void the_callers_clock_opens_no_window() {
        try (CounterStore store = open()) {
            Charge all = new Charge(key("calls"), 5, 5);
            assertThat(store.reserve(ReserveRequest.of(List.of(all)), NOON)).isInstanceOf(Reservation.class);
            for (long days : new long[] {-400, -40, -1, 1, 40, 400}) {
                assertThat(store.reserve(
                                ReserveRequest.of(List.of(all)),
                                NOON + Duration.ofDays(days).toMillis()))
                        .as("%d days", days)
                        .isInstanceOf(Refusal.class);
            }
        }
    }

    @Test
    void what_is_over_is_dropped_as_other_counters_are_made() {
        AtomicLong clock = new AtomicLong(NOON);
        try (RedisCounterStore store = RedisCounterStore.builder(server.url()).open(100, clock)) {
            IntStream.range(0, 100).forEach(i -> take(store, "calls " + i, 1));
            long rows = server.commands().dbsize();
            clock.set(NOON + Duration.ofDays(40).toMillis());
            IntStream.range(100, 200).forEach(i -> take(store, "calls " + i, 1));

            // Names of operations are remembered for a while, one of each charge.
            assertThat(server.commands().dbsize()).isEqualTo(rows + 100);
            assertThat(store.list("policy", null, 1_000, NOON).counters()).hasSize(100);
        }
    }

    @Test
    void a_store_that_is_closed_denies() {
        RedisCounterStore store = open();
        store.close();
        store.close();

        assertThatThrownBy(() -> take(store, "calls", 1)).hasMessage("the store is closed");
        assertThat(store.reserveAsync(request("calls", 1, 9), NOON).toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void an_interrupt_cuts_no_charge_short() {
        try (CounterStore store = open()) {
            Thread.currentThread().interrupt();
            take(store, "calls", 1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(used(store, "calls")).isEqualTo(1);
        }
    }

    @Test
    void who_is_told_asynchronously_may_block() {
        try (CounterStore store = open()) {
            long used = store.reserveAsync(request("calls", 1, 9), NOON)
                    .thenApply(taken -> used(store, "calls"))
                    .thenApply(first -> first + used(store, "calls"))
                    .toCompletableFuture()
                    .join();
            assertThat(used).isEqualTo(2);
        }
    }
}
