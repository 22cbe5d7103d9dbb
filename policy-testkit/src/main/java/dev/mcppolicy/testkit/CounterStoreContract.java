package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.model.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The tests that every {@link CounterStore} must pass. To put a store to them, extend this class beside the store's own
 * tests:
 *
 * <pre>{@code
 * class SqlCounterStoreTest extends CounterStoreContract {
 *     @Override
 *     protected CounterStore newStore() {
 *         return new SqlCounterStore(emptyDatabase());
 *     }
 *
 *     @Override
 *     protected CounterStore newStore(int capacity) {
 *         return null; // this store has no capacity, and the tests of it are skipped
 *     }
 * }
 * }</pre>
 *
 * <p>A store that keeps a clock of its own, as one behind a network must, overrides {@code setClock} besides, so that
 * the tests can move it; one that holds a connection overrides {@code close}.
 *
 * <p>The tests cannot see everything: that a store behind a network is exact across processes, loud when the network
 * fails, and idempotent in its retries needs tests of its own.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class CounterStoreContract extends SettlementLaws {
    private static final int WORKERS = 8;
    private static final int CALLS_EACH = 250;
    private static final CounterKey CALLS = key("calls");
    private static final CounterKey SPEND = key("spend", Window.Calendar.DAY);

    /** For subclasses. */
    protected CounterStoreContract() {}

    @Test
    final void of_more_unit_charges_than_max_exactly_max_pass_whatever_the_threads() {
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
    final void a_sliding_window_lets_exactly_max_pass_whatever_the_threads() {
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
    final void charges_in_opposite_orders_stay_together_and_do_not_wait_in_a_circle() {
        int max = WORKERS * CALLS_EACH / 4;
        AtomicInteger turn = new AtomicInteger();

        Workers.run(WORKERS, CALLS_EACH, () -> {
            Charge scarce = new Charge(CALLS, 1, max);
            Charge plenty = new Charge(SPEND, 1, UNBOUNDED);
            List<Charge> both = turn.incrementAndGet() % 2 == 0 ? List.of(scarce, plenty) : List.of(plenty, scarce);
            assertThat(store().reserve(both, now())).isNotNull();
        });

        assertUsed(Map.of(CALLS, (long) max, SPEND, (long) max));
    }

    @Test
    final void what_many_threads_give_back_is_what_they_took() {
        take(CALLS, 3);

        Workers.run(WORKERS, CALLS_EACH, () -> take(new Charge(CALLS, 2, UNBOUNDED), new Charge(SPEND, 5, UNBOUNDED))
                .release()
                .toCompletableFuture()
                .join());

        assertUsed(Map.of(CALLS, 3L, SPEND, 0L));
    }

    @Test
    final void one_reservation_is_given_back_once_whatever_the_threads() {
        take(CALLS, 100);
        Reservation reservation = take(CALLS, 10);

        Workers.run(
                WORKERS, 1, () -> reservation.release().toCompletableFuture().join());

        assertThat(used(CALLS)).isEqualTo(100);
    }

    @Test
    final void a_full_store_refuses_new_counters_and_keeps_the_old_ones() {
        useCapacity(2);
        take(new Charge(CALLS, 5, 5));
        take(new Charge(SPEND, 5, 10));

        Refusal refusal = refuse(new Charge(SPEND, 1, 10), new Charge(key("new"), 1, 10));

        assertThat(refusal).isEqualTo(new Refusal(1, Refusal.Reason.STORE_FULL, Refusal.NEVER));
        assertUsed(Map.of(CALLS, 5L, SPEND, 5L, key("new"), 0L));
        take(new Charge(SPEND, 5, 10));
        assertThat(refuse(new Charge(CALLS, 1, 5)).reason()).isEqualTo(Refusal.Reason.LIMIT);
    }

    @Test
    final void a_call_that_finds_room_for_some_of_its_counters_takes_none() {
        useCapacity(2);
        take(CALLS, 1);

        assertThat(refuse(new Charge(key("a"), 1, 10), new Charge(key("b"), 1, 10))
                        .reason())
                .isEqualTo(Refusal.Reason.STORE_FULL);

        take(SPEND, 1);
    }

    @Test
    final void no_flood_of_keys_resets_a_live_counter() {
        useCapacity(100);
        take(new Charge(CALLS, 5, 5));

        for (int i = 0; i < 1_000; i++) {
            assertThat(reserve(new Charge(key("flood " + i), 1, 5))).isNotNull();
        }

        assertThat(refuse(new Charge(CALLS, 1, 5)).reason()).isEqualTo(Refusal.Reason.LIMIT);
        assertThat(used(CALLS)).isEqualTo(5);
    }

    @Test
    final void windows_that_are_over_make_room() {
        useCapacity(2);
        take(CALLS, 1);
        take(key("other"), 1);
        assertThat(refuse(new Charge(key("new"), 1, 5)).reason()).isEqualTo(Refusal.Reason.STORE_FULL);

        at(NOON + 2 * MINUTE);

        take(key("new"), 1);
        take(key("newer"), 1);
    }

    @Test
    final void sessions_take_at_most_half_of_the_room() {
        useCapacity(4);
        take(sessionKey("1"), 1);
        take(sessionKey("2"), 1);

        assertThat(refuse(new Charge(sessionKey("3"), 1, 5)).reason()).isEqualTo(Refusal.Reason.STORE_FULL);
        take(sessionKey("2"), 1);
        take(CALLS, 1);
        take(SPEND, 1);
    }

    @Test
    final void a_key_that_is_read_or_refused_takes_no_room() {
        useCapacity(2);
        for (int i = 0; i < 10; i++) {
            assertThat(used(key("read " + i))).isZero();
            assertThat(refuse(new Charge(key("too much " + i), 6, 5)).retryAfterMillis())
                    .isEqualTo(Refusal.NEVER);
        }

        take(CALLS, 1);
        take(SPEND, 1);
    }

    private void useCapacity(int capacity) {
        CounterStore bounded = newStore(capacity);
        assumeTrue(bounded != null, "stores of this kind have no capacity");
        if (bounded != null) {
            use(bounded);
        }
    }
}
