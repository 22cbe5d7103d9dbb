package dev.mcppolicy.store.postgres;

import static dev.mcppolicy.store.postgres.Limits.key;
import static dev.mcppolicy.store.postgres.Limits.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that ask for the same in every order wait for each other in none: no deadlock, and every sum is right. */
@Tag("real")
@Timeout(300)
class PostgresLocksTest {
    private static final int THREADS = 12;
    private static final int EACH = 150;
    private static final int COUNTERS = 6;

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.quick();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static CounterKey keyed(int number, Window window, String session) {
        return CounterKey.of(
                new CounterDefinition(
                        "policy", "", RulePlace.tool("tool"), "session" + number, window, Scope.SESSION, Scale.WHOLE),
                null,
                session);
    }

    private static List<Charge> shuffled(Random random, Window window, String session) {
        List<Charge> charges = new ArrayList<>();
        for (int i = 0; i < COUNTERS; i++) {
            charges.add(new Charge(key("counter" + i), 1, Long.MAX_VALUE));
            charges.add(new Charge(keyed(i, window, session), 1, Long.MAX_VALUE));
        }
        Collections.shuffle(charges, random);
        return charges.subList(0, 2 + random.nextInt(5));
    }

    private static List<Place> places(Random random) {
        List<Place> places = new ArrayList<>();
        for (String tool : List.of("a", "b", "c")) {
            places.add(new Place(
                    new PlaceKey("policy", "", RulePlace.tool(tool), Scope.SESSION, null, "s" + random.nextInt(3)),
                    1_000,
                    60_000));
        }
        Collections.shuffle(places, random);
        return places.subList(0, random.nextInt(3));
    }

    @Test
    void requests_in_opposite_orders_never_wait_in_a_circle() throws Exception {
        String schema = Server.newSchema();
        AtomicLongArray sums = new AtomicLongArray(COUNTERS);
        try (PostgresCounterStore store =
                server.builder(schema).connections(THREADS).open()) {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(i);
                futures.add(threads.submit(() -> ask(store, random, sums)));
            }
            for (Future<?> each : futures) {
                each.get();
            }
            threads.shutdown();
            for (int i = 0; i < COUNTERS; i++) {
                assertThat(Limits.used(store, "counter" + i)).isEqualTo(sums.get(i));
            }
        }
        // What the server itself counts comes late.
        assertThat(server.number("select deadlocks from pg_stat_database where datname = 'postgres'"))
                .isZero();
        String prefix = "select count(*) from " + schema;
        assertThat(server.number("select counters from " + schema + ".ledger"))
                .isEqualTo(server.number(prefix + ".counter"));
        assertThat(server.number("select at_will from " + schema + ".ledger"))
                .isEqualTo(server.number(prefix + ".counter where at_will"))
                .isEqualTo(server.number("select coalesce(sum(counters), 0) from " + schema + ".payer"));
        assertThat(server.number("select places from " + schema + ".place_ledger"))
                .isEqualTo(server.number(prefix + ".holder where at_will"))
                .isEqualTo(server.number("select coalesce(sum(places), 0) from " + schema + ".place_payer"));
    }

    private static void ask(PostgresCounterStore store, Random random, AtomicLongArray sums) {
        Reservation last = null;
        for (int step = 0; step < EACH; step++) {
            // Windows of a second, so that counters are over, dropped and made all the while.
            Window window = random.nextBoolean() ? new Window.Seconds(1) : new Window.Sliding(Duration.ofSeconds(1));
            ReserveRequest request = ReserveRequest.of(shuffled(random, window, "s" + random.nextInt(4)))
                    .withPayer("payer" + random.nextInt(3))
                    .withPlaces(places(random));
            if (random.nextInt(3) == 0) {
                request = request.withHold(new Hold(
                        OperationId.random(),
                        now() + (random.nextBoolean() ? 300_000 : 200 + random.nextInt(500)),
                        Hold.Then.KEEP));
            }
            ReserveResult result;
            boolean isSwap = last != null && random.nextInt(3) == 0;
            try {
                result = isSwap && last != null ? store.swap(last, request, now()) : store.reserve(request, now());
            } catch (IllegalStateException | IllegalArgumentException e) {
                // A deadline is past, of what was held or of what was asked for.
                last = null;
                continue;
            }
            Reservation taken = Limits.taken(result);
            if (isSwap && last != null) {
                count(last, -1, sums);
            }
            count(taken, 1, sums);
            last = taken;
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (taken.request().hold() == null) {
                        taken.release().toCompletableFuture().join();
                        count(taken, -1, sums);
                        last = null;
                    }
                }
                case 1 -> {
                    taken.commit().toCompletableFuture().join();
                    last = null;
                }
                case 2 -> {
                    List<Reservation> lost = store.renew(List.of(taken), now())
                            .toCompletableFuture()
                            .join();
                    assertThat(lost.size()).isLessThanOrEqualTo(1);
                }
                default -> {
                    if (random.nextInt(4) == 0) {
                        store.reset(keyed(random.nextInt(COUNTERS), window, "s" + random.nextInt(4)));
                    }
                }
            }
        }
    }

    private static void count(Reservation reservation, int sign, AtomicLongArray sums) {
        for (Charge charge : reservation.charges()) {
            String name = charge.key().definition().counter();
            if (name.startsWith("counter")) {
                sums.addAndGet(Integer.parseInt(name.substring("counter".length())), sign);
            }
        }
    }
}
