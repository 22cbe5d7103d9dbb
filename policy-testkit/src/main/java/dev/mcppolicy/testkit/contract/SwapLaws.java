package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static dev.mcppolicy.testkit.contract.StoreLaws.refused;
import static dev.mcppolicy.testkit.contract.StoreLaws.release;
import static dev.mcppolicy.testkit.contract.StoreLaws.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.model.limit.Window;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How the charges of a call that has waited for approval are moved to the windows now current. */
interface SwapLaws extends StoreLaws {
    CounterKey CALLS = key("calls");
    CounterKey SPEND = key("spend", Window.Calendar.DAY);

    @Test
    default void a_swap_credits_what_is_held() {
        Reservation held = take(new Charge(CALLS, 5, 5));

        Reservation taken = taken(swap(held, new Charge(CALLS, 5, 5)));
        held.commit();

        assertThat(used(CALLS)).isEqualTo(5);
        release(taken);
        assertThat(used(CALLS)).isZero();
    }

    @Test
    default void a_swap_moves_the_charge_to_the_window_now_current() {
        Reservation held = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5));
        at(NOON + MINUTE);

        taken(swap(held, new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5)));
        held.commit();

        assertUsed(Map.of(CALLS, 3L, SPEND, 3L));
        assertThat(refuse(new Charge(SPEND, 3, 5)).index()).isZero();
    }

    @Test
    default void a_swap_gives_back_what_is_not_taken_anew() {
        Reservation held = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5));

        taken(swap(held, new Charge(SPEND, 1, 5)));
        held.commit();

        assertUsed(Map.of(CALLS, 0L, SPEND, 1L));
    }

    @Test
    default void a_refused_swap_changes_nothing_and_the_held_charges_can_still_be_released() {
        Reservation held = take(new Charge(CALLS, 3, 5), new Charge(SPEND, 3, 5));

        Refusal refusal = refused(swap(held, new Charge(CALLS, 3, 5), new Charge(SPEND, 6, 5)));

        assertThat(refusal.index()).isEqualTo(1);
        assertUsed(Map.of(CALLS, 3L, SPEND, 3L));
        release(held);
        assertUsed(Map.of(CALLS, 0L, SPEND, 0L));
    }

    @Test
    default void a_swap_meets_what_others_used_meanwhile() {
        Reservation held = take(new Charge(CALLS, 3, 5));
        take(new Charge(CALLS, 2, 5));

        assertThat(refused(swap(held, new Charge(CALLS, 4, 5))))
                .isEqualTo(new Refusal(0, Refusal.Reason.LIMIT, 42_000));
        taken(swap(held, new Charge(CALLS, 3, 5)));
        held.commit();

        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    default void a_read_credits_what_is_held_in_the_window_now_current_and_nothing_else() {
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

        held.commit().toCompletableFuture().join();
        assertThat(store().readCrediting(held, keys, now())).as("settled").containsExactly(6, 0, 5);
    }

    @Test
    default void what_a_swap_took_is_given_back_once() {
        Reservation held = take(new Charge(CALLS, 2, 9), new Charge(SPEND, 2, 9));
        take(new Charge(CALLS, 3, 9));

        Reservation taken = taken(swap(held, new Charge(SPEND, 5, 9), new Charge(CALLS, 1, 9)));
        held.commit();

        assertThat(taken.before(0)).as("credited").isZero();
        assertThat(taken.before(1)).isEqualTo(3);
        assertUsed(Map.of(CALLS, 4L, SPEND, 5L));
        release(taken);
        release(taken);
        release(held);
        assertUsed(Map.of(CALLS, 3L, SPEND, 0L));
    }

    @Test
    default void a_swap_credits_nothing_to_a_window_that_the_held_charge_is_not_in() {
        Reservation held = take(new Charge(CALLS, 3, 5));
        at(NOON + MINUTE);
        take(new Charge(CALLS, 3, 5));

        assertThat(refused(swap(held, new Charge(CALLS, 3, 5))).reason()).isEqualTo(Refusal.Reason.LIMIT);

        assertThat(used(CALLS)).isEqualTo(3);
    }

    @Test
    default void what_has_been_settled_cannot_be_swapped() {
        Reservation released = take(new Charge(CALLS, 3, 9));
        release(released);
        Reservation swapped = take(new Charge(CALLS, 2, 9));
        Reservation taken = taken(swap(swapped, new Charge(CALLS, 4, 9)));

        assertThatThrownBy(() -> taken(swap(released, new Charge(CALLS, 1, 9))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> taken(swap(swapped, new Charge(CALLS, 1, 9))))
                .isInstanceOf(IllegalStateException.class);

        assertThat(swapped.isSettled()).isTrue();
        release(swapped);
        assertThat(used(CALLS)).isEqualTo(4);
        release(taken);
        assertThat(used(CALLS)).isZero();
    }

    @Test
    default void a_swap_for_nothing_gives_back_what_is_held() {
        Reservation held = take(new Charge(CALLS, 3, 9));

        taken(swap(held));

        assertThat(used(CALLS)).isZero();
    }

    @Test
    default void a_swap_and_a_release_at_once_give_back_once() {
        for (int i = 0; i < 10; i++) {
            CounterKey key = key("raced " + i);
            take(key, 1);
            Reservation held = take(key, 1);
            AtomicInteger turn = new AtomicInteger();
            AtomicInteger swapped = new AtomicInteger();

            Workers.run(2, 1, () -> {
                if (turn.getAndIncrement() == 0) {
                    release(held);
                } else {
                    try {
                        taken(swap(held, new Charge(key, 1, 9)));
                        swapped.incrementAndGet();
                    } catch (IllegalStateException e) {
                        // The release came first.
                    }
                }
            });

            assertThat(used(key)).as("round %d", i).isEqualTo(1 + swapped.get());
        }
    }
}
