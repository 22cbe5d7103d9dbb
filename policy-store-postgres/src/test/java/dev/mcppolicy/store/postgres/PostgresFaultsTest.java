package dev.mcppolicy.store.postgres;

import static dev.mcppolicy.store.postgres.Limits.key;
import static dev.mcppolicy.store.postgres.Limits.now;
import static dev.mcppolicy.store.postgres.Limits.request;
import static dev.mcppolicy.store.postgres.Limits.take;
import static dev.mcppolicy.store.postgres.Limits.taken;
import static dev.mcppolicy.store.postgres.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.testkit.contract.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the network does, no charge is made twice, none is lost that was answered, and nobody waits for longer than said. */
@Tag("real")
@Timeout(300)
class PostgresFaultsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    /** What a loaded machine may take besides. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private static Server server;

    private FaultyProxy proxy;
    private HikariDataSource pool;
    private PostgresCounterStore store;
    private PostgresCounterStore direct;

    @BeforeAll
    static void start() {
        server = Server.quick();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        String schema = Server.newSchema();
        direct = server.builder(schema).open();
        proxy = FaultyProxy.to("127.0.0.1", server.port());
        pool = Server.pool("127.0.0.1", proxy.port(), 8);
        store = PostgresCounterStore.builder(pool)
                .schema(schema)
                .timeout(TIMEOUT)
                .open();
    }

    @AfterEach
    void close() {
        store.close();
        pool.close();
        proxy.close();
        direct.close();
    }

    private static long millisOf(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static void failsInTime(Runnable action) {
        assertThat(millisOf(() -> assertThatThrownBy(action::run).isInstanceOf(StoreException.class)))
                .isLessThan(TIMEOUT.plus(SLACK).toMillis());
    }

    @Test
    void a_charge_whose_answer_was_lost_is_made_once_and_answered() {
        take(store, "a", 1);
        for (int i = 0; i < 20; i++) {
            int lost = proxy.lost();
            // Of what the pool itself asks nothing is lost, so that the first answer is that of the charge.
            proxy.loseAnswers(1);
            Thread healing = new Thread(() -> {
                while (proxy.lost() == lost) {
                    Thread.onSpinWait();
                }
                proxy.heal();
            });
            healing.start();
            Reservation answered = taken(store.reserve(request("a", 1, Long.MAX_VALUE), now()));
            assertThat(answered.before(0)).isEqualTo(1 + i);
            assertThat(proxy.lost()).isGreaterThan(lost);
        }
        assertThat(used(direct, "a")).isEqualTo(21);
    }

    @Test
    void settlements_and_swaps_whose_answers_were_lost_are_made_once() throws Exception {
        proxy.loseAnswers(5);
        long expected = 0;
        for (int i = 0; i < 60; i++) {
            OperationId id = OperationId.random();
            boolean isNamed = i % 2 == 0;
            ReserveRequest ten = request("a", 10, Long.MAX_VALUE);
            ReserveRequest first = isNamed ? ten.withHold(new Hold(id, now() + 60_000_000, Hold.Then.KEEP)) : ten;
            try {
                Reservation reservation = taken(store.reserve(first, now()));
                expected += 10;
                if (i % 3 == 0) {
                    reservation = taken(store.swap(reservation, request("a", 4, Long.MAX_VALUE), now()));
                    expected -= 6;
                    reservation.release().toCompletableFuture().join();
                    expected -= 4;
                } else if (i % 3 == 1) {
                    reservation.release().toCompletableFuture().join();
                    expected -= 10;
                } else {
                    reservation
                            .settle(java.util.Map.of("a", java.math.BigDecimal.valueOf(3)))
                            .toCompletableFuture()
                            .join();
                    expected -= 7;
                }
            } catch (StoreException | CompletionException e) {
                // Three answers in a row: what is not known is settled by looking, so that the sum goes on from there.
                expected = settledSum();
            }
            assertThat(used(direct, "a")).as("round %d", i).isEqualTo(expected);
        }
        assertThat(proxy.lost()).isGreaterThan(20);
    }

    /** What stands when the server is no longer at anything. */
    private long settledSum() {
        while (server.number("select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid()")
                > 0) {
            Thread.onSpinWait();
        }
        return used(direct, "a");
    }

    @Test
    void a_server_that_stands_still_is_denied_by_in_time_and_comes_back_by_itself() {
        take(store, "a", 1);
        proxy.hold();
        for (int i = 0; i < 3; i++) {
            failsInTime(() -> take(store, "a", 1));
            failsInTime(() -> used(store, "a"));
        }
        assertThat(millisOf(() -> assertThatThrownBy(() -> store.reserveAsync(request("a", 1, 100), now())
                                .toCompletableFuture()
                                .join())
                        .hasCauseInstanceOf(StoreException.class)))
                .isLessThan(TIMEOUT.plus(SLACK).toMillis());
        proxy.heal();
        assertThat(take(direct, "b", 1).before(0)).isZero();
        awaitAnswer();
        // What was sent before may have been done, and then once each.
        assertThat(settledSum()).isBetween(1L, 5L);
    }

    private void awaitAnswer() {
        for (int i = 0; ; i++) {
            try {
                take(store, "back", 1);
                return;
            } catch (StoreException e) {
                if (i == 10) {
                    throw e;
                }
            }
        }
    }

    @Test
    void a_server_that_refuses_is_denied_by_in_time_and_comes_back_by_itself() {
        take(store, "a", 1);
        proxy.refuse();
        proxy.reset();
        failsInTime(() -> take(store, "a", 1));
        failsInTime(() -> take(store, "a", 1));
        proxy.heal();
        awaitAnswer();
        assertThat(used(direct, "a")).isEqualTo(1);
    }

    @Test
    void connections_that_are_reset_while_they_are_idle_are_not_noticed_by_callers() {
        for (int i = 0; i < 20; i++) {
            take(store, "a", 1);
            proxy.reset();
        }
        assertThat(used(direct, "a")).isEqualTo(20);
    }

    @Test
    void delays_are_waited_for() {
        proxy.delay(Duration.ofMillis(40));
        for (int i = 0; i < 5; i++) {
            take(store, "a", 1);
        }
        proxy.heal();
        assertThat(used(store, "a")).isEqualTo(5);
    }

    @Test
    void in_a_storm_of_faults_a_limit_holds_and_every_answered_charge_stands_once() throws Exception {
        int max = 400;
        ReserveRequest both =
                ReserveRequest.of(List.of(new Charge(key("calls"), 1, max), new Charge(key("spend"), 7, 7L * max + 6)));
        AtomicInteger admitted = new AtomicInteger();
        AtomicInteger unknown = new AtomicInteger();
        AtomicInteger full = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> futures = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            futures.add(threads.submit(() -> {
                while (full.get() == 0) {
                    long millis = millisOf(() -> {
                        try {
                            if (store.reserve(both, now()) instanceof Reservation) {
                                admitted.incrementAndGet();
                            } else {
                                full.incrementAndGet();
                            }
                        } catch (StoreException e) {
                            unknown.incrementAndGet();
                        }
                    });
                    assertThat(millis).isLessThan(TIMEOUT.plus(SLACK).toMillis());
                }
            }));
        }
        Random random = new Random(7);
        while (full.get() == 0) {
            switch (random.nextInt(5)) {
                case 0 -> proxy.reset();
                case 1 -> proxy.loseAnswers(2 + random.nextInt(6));
                case 2 -> proxy.delay(Duration.ofMillis(random.nextInt(20)));
                case 3 -> {
                    proxy.hold();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
                    proxy.heal();
                }
                default -> {
                    proxy.heal();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
                }
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(50));
        }
        proxy.heal();
        for (Future<?> each : futures) {
            each.get();
        }
        threads.shutdown();
        settledSum();
        long calls = used(direct, "calls");
        assertThat(calls).isLessThanOrEqualTo(max);
        assertThat(used(direct, "spend")).isEqualTo(7 * calls);
        // None that was answered is missing, and none is there that was neither answered nor told as unknown.
        assertThat(calls).isBetween((long) admitted.get(), (long) admitted.get() + unknown.get());
    }
}
