package dev.mcppolicy.counter;

import static dev.mcppolicy.counter.Counters.NOON;
import static dev.mcppolicy.counter.Counters.charge;
import static dev.mcppolicy.counter.Counters.key;
import static dev.mcppolicy.counter.Counters.refuse;
import static dev.mcppolicy.counter.Counters.refused;
import static dev.mcppolicy.counter.Counters.sliding;
import static dev.mcppolicy.counter.Counters.take;
import static dev.mcppolicy.counter.Counters.taken;
import static dev.mcppolicy.counter.Counters.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.model.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sliding windows: no half-open interval of the window's length ever holds more than the max. */
class SlidingWindowTest {
    private static final CounterKey LOG = key("log", sliding(100));

    private final InMemoryCounterStore store = new InMemoryCounterStore(10);

    @Test
    void a_charge_counts_for_the_length_of_the_window_and_no_longer() {
        take(store, NOON, charge(LOG, 1, 1));

        assertThat(refuse(store, NOON + 99, charge(LOG, 1, 1)).retryAfterMillis())
                .isEqualTo(1);
        take(store, NOON + 100, charge(LOG, 1, 1));
        assertThat(used(store, LOG, NOON + 199)).isEqualTo(1);
        assertThat(used(store, LOG, NOON + 200)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE + 1, Long.MAX_VALUE})
    void a_charge_counts_at_the_ends_of_time_too(long end) {
        take(store, end, charge(LOG, 1, 1));

        assertThat(refuse(store, end, charge(LOG, 1, 1)).retryAfterMillis()).isEqualTo(100);
        assertThat(used(store, LOG, end)).isEqualTo(1);
    }

    @Test
    void the_wait_is_until_enough_has_left_the_window() {
        take(store, NOON, charge(LOG, 1, 5));
        take(store, NOON + 10, charge(LOG, 2, 5));
        take(store, NOON + 20, charge(LOG, 2, 5));

        assertThat(refuse(store, NOON + 30, charge(LOG, 1, 5)).retryAfterMillis())
                .isEqualTo(70);
        assertThat(refuse(store, NOON + 30, charge(LOG, 2, 5)).retryAfterMillis())
                .isEqualTo(80);
        assertThat(refuse(store, NOON + 30, charge(LOG, 4, 5)).retryAfterMillis())
                .isEqualTo(90);
        assertThat(refuse(store, NOON + 30, charge(LOG, 6, 5)).retryAfterMillis())
                .isEqualTo(Refusal.NEVER);
        take(store, NOON + 110, charge(LOG, 3, 5));
    }

    @Test
    void the_log_grows_and_goes_round_without_loss() {
        for (int i = 0; i < 5_000; i++) {
            take(store, NOON + i, charge(LOG, 1, 100));
            assertThat(used(store, LOG, NOON + i)).isEqualTo(Math.min(100, i + 1));
        }
        assertThat(refuse(store, NOON + 4_999, charge(LOG, 1, 100)).retryAfterMillis())
                .isEqualTo(1);
    }

    /** The log has dropped its oldest entries and gone round to their places when it needs more of them. */
    @Test
    void a_log_that_has_gone_round_grows_without_loss() {
        List<Reservation> made = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            made.add(take(store, i < 8 ? NOON + i : NOON + 102, charge(LOG, 1L << i, 5_000)));
        }
        assertThat(used(store, LOG, NOON + 102)).isEqualTo(0b1111_1111_1000);
        made.get(10).release();
        made.get(3).release();

        assertThat(used(store, LOG, NOON + 102)).isEqualTo(0b1011_1111_0000);
        assertThat(used(store, LOG, NOON + 107)).isEqualTo(0b1011_0000_0000);
        assertThat(refuse(store, NOON + 107, charge(LOG, 5_000, 5_000)).retryAfterMillis())
                .isEqualTo(95);
        assertThat(used(store, LOG, NOON + 202)).isZero();
    }

    @Test
    void a_full_log_refuses_even_charges_of_nothing() {
        for (int i = 0; i < Window.Sliding.MAX_ENTRIES; i++) {
            take(store, NOON + i / 1_000, charge(LOG, 0, 5));
        }

        assertThat(refuse(store, NOON + 20, charge(LOG, 0, 5))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 80));
        take(store, NOON + 100, charge(LOG, 0, 5));
    }

    /** Ten thousand calls that never ran once filled the log, and locked everybody out until the window's end. */
    @Test
    void what_is_given_back_takes_no_place_in_the_log() {
        for (int i = 0; i <= Window.Sliding.MAX_ENTRIES; i++) {
            take(store, NOON, charge(LOG, 1, 5)).release();
            take(store, NOON, charge(LOG, 1, 5)).settle(Map.of("log", BigDecimal.ZERO));
        }

        take(store, NOON, charge(LOG, 1, 1));
        assertThat(refuse(store, NOON + 30, charge(LOG, 1, 1)).retryAfterMillis())
                .isEqualTo(70);
    }

    @Test
    void a_full_log_has_room_for_as_many_as_were_given_back_and_loses_none() {
        List<Reservation> made = new ArrayList<>();
        for (int i = 0; i < Window.Sliding.MAX_ENTRIES; i++) {
            made.add(take(store, NOON + i / 1_000, charge(LOG, 1, 50_000)));
        }
        for (int round = 1; round <= 20; round++) {
            for (int i = round; i < made.size(); i += 20) {
                made.get(i).release();
                made.set(i, take(store, NOON + 10, charge(LOG, 1, 50_000)));
            }
            assertThat(refuse(store, NOON + 10, charge(LOG, 1, 50_000)).retryAfterMillis())
                    .isEqualTo(90);
        }
        made.get(0).settle(Map.of("log", BigDecimal.TEN));
        made.get(9_999).settle(Map.of("log", BigDecimal.TEN));

        assertThat(used(store, LOG, NOON + 99)).isEqualTo(Window.Sliding.MAX_ENTRIES + 18);
        assertThat(used(store, LOG, NOON + 100)).isEqualTo(Window.Sliding.MAX_ENTRIES + 18 - 10);
        assertThat(used(store, LOG, NOON + 110)).isZero();
    }

    @Test
    void a_held_charge_makes_room_in_a_full_log_for_the_one_in_its_place() {
        Reservation held = take(store, NOON, charge(LOG, 1, 50_000));
        for (int i = 1; i < Window.Sliding.MAX_ENTRIES; i++) {
            take(store, NOON, charge(LOG, 1, 50_000));
        }
        refused(store.swap(held, List.of(charge(LOG, 50_000, 50_000)), NOON));
        refuse(store, NOON, charge(LOG, 1, 50_000));

        taken(store.swap(held, List.of(charge(LOG, 2, 50_000)), NOON));

        assertThat(used(store, LOG, NOON)).isEqualTo(Window.Sliding.MAX_ENTRIES + 1);
    }

    /** It was thought to be gone, since a swap that is refused has no unit of it to put back. */
    @Test
    void a_held_charge_of_nothing_makes_room_in_a_full_log_and_comes_back_where_the_swap_is_refused() {
        Reservation held = take(store, NOON, charge(LOG, 0, 5));
        for (int i = 1; i < Window.Sliding.MAX_ENTRIES; i++) {
            take(store, NOON, charge(LOG, 0, 5));
        }
        refused(store.swap(held, List.of(charge(LOG, 6, 5)), NOON));
        CounterKey other = key("other", sliding(100));
        take(store, NOON, charge(other, 5, 5));
        refused(store.swap(held, List.of(charge(LOG, 0, 5), charge(other, 1, 5)), NOON));
        refuse(store, NOON, charge(LOG, 0, 5));

        taken(store.swap(held, List.of(charge(LOG, 0, 5)), NOON));

        refuse(store, NOON, charge(LOG, 0, 5));
    }

    /** A swap that read the reservation as unsettled may come upon its entry after a release. */
    @Test
    void an_entry_that_was_given_back_is_never_taken_for_another() {
        SlidingCell cell = new SlidingCell(LOG, 1, 100, NOON);
        assertThat(cell.lock()).isTrue();
        long first = cell.recordLocked(1, NOON);
        cell.setLocked(1);
        cell.unlock();
        cell.replace(1, 0, first);
        assertThat(cell.lock()).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(cell.recordLocked(1, NOON)).isNotEqualTo(first);
            cell.setLocked(cell.usedLocked() + 1);
            assertThat(cell.takeBackLocked(1, first)).isEqualTo(Cell.NOT_HELD);
        }
        cell.unlock();
        cell.replace(1, 0, first);
        cell.replace(1, 5, first);

        assertThat(cell.usedAt(NOON)).isEqualTo(20);
    }

    @Test
    void a_release_and_a_settlement_change_their_own_entry() {
        Reservation first = take(store, NOON, charge(LOG, 2, 5));
        Reservation second = take(store, NOON + 10, charge(LOG, 3, 5));
        second.settle(Map.of("log", BigDecimal.ONE));
        first.release();
        assertThat(used(store, LOG, NOON + 20)).isEqualTo(1);
        Reservation third = take(store, NOON + 20, charge(LOG, 4, 5));
        third.settle(Map.of("log", BigDecimal.TEN));

        assertThat(used(store, LOG, NOON + 109)).isEqualTo(11);
        assertThat(used(store, LOG, NOON + 110)).isEqualTo(10);
        assertThat(used(store, LOG, NOON + 120)).isZero();
    }

    @Test
    void a_correction_after_the_window_changes_nothing() {
        Reservation first = take(store, NOON, charge(LOG, 2, 5));
        take(store, NOON + 100, charge(LOG, 3, 5));

        first.release();

        assertThat(used(store, LOG, NOON + 100)).isEqualTo(3);
    }

    @Test
    void a_clock_that_steps_back_forgets_nothing() {
        take(store, NOON, charge(LOG, 1, 1));
        take(store, NOON + 100, charge(LOG, 1, 1));

        assertThat(refuse(store, NOON + 50, charge(LOG, 1, 1)).retryAfterMillis())
                .isEqualTo(100);
    }

    /** A thread read the clock, slept, and meanwhile others saw the window later and forgot what still counted for it. */
    @Test
    void a_thread_that_was_overtaken_charges_as_of_the_later_instant() {
        HighWaterClock clock = new HighWaterClock();
        CellTable table = new CellTable(clock, 10);
        List<Charge> one = List.of(charge(LOG, 1, 1));
        clock.advance(NOON + 50);
        taken(new JointCharge(table, one, Reservation.empty(), NOON + 50).take());
        clock.advance(NOON + 149);
        Cell cell = table.find(LOG, NOON + 149, table.taken(new ArrayList<>()));
        clock.advance(NOON + 150);
        assertThat(cell.usedAt(NOON + 150)).isZero();

        taken(new JointCharge(table, one, Reservation.empty(), NOON + 149).take());

        clock.advance(NOON + 249);
        Refusal refusal = refused(new JointCharge(table, one, Reservation.empty(), NOON + 249).take());
        assertThat(refusal.retryAfterMillis()).isEqualTo(1);
    }

    /** The clock was set back under a charge that had read it before. */
    @Test
    void a_charge_from_before_the_clock_was_set_back_does_not_block_later_ones() {
        HighWaterClock clock = new HighWaterClock();
        CellTable table = new CellTable(clock, 10);
        List<Charge> one = List.of(charge(LOG, 1, 2));
        clock.advance(NOON + 1_000_000);
        clock.reset(NOON);
        taken(new JointCharge(table, one, Reservation.empty(), NOON + 1_000_000).take());

        taken(new JointCharge(table, one, Reservation.empty(), NOON).take());

        assertThat(refused(new JointCharge(table, one, Reservation.empty(), NOON).take())
                        .retryAfterMillis())
                .isEqualTo(100);
    }
}
