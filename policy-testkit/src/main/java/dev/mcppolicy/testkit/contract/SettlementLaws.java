package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static dev.mcppolicy.testkit.contract.StoreLaws.release;
import static dev.mcppolicy.testkit.contract.StoreLaws.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of charges that were taken: kept, given back, corrected. */
interface SettlementLaws extends StoreLaws {
    CounterKey CALLS = key("calls");
    CounterKey SPEND = key("spend", Window.Calendar.DAY);

    @Test
    default void reserve_then_release_leaves_the_counters_as_they_were() {
        take(CALLS, 2);
        Reservation both = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 7, 10));

        release(both);

        assertUsed(Map.of(CALLS, 2L, SPEND, 0L));
        take(new Charge(CALLS, 3, 5));
    }

    @Test
    default void a_second_settlement_does_nothing() {
        take(CALLS, 2);
        Reservation released = take(CALLS, 3);
        Reservation committed = take(CALLS, 4);
        committed.commit().toCompletableFuture().join();
        assertThat(committed.isSettled()).isTrue();

        release(released);
        release(released);
        settle(released, Map.of("calls", BigDecimal.TEN));
        release(committed);

        released.commit().toCompletableFuture().join();
        assertThat(used(CALLS)).isEqualTo(6);
    }

    @Test
    default void a_release_gives_back_to_its_own_window() {
        Reservation before = take(CALLS, 3);
        at(NOON + MINUTE);
        take(CALLS, 5);

        release(before);

        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    default void a_release_after_a_reset_takes_nothing_from_the_new_count() {
        Reservation before = take(CALLS, 3);
        store().reset(CALLS);
        take(CALLS, 2);

        release(before);

        assertThat(used(CALLS)).isEqualTo(2);
    }

    @Test
    default void settling_puts_the_real_amount_in_the_place_of_the_reserved_one() {
        Reservation less = take(new Charge(CALLS, 1, 10), new Charge(SPEND, 5, 10));
        settle(less, Map.of("spend", BigDecimal.valueOf(2)));
        assertUsed(Map.of(CALLS, 1L, SPEND, 2L));

        Reservation more = take(new Charge(CALLS, 1, 10), new Charge(SPEND, 5, 10));
        settle(more, Map.of("spend", BigDecimal.valueOf(20)));

        assertUsed(Map.of(CALLS, 2L, SPEND, 22L));
        assertThat(refuse(new Charge(SPEND, 0, 10)).reason()).isEqualTo(Refusal.Reason.LIMIT);
    }

    @Test
    default void a_settlement_corrects_its_own_window() {
        Reservation before = take(CALLS, 3);
        at(NOON + MINUTE);
        take(CALLS, 5);

        settle(before, Map.of("calls", BigDecimal.valueOf(100)));

        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    default void a_settlement_beyond_the_largest_number_stays_at_the_top() {
        take(CALLS, 10);
        Reservation reservation = take(CALLS, 1);

        settle(reservation, Map.of("calls", BigDecimal.valueOf(Long.MAX_VALUE)));

        assertThat(used(CALLS)).isGreaterThanOrEqualTo(Long.MAX_VALUE - 1);
        assertThat(refuse(new Charge(CALLS, 1, UNBOUNDED - 2)).reason()).isEqualTo(Refusal.Reason.LIMIT);
    }

    @Test
    default void a_settlement_that_names_no_counter_keeps_the_charges() {
        Reservation both = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 7, 10));

        settle(both, Map.of());

        assertUsed(Map.of(CALLS, 3L, SPEND, 7L));
        release(both);
        assertUsed(Map.of(CALLS, 3L, SPEND, 7L));
    }

    @Test
    default void a_settlement_to_nothing_is_a_release() {
        Reservation both = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 7, 10));

        settle(both, Map.of("calls", BigDecimal.ZERO));

        assertUsed(Map.of(CALLS, 0L, SPEND, 7L));
    }

    @Test
    default void several_reservations_of_one_counter_are_settled_each_by_itself() {
        Reservation first = take(CALLS, 1);
        Reservation second = take(CALLS, 2);
        take(CALLS, 4);

        release(second);
        settle(first, Map.of("calls", BigDecimal.valueOf(8)));

        assertThat(used(CALLS)).isEqualTo(12);
    }
}
