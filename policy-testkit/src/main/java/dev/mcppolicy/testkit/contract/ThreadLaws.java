package dev.mcppolicy.testkit.contract;

import static dev.mcppolicy.testkit.contract.StoreLaws.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What stays true whatever the threads do. */
interface ThreadLaws extends StoreLaws {
    int WORKERS = 8;
    int CALLS_EACH = 250;
    CounterKey CALLS = key("calls");
    CounterKey SPEND = key("spend", Window.Calendar.DAY);

    @Test
    default void of_more_unit_charges_than_max_exactly_max_pass_whatever_the_threads() {
        int max = WORKERS * CALLS_EACH / 2;
        AtomicInteger passed = new AtomicInteger();

        Workers.run(WORKERS, CALLS_EACH, () -> {
            if (reserve(new Charge(CALLS, 1, max)) instanceof Reservation) {
                passed.incrementAndGet();
            }
        });

        assertThat(passed).hasValue(max);
        assertThat(used(CALLS)).isEqualTo(max);
    }

    @Test
    default void a_sliding_window_lets_exactly_max_pass_whatever_the_threads() {
        CounterKey sliding = key("sliding", new Window.Sliding(Duration.ofMinutes(1)));
        int max = WORKERS * CALLS_EACH / 2;
        AtomicInteger passed = new AtomicInteger();

        Workers.run(WORKERS, CALLS_EACH, () -> {
            if (reserve(new Charge(sliding, 1, max)) instanceof Reservation) {
                passed.incrementAndGet();
            }
        });

        assertThat(passed).hasValue(max);
    }

    @Test
    default void charges_in_opposite_orders_stay_together_and_do_not_wait_in_a_circle() {
        int max = WORKERS * CALLS_EACH / 4;
        AtomicInteger turn = new AtomicInteger();

        Workers.run(WORKERS, CALLS_EACH, () -> {
            Charge scarce = new Charge(CALLS, 1, max);
            Charge plenty = new Charge(SPEND, 1, UNBOUNDED);
            List<Charge> both = turn.incrementAndGet() % 2 == 0 ? List.of(scarce, plenty) : List.of(plenty, scarce);
            assertThat(store().reserve(ReserveRequest.of(both), now())).isNotNull();
        });

        assertUsed(Map.of(CALLS, (long) max, SPEND, (long) max));
    }

    @Test
    default void what_many_threads_give_back_is_what_they_took() {
        take(CALLS, 3);

        Workers.run(WORKERS, CALLS_EACH, () -> take(new Charge(CALLS, 2, UNBOUNDED), new Charge(SPEND, 5, UNBOUNDED))
                .release()
                .toCompletableFuture()
                .join());

        assertUsed(Map.of(CALLS, 3L, SPEND, 0L));
    }

    @Test
    default void one_reservation_is_given_back_once_whatever_the_threads() {
        take(CALLS, 100);
        Reservation reservation = take(CALLS, 10);

        Workers.run(
                WORKERS, 1, () -> reservation.release().toCompletableFuture().join());

        assertThat(used(CALLS)).isEqualTo(100);
    }
}
