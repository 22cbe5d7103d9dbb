package dev.mcppolicy.counter.memory;

import static dev.mcppolicy.counter.memory.Counters.HOUR;
import static dev.mcppolicy.counter.memory.Counters.NOON;
import static dev.mcppolicy.counter.memory.Counters.charge;
import static dev.mcppolicy.counter.memory.Counters.key;
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
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads: exactly max pass, nothing is lost, nobody waits for ever. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CounterThreadsTest {
    private static final int THREADS = 64;
    private static final int ATTEMPTS = 1_000_000;

    private interface Work {
        void run(Random random, int attempt);
    }

    private static void inThreads(int threads, int attempts, Work work) {
        inThreads(threads, attempts, 0, work);
    }

    private static void inThreads(int threads, int attempts, long seed, Work work) {
        Random seeds = new Random(seed);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> results = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            Random random = new Random(seeds.nextLong());
            int first = thread;
            results.add(pool.submit(() -> {
                start.await();
                for (int i = first; i < attempts; i += threads) {
                    work.run(random, i);
                }
                return null;
            }));
        }
        start.countDown();
        try {
            for (Future<?> result : results) {
                result.get();
            }
        } catch (Exception e) {
            throw new AssertionError("a thread failed", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void a_million_attempts(int keys, int max) {
        InMemoryCounterStore store = new InMemoryCounterStore(10_000);
        CounterKey[] all = new CounterKey[keys];
        for (int i = 0; i < keys; i++) {
            all[i] = key("calls", HOUR, Scope.GRANT, "g" + i);
        }
        AtomicIntegerArray admitted = new AtomicIntegerArray(keys);
        inThreads(THREADS, ATTEMPTS, (random, i) -> {
            int at = i % keys;
            if (store.reserve(ReserveRequest.of(List.of(charge(all[at], 1, max))), NOON + i / 1_000)
                    instanceof Reservation) {
                admitted.incrementAndGet(at);
            }
        });
        for (int i = 0; i < keys; i++) {
            assertThat(admitted.get(i)).as("%s", all[i]).isEqualTo(max);
            assertThat(used(store, all[i], NOON)).isEqualTo(max);
        }
    }

    @Test
    void of_a_million_attempts_on_one_key_exactly_max_pass() {
        a_million_attempts(1, 100_000);
    }

    @Test
    void of_a_million_attempts_on_a_thousand_keys_exactly_max_pass_on_each() {
        a_million_attempts(1_000, 500);
    }

    @Tag("long")
    @Test
    void a_hundred_times_of_a_million_attempts_exactly_max_pass() {
        for (int i = 0; i < 100; i++) {
            a_million_attempts(1, 100_000);
            a_million_attempts(1_000, 500);
        }
    }

    /** Whoever comes second finds nothing to give back: two who gave one charge back would take another's. */
    @Test
    void a_swap_and_a_release_of_one_reservation_give_back_once() throws Exception {
        int rounds = 20_000;
        InMemoryCounterStore store = new InMemoryCounterStore(rounds);
        List<Reservation> held = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            CounterKey key = key("n" + i, i % 2 == 0 ? HOUR : sliding(3_600_000));
            take(store, NOON, charge(key, 1, 9));
            held.add(take(store, NOON, charge(key, 1, 9)));
        }
        Map<CounterKey, Long> swappedUnits = new HashMap<>();
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            Future<?> released = pool.submit(() -> {
                for (Reservation each : held) {
                    together.await();
                    each.release();
                }
                return null;
            });
            for (Reservation each : held) {
                together.await();
                long standing = 2;
                try {
                    taken(store.swap(each, each.request(), NOON));
                } catch (IllegalStateException e) {
                    standing = 1;
                }
                swappedUnits.put(each.charges().get(0).key(), standing);
            }
            released.get();
        } finally {
            pool.shutdownNow();
        }
        swappedUnits.forEach((key, standing) ->
                assertThat(used(store, key, NOON)).as("%s", key).isEqualTo(standing));
    }

    /** Reservations of several overlapping counters in any order, some released, some settled, some swapped. */
    @Test
    void overlapping_reservations_never_exceed_a_limit_and_a_refused_one_leaves_nothing_behind() {
        int max = 20;
        InMemoryCounterStore store = new InMemoryCounterStore(1_000);
        List<CounterKey> keys = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            keys.add(key("n" + i, i < 4 ? HOUR : sliding(3_600_000)));
        }
        AtomicIntegerArray outstanding = new AtomicIntegerArray(keys.size());
        AtomicInteger swaps = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        inThreads(THREADS, 200_000, (random, i) -> {
            List<Charge> charges = pick(random, keys, max);
            if (!(store.reserve(ReserveRequest.of(charges), NOON) instanceof Reservation reservation)) {
                refusals.incrementAndGet();
                return;
            }
            add(outstanding, keys, charges, 1, max);
            if (random.nextInt(4) == 0) {
                List<Charge> others = pick(random, keys, max);
                // What is held may be taken by others as soon as the swap is made.
                add(outstanding, keys, charges, -1, max);
                if (store.swap(reservation, ReserveRequest.of(others), NOON) instanceof Reservation moved) {
                    reservation.commit();
                    swaps.incrementAndGet();
                    moved.release();
                    return;
                }
                reservation.release();
                return;
            }
            add(outstanding, keys, charges, -1, max);
            reservation.release();
        });
        assertThat(swaps.get()).isPositive();
        assertThat(refusals.get()).isPositive();
        for (CounterKey key : keys) {
            assertThat(used(store, key, NOON)).as("%s", key).isZero();
        }
    }

    /** Threads fight for the last room with calls that need several new counters, aligned and sliding. */
    @Test
    void a_call_that_finds_no_room_leaves_no_counter_behind() {
        int capacity = 20;
        for (int round = 0; round < 200; round++) {
            InMemoryCounterStore store = new InMemoryCounterStore(capacity);
            CounterKey[] keys = new CounterKey[60];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = key("calls" + i, i % 2 == 0 ? HOUR : sliding(1_000));
            }
            AtomicIntegerArray charged = new AtomicIntegerArray(keys.length);
            AtomicInteger refused = new AtomicInteger();
            inThreads(8, 200, (random, i) -> {
                int[] some = random.ints(3, 0, keys.length).distinct().toArray();
                List<Charge> charges = new ArrayList<>();
                for (int at : some) {
                    charges.add(charge(keys[at], 1, 1_000));
                }
                if (store.reserve(ReserveRequest.of(charges), NOON) instanceof Reservation) {
                    for (int at : some) {
                        charged.set(at, 1);
                    }
                } else {
                    refused.incrementAndGet();
                }
            });

            int live = 0;
            for (int i = 0; i < keys.length; i++) {
                live += charged.get(i);
            }
            assertThat(store.size()).as("round %d", round).isEqualTo(live).isLessThanOrEqualTo(capacity);
            assertThat(refused).hasPositiveValue();
        }
    }

    /** The first counter is full before, the second after: a charge of both would have to come between. */
    @Test
    void a_settlement_of_several_counters_admits_nobody_between_its_changes() {
        int rounds = 20_000;
        InMemoryCounterStore store = new InMemoryCounterStore(2 * rounds);
        AtomicInteger reserved = new AtomicInteger(-1);
        AtomicInteger settled = new AtomicInteger(-1);
        AtomicInteger probes = new AtomicInteger();
        inThreads(2, 2 * rounds, (random, i) -> {
            int round = i / 2;
            CounterKey from = key("from" + round, HOUR);
            CounterKey to = key("to" + round, HOUR);
            if (i % 2 == 0) {
                Reservation moving = Counters.take(store, NOON, charge(from, 5, 5), charge(to, 0, 5));
                reserved.set(round);
                moving.settle(Map.of("from" + round, BigDecimal.ZERO, "to" + round, BigDecimal.valueOf(5)));
                settled.set(round);
                return;
            }
            while (reserved.get() < round) {
                Thread.onSpinWait();
            }
            List<Charge> both = List.of(charge(from, 1, 5), charge(to, 1, 5));
            do {
                assertThat(store.reserve(ReserveRequest.of(both), NOON))
                        .as("round %d", round)
                        .isInstanceOf(Refusal.class);
                probes.incrementAndGet();
            } while (settled.get() < round);
        });
        assertThat(probes.get()).isGreaterThanOrEqualTo(rounds);
    }

    private static List<Charge> pick(Random random, List<CounterKey> keys, int max) {
        List<Charge> charges = new ArrayList<>();
        int first = random.nextInt(keys.size());
        int step = random.nextBoolean() ? 1 : 5;
        for (int i = random.nextInt(3); i >= 0; i--) {
            charges.add(charge(keys.get((first + i * step) % keys.size()), 1 + random.nextInt(3), max));
        }
        return charges;
    }

    private static void add(AtomicIntegerArray sums, List<CounterKey> keys, List<Charge> charges, int sign, int max) {
        for (Charge charge : charges) {
            int sum = sums.addAndGet(keys.indexOf(charge.key()), sign * (int) charge.units());
            assertThat(sum).as("%s", charge.key()).isLessThanOrEqualTo(max);
        }
    }

    /** Threads charge while windows end under them and cells are dropped: each window still admits no more than max. */
    @Test
    void a_cell_that_is_charged_as_it_is_removed_loses_nothing() {
        int max = 50;
        Window second = new Window.Seconds(1);
        InMemoryCounterStore store = new InMemoryCounterStore(200);
        AtomicLong clock = new AtomicLong(NOON);
        Map<String, AtomicInteger> admitted = new ConcurrentHashMap<>();
        inThreads(16, 400_000, (random, i) -> {
            long now = clock.addAndGet(random.nextInt(3)) - random.nextInt(20);
            CounterKey key = key("n" + random.nextInt(3), second);
            if (store.reserve(ReserveRequest.of(List.of(charge(key, 1, max))), now)
                    instanceof Reservation reservation) {
                Cell cell = ((MemoryReceipt) reservation.receipt()).cell(0);
                admitted.computeIfAbsent(key + " " + cell.expiresAtMillis(), window -> new AtomicInteger())
                        .incrementAndGet();
            }
        });
        assertThat(admitted).hasSizeGreaterThan(100);
        assertThat(admitted.values()).allMatch(passed -> passed.get() <= max);
        // Most windows are used up, so that the bound was put to the test.
        assertThat(admitted.values().stream()
                        .filter(passed -> passed.get() == max)
                        .count())
                .isGreaterThan(admitted.size() / 2);
    }

    /** Between two instants that all threads agree on, a sliding window admits what one interval may hold. */
    @Test
    void a_sliding_window_admits_exactly_max_in_each_interval_whatever_the_threads_do() {
        int max = 40;
        InMemoryCounterStore store = new InMemoryCounterStore(200);
        CounterKey log = key("log", sliding(100));
        for (int round = 0; round < 20; round++) {
            long start = NOON + round * 150L;
            // One charge at the very start, which a window that is too short has lost before the others are done.
            take(store, start, charge(log, 1, max));
            AtomicInteger admitted = new AtomicInteger(1);
            inThreads(16, 5_000, round, (random, i) -> {
                long now = start + random.nextInt(50);
                if (store.reserve(ReserveRequest.of(List.of(charge(log, 1, max))), now) instanceof Reservation) {
                    admitted.incrementAndGet();
                }
            });
            assertThat(admitted).hasValue(max);
        }
    }
}
