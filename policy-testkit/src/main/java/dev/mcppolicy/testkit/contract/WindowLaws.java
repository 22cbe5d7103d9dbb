package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How counters stand in time: each in its window, and no window twice. */
interface WindowLaws extends StoreLaws {
    CounterKey CALLS = key("calls");
    CounterKey SLIDING = key("sliding", new Window.Sliding(Duration.ofMinutes(1)));

    @Test
    default void every_aligned_window_counts_to_its_end_and_no_further() {
        for (Window.Aligned window : List.of(
                Window.Calendar.MINUTE,
                new Window.Seconds(90),
                Window.Calendar.HOUR,
                Window.Calendar.DAY,
                Window.Calendar.WEEK,
                Window.Calendar.MONTH,
                Window.Calendar.DAY.in(ZoneId.of("Europe/Berlin")),
                Window.Calendar.WEEK.in(ZoneId.of("Asia/Kathmandu")),
                Window.Calendar.MONTH.in(ZoneId.of("America/St_Johns")))) {
            CounterKey key = key("calls", window);
            long start = now();
            long end = window.endOf(start);
            take(new Charge(key, 1, 1));

            at(end - 1);
            assertThat(refuse(new Charge(key, 1, 1)).retryAfterMillis())
                    .as(window.id())
                    .isEqualTo(1);
            at(end);
            assertThat(used(key)).as(window.id()).isZero();
            assertThat(take(new Charge(key, 1, 1)).before(0)).as(window.id()).isZero();
        }
    }

    @Test
    default void a_day_of_a_zone_is_as_long_as_the_zones_clock_makes_it() {
        CounterKey day = key("calls", Window.Calendar.DAY.in(ZoneId.of("Europe/Berlin")));
        long fall = Instant.parse("2026-10-24T22:00:00Z").toEpochMilli();
        at(fall);
        take(new Charge(day, 5, 5));
        assertThat(refuse(new Charge(day, 1, 5)).retryAfterMillis()).isEqualTo(25 * 60 * MINUTE);

        at(fall + 25 * 60 * MINUTE - 1);
        assertThat(used(day)).isEqualTo(5);
        at(fall + 25 * 60 * MINUTE);
        assertThat(used(day)).isZero();
    }

    @Test
    default void a_clock_that_steps_back_opens_no_budget_twice() {
        take(new Charge(CALLS, 5, 5));
        at(NOON + MINUTE);
        take(new Charge(CALLS, 4, 5));

        at(NOON);

        assertThat(used(CALLS)).isEqualTo(4);
        take(new Charge(CALLS, 1, 5));
        assertThat(refuse(new Charge(CALLS, 1, 5)).reason()).isEqualTo(Refusal.Reason.LIMIT);
        at(NOON + MINUTE);
        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    default void reading_moves_the_clock_as_charging_does() {
        take(new Charge(CALLS, 5, 5));
        at(NOON + MINUTE);
        assertThat(used(CALLS)).isZero();

        at(NOON);

        assertThat(used(CALLS)).isZero();
        take(new Charge(CALLS, 5, 5));
        at(NOON + MINUTE);
        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    default void whatever_is_asked_moves_the_clock_also_where_it_is_refused() {
        CounterKey other = key("other");
        Reservation held = take(new Charge(key("held"), 1, 9));
        List<Runnable> questions = List.of(
                () -> refuse(new Charge(CALLS, 6, 5)),
                () -> refuse(new Charge(other, 1, 5), new Charge(CALLS, 6, 5)),
                () -> StoreLaws.refused(swap(held, new Charge(CALLS, 6, 5))),
                () -> assertThat(store().readCrediting(held, List.of(CALLS), now()))
                        .containsExactly(0));
        for (int i = 0; i < questions.size(); i++) {
            long start = NOON + 2L * i * MINUTE;
            at(start);
            take(new Charge(CALLS, 5, 5));
            at(start + MINUTE);
            questions.get(i).run();

            at(start);

            assertThat(used(CALLS)).as("question %d", i).isZero();
        }
    }

    @Test
    default void the_wait_counts_from_the_highest_instant_seen() {
        take(new Charge(CALLS, 5, 5));
        at(NOON + 10_000);
        take(new Charge(CALLS, 0, 5));

        at(NOON);

        assertThat(refuse(new Charge(CALLS, 1, 5)).retryAfterMillis()).isEqualTo(32_000);
    }

    @Test
    default void a_clock_that_jumped_ahead_is_put_right_by_its_reset() {
        CounterKey month = key("calls", Window.Calendar.MONTH);
        take(month, 2);
        at(Instant.parse("2036-01-15T12:00:18Z").toEpochMilli());
        take(new Charge(CALLS, 5, 5));

        at(NOON);
        store().resetClock(NOON);

        assertThat(used(CALLS)).isZero();
        assertThat(take(new Charge(CALLS, 5, 5)).before(0)).isZero();
        assertThat(refuse(new Charge(CALLS, 1, 5)).retryAfterMillis()).isEqualTo(42_000);
    }

    @Test
    default void a_reset_of_the_clock_keeps_the_windows_that_have_begun() {
        take(CALLS, 3);
        at(NOON + 20_000);
        take(CALLS, 1);

        at(NOON + 10_000);
        store().resetClock(NOON + 10_000);

        assertThat(used(CALLS)).isEqualTo(4);
    }

    /** They would come alive again once the clock gets there. */
    @Test
    default void a_reset_of_the_clock_drops_the_counters_of_windows_that_have_not_begun() {
        CounterKey day = key("calls", Window.Calendar.DAY);
        long ahead = NOON + 2 * 86_400_000L;
        at(ahead);
        take(new Charge(CALLS, 5, 5), new Charge(day, 5, 5));

        at(NOON);
        store().resetClock(NOON);
        assertUsed(Map.of(CALLS, 0L, day, 0L));
        at(ahead);

        assertUsed(Map.of(CALLS, 0L, day, 0L));
        take(new Charge(CALLS, 5, 5), new Charge(day, 5, 5));
    }

    @Test
    default void a_window_begins_with_its_first_millisecond() {
        long start = Window.Calendar.MINUTE.endOf(NOON);
        at(start);
        take(new Charge(CALLS, 5, 5));

        assertThat(refuse(new Charge(CALLS, 1, 5)).retryAfterMillis()).isEqualTo(MINUTE);
        at(start + MINUTE - 1);
        assertThat(used(CALLS)).isEqualTo(5);
    }
}
