package dev.mcppolicy.counter.memory;

import static dev.mcppolicy.counter.memory.Counters.NOON;
import static dev.mcppolicy.counter.memory.Counters.charge;
import static dev.mcppolicy.counter.memory.Counters.key;
import static dev.mcppolicy.counter.memory.Counters.refuse;
import static dev.mcppolicy.counter.memory.Counters.refused;
import static dev.mcppolicy.counter.memory.Counters.sliding;
import static dev.mcppolicy.counter.memory.Counters.take;
import static dev.mcppolicy.counter.memory.Counters.taken;
import static dev.mcppolicy.counter.memory.Counters.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
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

    private static int entries(InMemoryCounterStore store, CounterKey key) {
        return store.logEntries(key);
    }

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

    /** Ten thousand calls of amount zero once locked everybody out until the window had slid away. */
    @Test
    void charges_of_nothing_take_no_place_in_the_log() {
        for (int i = 0; i <= SlidingLog.MOST_ENTRIES; i++) {
            take(store, NOON + i / 200, charge(LOG, 0, 5));
        }
        assertThat(entries(store, LOG)).isZero();

        take(store, NOON + 50, charge(LOG, 5, 5));
        assertThat(refuse(store, NOON + 50, charge(LOG, 1, 5))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 100));
    }

    @Test
    void a_budget_cannot_be_filled_with_next_to_nothing() {
        CounterKey day = key("day", sliding(86_400_000));
        for (int i = 0; i < 3 * SlidingLog.MOST_ENTRIES; i++) {
            take(store, NOON + i, charge(day, 1, 1_000_000_000));
        }

        assertThat(entries(store, day)).isEqualTo(SlidingLog.MOST_ENTRIES);
        long next = NOON + 3 * SlidingLog.MOST_ENTRIES;
        take(store, next, charge(day, 1_000_000_000 - 3 * SlidingLog.MOST_ENTRIES, 1_000_000_000));
        refuse(store, next, charge(day, 1, 1_000_000_000));
    }

    @Test
    void the_charges_of_one_millisecond_are_one_entry() {
        for (int i = 0; i < 1_000; i++) {
            take(store, NOON + i / 500, charge(LOG, 1, 1_000));
        }

        assertThat(entries(store, LOG)).isEqualTo(2);
        assertThat(refuse(store, NOON + 1, charge(LOG, 500, 1_000)).retryAfterMillis())
                .isEqualTo(99);
        assertThat(refuse(store, NOON + 1, charge(LOG, 501, 1_000)).retryAfterMillis())
                .isEqualTo(100);
    }

    @Test
    void a_full_log_merges_its_oldest_neighbours_at_the_later_instant() {
        CounterKey wide = key("wide", sliding(1_000_000));
        int entries = SlidingLog.MOST_ENTRIES;
        for (int i = 0; i < entries; i++) {
            take(store, NOON + 10L * i, charge(wide, 1, 20_000));
        }
        assertThat(used(store, wide, NOON + 1_000_000)).isEqualTo(entries - 1);
        for (int i = entries; i < entries + 2; i++) {
            take(store, NOON + 1_000_000, charge(wide, 1, 20_000));
            take(store, NOON + 1_000_001, charge(wide, 1, 20_000));
        }

        // That of NOON has slid away; of the next two, the earlier counts as long as the later.
        assertThat(used(store, wide, NOON + 1_000_010)).isEqualTo(entries - 1 + 4);
        assertThat(used(store, wide, NOON + 1_000_019)).isEqualTo(entries - 1 + 4);
        assertThat(used(store, wide, NOON + 1_000_020)).isEqualTo(entries - 3 + 4);
        assertThat(used(store, wide, NOON + 1_000_030)).isEqualTo(entries - 4 + 4);
    }

    /** A log that always merged its two oldest would keep them for as long as calls come. */
    @Test
    void however_many_charges_come_none_counts_a_4999th_of_the_window_too_long() {
        CounterKey hour = key("hour", sliding(3_600_000));
        int each = 100;
        for (long at = 0; at < 4 * 3_600_000; at += each) {
            take(store, NOON + at, charge(hour, 1, 1_000_000));
            if (at % 600_000 == 0 && at >= 3_600_000) {
                assertThat(used(store, hour, NOON + at)).isBetween(36_000L, 36_000L + 3_600_000 / 4_999 / each + 1);
            }
        }
        assertThat(entries(store, hour)).isLessThanOrEqualTo(SlidingLog.MOST_ENTRIES);
    }

    /** Ten thousand calls that never ran once filled the log, and locked everybody out until the window's end. */
    @Test
    void what_is_given_back_takes_no_place_in_the_log() {
        CounterKey wide = key("wide", sliding(1_000_000));
        for (int i = 0; i <= SlidingLog.MOST_ENTRIES; i++) {
            take(store, NOON + i, charge(wide, 1, 5)).release();
            take(store, NOON + i, charge(wide, 1, 5)).settle(Map.of("wide", BigDecimal.ZERO));
        }
        assertThat(entries(store, wide)).isZero();

        take(store, NOON + 10_000, charge(wide, 1, 1));
        assertThat(refuse(store, NOON + 10_030, charge(wide, 1, 1)).retryAfterMillis())
                .isEqualTo(999_970);
    }

    @Test
    void a_release_after_its_entry_was_merged_takes_its_own_units_and_no_more() {
        InMemoryCounterStore small = new InMemoryCounterStore(10, 10, 4);
        List<Reservation> made = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            made.add(take(small, NOON + 10L * i, charge(LOG, 1L << i, 100)));
        }
        assertThat(entries(small, LOG)).isEqualTo(4);

        made.get(0).release();
        made.get(0).release();
        made.get(1).settle(Map.of("log", BigDecimal.ONE));
        made.get(1).settle(Map.of("log", BigDecimal.ZERO));

        assertThat(used(small, LOG, NOON + 50)).isEqualTo(0b111101);
        made.get(2).release();
        made.get(3).release();
        made.get(4).release();
        made.get(5).release();
        assertThat(used(small, LOG, NOON + 50)).isEqualTo(1);
        assertThat(used(small, LOG, NOON + 150)).isZero();
    }

    @Test
    void a_charge_of_nothing_that_turns_out_to_be_more_counts_from_its_own_instant() {
        Reservation nothing = take(store, NOON, charge(LOG, 0, 5));
        take(store, NOON + 10, charge(LOG, 2, 5));

        nothing.settle(Map.of("log", BigDecimal.valueOf(3)));
        nothing.settle(Map.of("log", BigDecimal.valueOf(4)));

        assertThat(used(store, LOG, NOON + 99)).isEqualTo(5);
        assertThat(refuse(store, NOON + 99, charge(LOG, 1, 5)).retryAfterMillis())
                .isEqualTo(1);
        assertThat(used(store, LOG, NOON + 100)).isEqualTo(2);
    }

    @Test
    void a_charge_of_nothing_that_turns_out_to_be_more_after_its_window_changes_nothing() {
        Reservation nothing = take(store, NOON, charge(LOG, 0, 5));
        take(store, NOON + 100, charge(LOG, 2, 5));

        nothing.settle(Map.of("log", BigDecimal.valueOf(3)));

        assertThat(used(store, LOG, NOON + 100)).isEqualTo(2);
    }

    @Test
    void a_full_log_finds_a_place_for_what_turns_out_to_be_more() {
        InMemoryCounterStore small = new InMemoryCounterStore(10, 10, 4);
        Reservation nothing = take(small, NOON + 15, charge(LOG, 0, 100));
        for (int i = 2; i < 6; i++) {
            take(small, NOON + 10L * i, charge(LOG, 1, 100));
        }

        nothing.settle(Map.of("log", BigDecimal.TEN));

        assertThat(entries(small, LOG)).isEqualTo(4);
        assertThat(used(small, LOG, NOON + 114)).isEqualTo(14);
        assertThat(used(small, LOG, NOON + 160)).isZero();
    }

    @Test
    void an_approval_moves_a_charge_to_its_own_instant() {
        Reservation held = take(store, NOON, charge(LOG, 3, 5));

        taken(store.swap(held, ReserveRequest.of(List.of(charge(LOG, 3, 5))), NOON + 60));
        held.release();
        held.settle(Map.of("log", BigDecimal.TEN));

        assertThat(used(store, LOG, NOON + 159)).isEqualTo(3);
        assertThat(used(store, LOG, NOON + 160)).isZero();
    }

    @Test
    void a_refused_swap_leaves_the_held_charge_where_it_was() {
        Reservation held = take(store, NOON, charge(LOG, 3, 5));
        take(store, NOON + 10, charge(LOG, 2, 5));

        assertThat(refused(store.swap(held, ReserveRequest.of(List.of(charge(LOG, 4, 5))), NOON + 20)))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 90));

        assertThat(entries(store, LOG)).isEqualTo(2);
        assertThat(used(store, LOG, NOON + 99)).isEqualTo(5);
        assertThat(used(store, LOG, NOON + 100)).isEqualTo(2);
    }

    @Test
    void a_refused_swap_of_a_merged_charge_leaves_it_where_it_was() {
        InMemoryCounterStore small = new InMemoryCounterStore(10, 10, 4);
        List<Reservation> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(take(small, NOON + 10L * i, charge(LOG, 1, 100)));
        }
        made.get(1).release();

        refused(small.swap(made.get(0), ReserveRequest.of(List.of(charge(LOG, 98, 100))), NOON + 40));

        assertThat(used(small, LOG, NOON + 109)).isEqualTo(4);
        assertThat(used(small, LOG, NOON + 110)).isEqualTo(3);
    }

    /** A swap that read the reservation as unsettled may come upon its charge after a release. */
    @Test
    void a_charge_that_was_given_back_takes_nothing_from_its_neighbours() {
        SlidingCell cell = new SlidingCell(LOG, "", 1, 100, 4, NOON);
        assertThat(cell.lock()).isTrue();
        LoggedCharge first = cell.recordLocked(1, NOON);
        cell.recordLocked(1, NOON);
        cell.unlock();
        cell.replace(1, 0, first);
        assertThat(cell.lock()).isTrue();
        for (int i = 0; i < 20; i++) {
            cell.recordLocked(1, NOON + i);
            assertThat(cell.takeBackLocked(1, first)).isEqualTo(Cell.NOT_HELD);
        }
        cell.unlock();
        cell.replace(1, 0, first);
        cell.replace(1, 5, first);

        assertThat(cell.usedAt(NOON + 20)).isEqualTo(21);
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
        CellTable table = new CellTable(clock, 10, 10, 4);
        List<Charge> one = List.of(charge(LOG, 1, 1));
        clock.advance(NOON + 50);
        taken(new JointCharge(table, ReserveRequest.of(one), Reservation.empty(), NOON + 50).take());
        clock.advance(NOON + 149);
        Cell cell = table.find(LOG, NOON + 149, table.taken(new ArrayList<>(), ""));
        clock.advance(NOON + 150);
        assertThat(cell.usedAt(NOON + 150)).isZero();

        taken(new JointCharge(table, ReserveRequest.of(one), Reservation.empty(), NOON + 149).take());

        clock.advance(NOON + 249);
        Refusal refusal =
                refused(new JointCharge(table, ReserveRequest.of(one), Reservation.empty(), NOON + 249).take());
        assertThat(refusal.retryAfterMillis()).isEqualTo(1);
    }

    /** The clock was set back under a charge that had read it before. */
    @Test
    void a_charge_from_before_the_clock_was_set_back_does_not_block_later_ones() {
        HighWaterClock clock = new HighWaterClock();
        CellTable table = new CellTable(clock, 10, 10, 4);
        List<Charge> one = List.of(charge(LOG, 1, 2));
        clock.advance(NOON + 1_000_000);
        clock.reset(NOON);
        taken(new JointCharge(table, ReserveRequest.of(one), Reservation.empty(), NOON + 1_000_000).take());

        taken(new JointCharge(table, ReserveRequest.of(one), Reservation.empty(), NOON).take());

        assertThat(refused(new JointCharge(table, ReserveRequest.of(one), Reservation.empty(), NOON).take())
                        .retryAfterMillis())
                .isEqualTo(100);
    }
}
