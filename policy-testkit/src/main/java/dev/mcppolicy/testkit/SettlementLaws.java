package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.Window;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of charges that were taken: kept, given back, corrected, moved to the window now current. */
abstract class SettlementLaws extends WindowLaws {
    private static final CounterKey CALLS = key("calls");
    private static final CounterKey SPEND = key("spend", Window.Calendar.DAY);

    private static void await(Reservation reservation) {
        reservation.release().toCompletableFuture().join();
    }

    private static void settle(Reservation reservation, Map<String, BigDecimal> actual) {
        reservation.settle(actual).toCompletableFuture().join();
    }

    @Test
    final void reserve_then_release_leaves_the_counters_as_they_were() {
        take(CALLS, 2);
        Reservation both = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 7, 10));

        await(both);

        assertUsed(Map.of(CALLS, 2L, SPEND, 0L));
        take(new Charge(CALLS, 3, 5));
    }

    @Test
    final void a_second_settlement_does_nothing() {
        take(CALLS, 2);
        Reservation released = take(CALLS, 3);
        Reservation committed = take(CALLS, 4);
        assertThat(committed.commit()).isTrue();

        await(released);
        await(released);
        settle(released, Map.of("calls", BigDecimal.TEN));
        await(committed);

        assertThat(released.commit()).isFalse();
        assertThat(used(CALLS)).isEqualTo(6);
    }

    @Test
    final void a_release_gives_back_to_its_own_window() {
        Reservation before = take(CALLS, 3);
        at(NOON + MINUTE);
        take(CALLS, 5);

        await(before);

        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    final void a_release_after_a_reset_takes_nothing_from_the_new_count() {
        Reservation before = take(CALLS, 3);
        store().reset(CALLS);
        take(CALLS, 2);

        await(before);

        assertThat(used(CALLS)).isEqualTo(2);
    }

    @Test
    final void settling_puts_the_real_amount_in_the_place_of_the_reserved_one() {
        Reservation less = take(new Charge(CALLS, 1, 10), new Charge(SPEND, 5, 10));
        settle(less, Map.of("spend", BigDecimal.valueOf(2)));
        assertUsed(Map.of(CALLS, 1L, SPEND, 2L));

        Reservation more = take(new Charge(CALLS, 1, 10), new Charge(SPEND, 5, 10));
        settle(more, Map.of("spend", BigDecimal.valueOf(20)));

        assertUsed(Map.of(CALLS, 2L, SPEND, 22L));
        assertThat(refuse(new Charge(SPEND, 0, 10)).reason()).isEqualTo(Refusal.Reason.LIMIT);
    }

    @Test
    final void a_settlement_corrects_its_own_window() {
        Reservation before = take(CALLS, 3);
        at(NOON + MINUTE);
        take(CALLS, 5);

        settle(before, Map.of("calls", BigDecimal.valueOf(100)));

        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    final void a_settlement_beyond_the_largest_number_stays_at_the_top() {
        take(CALLS, 10);
        Reservation reservation = take(CALLS, 1);

        settle(reservation, Map.of("calls", BigDecimal.valueOf(Long.MAX_VALUE)));

        assertThat(used(CALLS)).isGreaterThanOrEqualTo(Long.MAX_VALUE - 1);
        assertThat(refuse(new Charge(CALLS, 1, UNBOUNDED - 2)).reason()).isEqualTo(Refusal.Reason.LIMIT);
    }

    @Test
    final void a_swap_credits_what_is_held() {
        Reservation held = take(new Charge(CALLS, 5, 5));

        Reservation taken = taken(swap(held, new Charge(CALLS, 5, 5)));
        held.commit();

        assertThat(used(CALLS)).isEqualTo(5);
        await(taken);
        assertThat(used(CALLS)).isZero();
    }

    @Test
    final void a_swap_moves_the_charge_to_the_window_now_current() {
        Reservation held = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5));
        at(NOON + MINUTE);

        taken(swap(held, new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5)));
        held.commit();

        assertUsed(Map.of(CALLS, 3L, SPEND, 3L));
        assertThat(refuse(new Charge(SPEND, 3, 5)).index()).isZero();
    }

    @Test
    final void a_swap_gives_back_what_is_not_taken_anew() {
        Reservation held = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5));

        taken(swap(held, new Charge(SPEND, 1, 5)));
        held.commit();

        assertUsed(Map.of(CALLS, 0L, SPEND, 1L));
    }

    @Test
    final void a_refused_swap_changes_nothing_and_the_held_charges_can_still_be_released() {
        Reservation held = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5));

        Refusal refusal = refused(swap(held, new Charge(CALLS, 3, 5), new Charge(SPEND, 6, 5)));

        assertThat(refusal.index()).isEqualTo(1);
        assertUsed(Map.of(CALLS, 3L, SPEND, 3L));
        await(held);
        assertUsed(Map.of(CALLS, 0L, SPEND, 0L));
    }

    @Test
    final void a_swap_meets_what_others_used_meanwhile() {
        Reservation held = take(new Charge(CALLS, 3, 5));
        take(new Charge(CALLS, 2, 5));

        assertThat(refused(swap(held, new Charge(CALLS, 4, 5))))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 42_000));
        taken(swap(held, new Charge(CALLS, 3, 5)));
        held.commit();

        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    final void a_read_credits_what_is_held_in_the_window_now_current_and_nothing_else() {
        Reservation held = take(new Charge(CALLS, 3, 9), new Charge(SPEND, 2, 9));
        take(new Charge(CALLS, 4, 9), new Charge(SPEND, 4, 9));
        List<CounterKey> keys = List.of(SPEND, key("other"), CALLS);
        assertThat(store().readCrediting(held, keys, now())).containsExactly(4, 0, 4);

        at(NOON + MINUTE);
        take(CALLS, 5);
        assertThat(store().readCrediting(held, keys, now())).containsExactly(4, 0, 5);
        at(NOON);
        assertThat(store().readCrediting(held, keys, now()))
                .as("a clock that stepped back")
                .containsExactly(4, 0, 5);

        assertThat(held.commit()).isTrue();
        assertThat(store().readCrediting(held, keys, now())).as("settled").containsExactly(6, 0, 5);
    }

    private ReserveResult swap(Reservation held, Charge... charges) {
        return store().swap(held, List.of(charges), now());
    }
}
