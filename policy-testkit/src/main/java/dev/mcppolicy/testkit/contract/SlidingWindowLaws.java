package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static dev.mcppolicy.testkit.contract.StoreLaws.refused;
import static dev.mcppolicy.testkit.contract.StoreLaws.release;
import static dev.mcppolicy.testkit.contract.StoreLaws.settle;
import static dev.mcppolicy.testkit.contract.StoreLaws.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How sliding windows count: no interval of their length ever holds more than the max. */
interface SlidingWindowLaws extends StoreLaws {
    CounterKey SLIDING = key("sliding", new Window.Sliding(Duration.ofMinutes(1)));

    @Test
    default void a_sliding_window_never_holds_more_than_its_max() {
        take(new Charge(SLIDING, 2, 5));
        at(NOON + 20_000);
        take(new Charge(SLIDING, 3, 5));

        assertThat(refuse(new Charge(SLIDING, 1, 5))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 40_000));
        at(NOON + MINUTE - 1);
        assertThat(refuse(new Charge(SLIDING, 1, 5))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 1));
        at(NOON + MINUTE);
        assertThat(used(SLIDING)).isEqualTo(3);
        assertThat(take(new Charge(SLIDING, 2, 5)).before(0)).isEqualTo(3);
        assertThat(refuse(new Charge(SLIDING, 1, 5))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 20_000));
    }

    @Test
    default void a_sliding_window_names_the_wait_until_enough_is_free() {
        take(new Charge(SLIDING, 2, 5));
        at(NOON + 20_000);
        take(new Charge(SLIDING, 3, 5));

        assertThat(refuse(new Charge(SLIDING, 2, 5)).retryAfterMillis()).isEqualTo(40_000);
        assertThat(refuse(new Charge(SLIDING, 3, 5)).retryAfterMillis()).isEqualTo(60_000);
        assertThat(refuse(new Charge(SLIDING, 6, 5)).retryAfterMillis()).isEqualTo(Refusal.NEVER);
    }

    @Test
    default void a_release_frees_its_own_charge_of_a_sliding_window_and_no_other() {
        Reservation first = take(new Charge(SLIDING, 2, 5));
        at(NOON + 20_000);
        take(new Charge(SLIDING, 3, 5));

        release(first);

        assertThat(used(SLIDING)).isEqualTo(3);
        assertThat(refuse(new Charge(SLIDING, 3, 5)).retryAfterMillis()).isEqualTo(60_000);
        at(NOON + MINUTE);
        assertThat(used(SLIDING)).isEqualTo(3);
    }

    @Test
    default void a_release_after_its_charge_has_slid_away_changes_nothing() {
        Reservation first = take(new Charge(SLIDING, 2, 5));
        at(NOON + MINUTE);
        take(new Charge(SLIDING, 1, 5));

        release(first);

        assertThat(used(SLIDING)).isEqualTo(1);
    }

    @Test
    default void a_sliding_window_counts_what_came_before_an_aligned_one_would_begin() {
        at(Window.Calendar.MINUTE.endOf(NOON) - 1);
        take(new Charge(SLIDING, 5, 5));

        at(Window.Calendar.MINUTE.endOf(NOON));

        assertThat(refuse(new Charge(SLIDING, 1, 5)).retryAfterMillis()).isEqualTo(MINUTE - 1);
    }

    @Test
    default void a_clock_that_steps_back_makes_no_room_in_a_sliding_window() {
        take(new Charge(SLIDING, 2, 5));
        at(NOON + 50_000);
        take(new Charge(SLIDING, 3, 5));

        at(NOON - MINUTE);

        assertThat(refuse(new Charge(SLIDING, 1, 5)).retryAfterMillis()).isEqualTo(10_000);
        at(NOON + MINUTE);
        assertThat(used(SLIDING)).isEqualTo(3);
    }

    /** Ten thousand charges of nothing, where a log of charges would be full. */
    @Test
    default void a_sliding_window_cannot_be_filled_with_nothing() {
        for (int i = 0; i <= 10_000; i++) {
            take(new Charge(SLIDING, 0, 5));
        }

        take(new Charge(SLIDING, 5, 5));
        assertThat(refuse(new Charge(SLIDING, 1, 5))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, MINUTE));
    }

    @Test
    default void a_sliding_window_takes_sums_beyond_the_integers_of_a_double() {
        long past53Bits = (1L << 53) + 1;
        take(new Charge(SLIDING, past53Bits, past53Bits + 1));
        at(NOON + 1);

        take(new Charge(SLIDING, 1, past53Bits + 1));

        assertThat(used(SLIDING)).isEqualTo(past53Bits + 1);
        refuse(new Charge(SLIDING, 1, past53Bits + 1));
    }

    @Test
    default void a_settlement_corrects_its_own_charge_of_a_sliding_window() {
        Reservation less = take(new Charge(SLIDING, 3, 9));
        Reservation more = take(new Charge(SLIDING, 1, 9));
        at(NOON + 20_000);
        take(new Charge(SLIDING, 2, 9));

        settle(less, Map.of("sliding", BigDecimal.ONE));
        settle(more, Map.of("sliding", BigDecimal.TEN));

        assertThat(used(SLIDING)).isEqualTo(13);
        at(NOON + MINUTE);
        assertThat(used(SLIDING)).isEqualTo(2);
    }

    @Test
    default void a_charge_of_nothing_that_is_settled_to_more_counts_from_its_own_instant() {
        Reservation nothing = take(new Charge(SLIDING, 0, 5));
        at(NOON + 20_000);

        settle(nothing, Map.of("sliding", BigDecimal.valueOf(4)));

        assertThat(used(SLIDING)).isEqualTo(4);
        assertThat(refuse(new Charge(SLIDING, 2, 5)).retryAfterMillis()).isEqualTo(40_000);
        at(NOON + MINUTE);
        assertThat(used(SLIDING)).isZero();
    }

    @Test
    default void a_settlement_after_its_charge_has_slid_away_changes_nothing() {
        Reservation some = take(new Charge(SLIDING, 2, 5));
        Reservation nothing = take(new Charge(SLIDING, 0, 5));
        at(NOON + MINUTE);
        take(new Charge(SLIDING, 1, 5));

        settle(some, Map.of("sliding", BigDecimal.TEN));
        settle(nothing, Map.of("sliding", BigDecimal.TEN));

        assertThat(used(SLIDING)).isEqualTo(1);
    }

    @Test
    default void charges_of_one_instant_are_given_back_each_by_itself() {
        Reservation first = take(new Charge(SLIDING, 1, 9));
        Reservation second = take(new Charge(SLIDING, 2, 9));
        take(new Charge(SLIDING, 4, 9));

        release(first);
        release(first);
        assertThat(used(SLIDING)).isEqualTo(6);
        release(second);

        assertThat(used(SLIDING)).isEqualTo(4);
    }

    @Test
    default void a_swap_moves_a_charge_of_a_sliding_window_to_its_own_instant() {
        Reservation held = take(new Charge(SLIDING, 3, 5));
        at(NOON + 20_000);

        taken(swap(held, new Charge(SLIDING, 3, 5)));
        held.commit();

        assertThat(used(SLIDING)).isEqualTo(3);
        at(NOON + MINUTE + 19_999);
        assertThat(used(SLIDING)).isEqualTo(3);
        at(NOON + MINUTE + 20_000);
        assertThat(used(SLIDING)).isZero();
    }

    @Test
    default void a_refused_swap_leaves_a_charge_of_a_sliding_window_where_it_was() {
        Reservation held = take(new Charge(SLIDING, 3, 5));
        at(NOON + 20_000);
        take(new Charge(SLIDING, 2, 5));

        assertThat(refused(swap(held, new Charge(SLIDING, 4, 5))))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, MINUTE));

        assertThat(used(SLIDING)).isEqualTo(5);
        at(NOON + MINUTE);
        assertThat(used(SLIDING)).isEqualTo(2);
    }

    @Test
    default void a_read_credits_what_a_sliding_window_still_holds() {
        Reservation held = take(new Charge(SLIDING, 3, 9));
        take(new Charge(SLIDING, 4, 9));
        assertThat(store().readCrediting(held, List.of(SLIDING), now())).containsExactly(4);

        at(NOON + MINUTE);
        take(new Charge(SLIDING, 5, 9));

        assertThat(store().readCrediting(held, List.of(SLIDING), now())).containsExactly(5);
    }

    @Test
    default void a_reset_empties_a_sliding_window_and_a_release_takes_nothing_from_the_new_count() {
        Reservation before = take(new Charge(SLIDING, 3, 5));
        store().reset(SLIDING);
        take(new Charge(SLIDING, 2, 5));

        release(before);

        assertThat(used(SLIDING)).isEqualTo(2);
    }
}
