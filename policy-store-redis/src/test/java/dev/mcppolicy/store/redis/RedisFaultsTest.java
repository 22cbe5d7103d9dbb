package dev.mcppolicy.store.redis;

import static dev.mcppolicy.store.redis.Limits.NOON;
import static dev.mcppolicy.store.redis.Limits.key;
import static dev.mcppolicy.store.redis.Limits.request;
import static dev.mcppolicy.store.redis.Limits.take;
import static dev.mcppolicy.store.redis.Limits.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.testkit.contract.FaultyProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the store does where the network or the server fails: nothing twice, nothing uncounted, nothing for ever. */
@Tag("real")
@Timeout(120)
class RedisFaultsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Beyond the time-out, for a machine that others use too. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private static TestServer server;

    private FaultyProxy proxy;
    private RedisCounterStore store;
    private RedisCounterStore direct;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(RedisProcess.IN_MEMORY);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        server.empty();
        proxy = FaultyProxy.to("127.0.0.1", server.process().port());
        store = RedisCounterStore.builder("redis://127.0.0.1:" + proxy.port())
                .timeout(TIMEOUT)
                .open();
        direct = RedisCounterStore.open(server.url());
    }

    @AfterEach
    void close() {
        proxy.heal();
        store.close();
        direct.close();
        proxy.close();
    }

    private static void assertThrowsInTime(Runnable call) {
        long start = System.nanoTime();
        assertThatThrownBy(call::run).isInstanceOf(StoreException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.plus(SLACK));
    }

    @Test
    void a_charge_whose_answer_is_lost_is_taken_once() {
        take(store, "calls", 0);
        proxy.loseAnswers(7);

        for (int i = 0; i < 100; i++) {
            take(store, "calls", 1);
        }

        assertThat(proxy.lost()).isGreaterThan(5);
        assertThat(used(direct, "calls")).isEqualTo(100);
    }

    @Test
    void a_settlement_whose_answer_is_lost_is_made_once() {
        take(store, "calls", 50);
        List<Reservation> reservations = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            reservations.add(take(store, "calls", 1));
        }
        proxy.loseAnswers(7);

        for (Reservation each : reservations) {
            each.release().toCompletableFuture().join();
        }

        assertThat(proxy.lost()).isGreaterThan(5);
        assertThat(used(direct, "calls")).isEqualTo(50);
    }

    @Test
    void what_is_held_is_taken_swapped_and_settled_once_though_answers_are_lost() {
        take(store, "calls", 0);
        long until = Instant.now().toEpochMilli() + 600_000;
        proxy.loseAnswers(7);
        for (int i = 0; i < 30; i++) {
            Reservation held = (Reservation) store.reserve(
                    request("calls", 3, 1_000).withHold(new Hold(OperationId.random(), until, Hold.Then.RELEASE)),
                    NOON);
            Reservation swapped = (Reservation) store.swap(
                    held,
                    request("calls", 2, 1_000).withHold(new Hold(OperationId.random(), until, Hold.Then.RELEASE)),
                    NOON);
            if (i % 2 == 0) {
                swapped.release().toCompletableFuture().join();
            } else {
                swapped.commit().toCompletableFuture().join();
            }
        }

        assertThat(proxy.lost()).isGreaterThan(5);
        assertThat(used(direct, "calls")).isEqualTo(30);
    }

    @Test
    void connections_that_are_reset_again_and_again_admit_no_more_than_the_limit_and_charge_nothing_twice()
            throws InterruptedException {
        take(store, "calls", 0);
        AtomicLong admitted = new AtomicLong();
        AtomicLong unknown = new AtomicLong();
        AtomicBoolean isOver = new AtomicBoolean();
        Random random = new Random(7);
        Thread storm = new Thread(() -> {
            while (!isOver.get()) {
                proxy.reset();
                try {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(30));
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        storm.start();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread caller = new Thread(() -> {
                for (int j = 0; j < 100; j++) {
                    try {
                        ReserveResult result = store.reserve(
                                ReserveRequest.of(
                                        List.of(new Charge(key("calls"), 1, 500), new Charge(key("all"), 1, 9_999))),
                                NOON);
                        if (result instanceof Reservation) {
                            admitted.incrementAndGet();
                        }
                    } catch (StoreException e) {
                        unknown.incrementAndGet();
                    }
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        isOver.set(true);
        storm.join();

        long used = used(direct, "calls");
        assertThat(used).isLessThanOrEqualTo(500).isBetween(admitted.get(), admitted.get() + unknown.get());
        assertThat(used(direct, "all")).isEqualTo(used);
        assertThat(admitted.get()).isPositive();
    }

    @Test
    void a_path_that_is_cut_denies_in_time_and_comes_back_by_itself() {
        take(store, "calls", 1);
        proxy.hold();

        assertThrowsInTime(() -> take(store, "calls", 1));
        assertThrowsInTime(() -> used(store, "calls"));
        proxy.heal();

        server.untilItAnswers(() -> used(store, "calls"));
        take(store, "calls", 1);
        // What was held came late: once, or not at all.
        assertThat(used(direct, "calls")).isBetween(2L, 3L);
    }

    @Test
    void a_server_that_refuses_connections_denies_in_time_and_comes_back_by_itself() {
        take(store, "calls", 1);
        proxy.refuse();
        proxy.reset();

        assertThrowsInTime(() -> take(store, "calls", 1));
        proxy.heal();

        server.untilItAnswers(() -> take(store, "calls", 1));
        assertThat(used(direct, "calls")).isEqualTo(2);
    }

    @Test
    void a_store_that_cannot_be_opened_says_so_in_time() {
        proxy.hold();

        assertThrowsInTime(() -> RedisCounterStore.builder("redis://127.0.0.1:" + proxy.port())
                .timeout(TIMEOUT)
                .open()
                .close());
    }

    @Test
    void a_server_that_stands_still_denies_in_time_and_counts_once_when_it_goes_on() {
        take(store, "calls", 1);
        server.process().pauseServer();
        try {
            assertThrowsInTime(() -> take(store, "calls", 1));
        } finally {
            server.process().resume();
        }

        server.untilItAnswers(() -> take(store, "calls", 1));
        assertThat(used(direct, "calls")).isBetween(2L, 3L);
    }

    @Test
    void who_asks_asynchronously_waits_for_nothing() {
        take(store, "calls", 1);
        proxy.hold();

        long start = System.nanoTime();
        List<CompletableFuture<ReserveResult>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            asked.add(store.reserveAsync(request("calls", 1, 1_000), NOON).toCompletableFuture());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIMEOUT.dividedBy(2));

        for (CompletableFuture<ReserveResult> each : asked) {
            assertThrowsInTime(() -> {
                try {
                    each.join();
                } catch (java.util.concurrent.CompletionException e) {
                    throw (RuntimeException) e.getCause();
                }
            });
        }
    }

    @Test
    void a_slow_path_is_no_fault() {
        proxy.delay(Duration.ofMillis(100));

        for (int i = 0; i < 5; i++) {
            take(store, "calls", 1);
        }

        assertThat(used(direct, "calls")).isEqualTo(5);
        assertThat(proxy.accepted()).isEqualTo(1);
    }
}
