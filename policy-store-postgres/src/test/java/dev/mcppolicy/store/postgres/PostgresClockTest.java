package dev.mcppolicy.store.postgres;

import static dev.mcppolicy.store.postgres.Limits.key;
import static dev.mcppolicy.store.postgres.Limits.now;
import static dev.mcppolicy.store.postgres.Limits.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No window opens twice, whatever the clocks of callers and of the server do. */
@Tag("real")
@Timeout(120)
class PostgresClockTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long NOON = Instant.parse("2026-03-15T12:00:18Z").toEpochMilli();
    private static final CounterKey MINUTE = key("policy", "minute", Window.Calendar.MINUTE);

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.quick();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ReserveResult charge(CounterStore store, CounterKey key, long units, long callersMillis) {
        return store.reserve(ReserveRequest.of(List.of(new Charge(key, units, 5))), callersMillis);
    }

    @Test
    void callers_whose_clocks_are_a_day_off_are_charged_in_the_servers_window() {
        String schema = Server.newSchema();
        CounterKey day = key("policy", "day", Window.Calendar.DAY);
        CounterKey month = key("policy", "month", Window.Calendar.MONTH);
        try (CounterStore early = server.builder(schema).open();
                CounterStore late = server.builder(schema).open()) {
            for (CounterKey key : List.of(day, month)) {
                taken(charge(early, key, 3, now() - 40 * DAY));
                taken(charge(late, key, 2, now() + 40 * DAY));
                assertThat(charge(early, key, 1, now() - DAY)).isInstanceOf(Refusal.class);
                assertThat(charge(late, key, 1, now() + DAY)).isInstanceOf(Refusal.class);
                assertThat(late.read(List.of(key), now())).containsExactly(5);
            }
        }
    }

    @Test
    void a_server_whose_clock_steps_back_opens_no_window_twice_even_for_who_comes_anew() {
        String schema = Server.newSchema();
        try (PostgresCounterStore first = server.builder(schema).open()) {
            first.setClock(NOON);
            taken(charge(first, MINUTE, 5, NOON));
            first.setClock(NOON + 60_000);
            taken(charge(first, MINUTE, 5, NOON));
        }
        for (int i = 0; i < 3; i++) {
            try (PostgresCounterStore anew = server.builder(schema).open()) {
                anew.setClock(NOON - i * 30_000L);
                assertThat(charge(anew, MINUTE, 1, NOON)).isInstanceOf(Refusal.class);
            }
        }
    }

    @Test
    void a_window_that_was_dropped_does_not_open_again_where_the_clock_of_a_killed_process_is_forgotten() {
        String schema = Server.newSchema();
        // Not closed, so that it writes down no clock; what it drops says how far it was.
        PostgresCounterStore killed = server.builder(schema).open();
        killed.setClock(NOON);
        taken(charge(killed, MINUTE, 5, NOON));
        killed.setClock(NOON + 60_000);
        taken(charge(killed, key("policy", "other", Window.Calendar.MINUTE), 1, NOON));
        assertThat(server.number("select count(*) from " + schema + ".counter")).isEqualTo(1);
        server.execute("update " + schema + ".clock set high_ms = 0");
        try (PostgresCounterStore anew = server.builder(schema).open()) {
            anew.setClock(NOON);
            // At the end of the window that was dropped, which the next begins with.
            taken(charge(anew, MINUTE, 5, NOON));
            assertThat(server.number("select start_ms from " + schema + ".counter where used = 5"))
                    .isEqualTo(Window.Calendar.MINUTE.endOf(NOON));
        }
        killed.close();
    }

    @Test
    void who_reckons_with_other_bounds_is_charged_in_the_window_that_is_open() {
        String schema = Server.newSchema();
        try (PostgresCounterStore store = server.builder(schema).open()) {
            store.setClock(NOON);
            taken(charge(store, MINUTE, 4, NOON));
            // As a process does whose tables of the zone say that the day began an hour before, and ends an hour later.
            server.execute(
                    "update " + schema + ".counter set start_ms = start_ms - 3600000, end_ms = end_ms + 3600000");
            store.setClock(NOON + 60_000);
            taken(charge(store, MINUTE, 1, NOON));
            assertThat(charge(store, MINUTE, 1, NOON)).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 3_582_000));
            store.setClock(NOON + 3_642_000);
            taken(charge(store, MINUTE, 5, NOON));
        }
    }

    @Test
    void windows_that_open_under_many_threads_admit_what_the_limit_says_and_no_window_opens_twice() throws Exception {
        String schema = Server.newSchema();
        CounterKey second = key("policy", "second", new Window.Seconds(1));
        AtomicInteger admitted = new AtomicInteger();
        try (PostgresCounterStore one = server.builder(schema).open();
                PostgresCounterStore two = server.builder(schema).open()) {
            long start = now();
            List<CompletableFuture<Void>> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                PostgresCounterStore store = i % 2 == 0 ? one : two;
                long off = (i - 4) * DAY;
                threads.add(CompletableFuture.runAsync(() -> {
                    while (now() < start + 4_000) {
                        if (charge(store, second, 1, now() + off) instanceof Reservation) {
                            admitted.incrementAndGet();
                        }
                    }
                }));
            }
            threads.forEach(CompletableFuture::join);
            long seconds = now() / 1_000 - start / 1_000 + 1;
            assertThat(admitted.get()).isBetween(10, (int) (5 * seconds));
            String each = "select numbers[1] as window, count(*) as charges from " + schema + ".answered group by 1";
            assertThat(server.number("select max(charges) from (" + each + ") t"))
                    .isLessThanOrEqualTo(5);
            assertThat(server.number("select sum(charges) from (" + each + ") t"))
                    .isEqualTo(admitted.get());
        }
    }
}
