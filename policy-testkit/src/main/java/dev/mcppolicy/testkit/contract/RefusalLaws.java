package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How charges are refused: at the limit, together, and with one reason that is always the same. */
interface RefusalLaws extends StoreLaws {
    CounterKey CALLS = key("calls");
    CounterKey SPEND = key("spend", Window.Calendar.DAY);

    @Test
    default void a_counter_reaches_its_limit_and_goes_no_further() {
        take(new Charge(CALLS, 5, 5));

        assertThat(refuse(new Charge(CALLS, 1, 5))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 42_000));
        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    default void a_charge_of_nothing_passes_a_full_counter_and_not_one_that_is_over_its_limit() {
        take(new Charge(CALLS, 5, 5));

        take(new Charge(CALLS, 0, 5));
        assertThat(refuse(new Charge(CALLS, 0, 4)).reason()).isEqualTo(Refusal.Reason.LIMIT);
    }

    @Test
    default void a_changed_max_keeps_what_was_used() {
        take(new Charge(CALLS, 5, 5));

        take(new Charge(CALLS, 1, 6));
        assertThat(refuse(new Charge(CALLS, 1, 3)).reason()).isEqualTo(Refusal.Reason.LIMIT);
        assertThat(used(CALLS)).isEqualTo(6);
    }

    @Test
    default void an_amount_above_the_limit_is_told_that_waiting_does_not_help() {
        assertThat(refuse(new Charge(CALLS, 6, 5))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, Refusal.NEVER));
        assertThat(used(CALLS)).isZero();
    }

    @Test
    default void charges_are_taken_together_or_not_at_all() {
        take(new Charge(SPEND, 100, 100));

        Refusal refusal = refuse(new Charge(CALLS, 1, 5), new Charge(SPEND, 1, 100), new Charge(key("more"), 1, 5));

        assertThat(refusal.index()).isEqualTo(1);
        assertUsed(Map.of(CALLS, 0L, SPEND, 100L, key("more"), 0L));
    }

    @Test
    default void one_key_twice_is_refused_as_a_mistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reserve(new Charge(CALLS, 1, 5), new Charge(CALLS, 1, 5)));
        assertThat(used(CALLS)).isZero();
    }

    @Test
    default void a_sum_never_wraps() {
        take(CALLS, Long.MAX_VALUE - 10);

        assertThat(refuse(new Charge(CALLS, 20, UNBOUNDED)).reason()).isEqualTo(Refusal.Reason.LIMIT);
        assertThat(refuse(new Charge(CALLS, Long.MAX_VALUE, UNBOUNDED)).reason())
                .isEqualTo(Refusal.Reason.LIMIT);
        assertThat(used(CALLS)).isEqualTo(Long.MAX_VALUE - 10);
    }

    @Test
    default void of_several_that_refuse_the_one_with_the_longest_wait_is_reported() {
        take(new Charge(CALLS, 5, 5), new Charge(SPEND, 5, 5));

        Refusal refusal = refuse(new Charge(key("free"), 1, 5), new Charge(CALLS, 1, 5), new Charge(SPEND, 1, 5));
        Refusal turned = refuse(new Charge(SPEND, 1, 5), new Charge(CALLS, 1, 5));

        long toMidnight = Window.Calendar.DAY.endOf(now()) - now();
        assertThat(refusal).isEqualTo(new Refusal(2, Refusal.Reason.LIMIT, toMidnight));
        assertThat(turned).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, toMidnight));
    }

    @Test
    default void of_several_that_refuse_with_equal_waits_the_first_is_reported() {
        CounterKey more = key("more");
        take(new Charge(CALLS, 5, 5), new Charge(more, 5, 5));

        assertThat(refuse(new Charge(key("free"), 1, 5), new Charge(more, 1, 5), new Charge(CALLS, 1, 5)))
                .isEqualTo(new Refusal(1, Refusal.Reason.LIMIT, 42_000));
    }

    @Test
    default void what_no_waiting_helps_is_reported_before_the_longest_wait() {
        take(new Charge(CALLS, 5, 5), new Charge(SPEND, 5, 5));

        Refusal refusal = refuse(
                new Charge(SPEND, 1, 5),
                new Charge(CALLS, 1, 5),
                new Charge(key("small"), 6, 5),
                new Charge(key("smaller"), 6, 4));

        assertThat(refusal).isEqualTo(new Refusal(2, Refusal.Reason.LIMIT, Refusal.NEVER));
        assertUsed(Map.of(CALLS, 5L, SPEND, 5L, key("small"), 0L));
    }

    @Test
    default void an_amount_that_no_counter_holds_is_told_that_waiting_does_not_help() {
        assertThat(refuse(new Charge(CALLS, UNBOUNDED, UNBOUNDED)))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, Refusal.NEVER));
        take(CALLS, Charge.MOST_UNITS);
        assertThat(refuse(new Charge(CALLS, 1, UNBOUNDED))).isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 42_000));
        assertThat(used(CALLS)).isEqualTo(Charge.MOST_UNITS);
    }

    @Test
    default void a_refusal_leaves_no_unit_behind_wherever_the_full_counter_stands() {
        CounterKey sliding = key("sliding", new Window.Sliding(Duration.ofMinutes(1)));
        Charge full = new Charge(SPEND, 1, 5);
        take(new Charge(SPEND, 5, 5), new Charge(sliding, 1, 5));

        refuse(full, new Charge(CALLS, 1, 5), new Charge(sliding, 1, 5));
        refuse(new Charge(CALLS, 1, 5), full, new Charge(sliding, 1, 5));
        refuse(new Charge(CALLS, 1, 5), new Charge(sliding, 1, 5), full);

        assertUsed(Map.of(CALLS, 0L, SPEND, 5L, sliding, 1L));
    }
}
