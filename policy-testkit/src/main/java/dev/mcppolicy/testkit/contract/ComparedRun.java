package dev.mcppolicy.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.testkit.contract.ComparedCounters.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A run of one comparison: random steps, each of which is asked of the store in memory and of one of those compared. */
final class ComparedRun {
    private final CounterStoreComparison comparison;
    private final Random random;
    private final Kind kind;
    private final int capacity;
    private final int mostPerPayer;
    private final boolean isFull;
    private final boolean areNamespacesApart;
    private final ComparedCounters counters;

    private final CounterStore memory;
    private final List<CounterStore> stores = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final List<ReserveRequest> named = new ArrayList<>();
    private long clock = CounterStoreComparison.NOON;

    /** The same reservation in memory and in a store. */
    private record Pair(Reservation inMemory, Reservation inStore, CounterStore owner) {}

    /** What both have answered. */
    private record Answers<T>(T expected, T actual, CounterStore store) {}

    ComparedRun(CounterStoreComparison comparison, long seed, Kind kind, int stores) {
        this.comparison = comparison;
        this.random = new Random(seed);
        this.kind = kind;
        this.isFull = kind == Kind.FULL;
        this.areNamespacesApart = comparison.areNamespacesApart();
        this.capacity = isFull ? 10 : 10_000;
        this.mostPerPayer = isFull ? 3 : 10_000;
        this.counters = new ComparedCounters(kind, isFull && areNamespacesApart);
        this.memory = comparison.newMemory(capacity, mostPerPayer);
        this.stores.add(comparison.newStore(capacity, mostPerPayer));
        while (this.stores.size() < stores) {
            this.stores.add(comparison.reopen(capacity, mostPerPayer));
        }
    }

    void close() {
        stores.forEach(CounterStore::close);
    }

    private CounterStore store() {
        return stores.get(random.nextInt(stores.size()));
    }

    void step() {
        moveClock();
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> reserve(request(null));
            case 7, 8 -> swap();
            case 9 -> reserveAgain();
            case 10 -> find();
            case 11 -> renew();
            case 12, 13, 14, 15 -> settle();
            case 16 -> wouldRefuse();
            case 17 -> list();
            case 18 -> readCrediting();
            default -> seldom();
        }
        check();
    }

    private void moveClock() {
        if (isFull) {
            clock += 5_000L * random.nextInt(random.nextInt(8) == 0 ? 30 : 2);
        } else if (stores.size() > 1) {
            clock += random.nextInt(8) == 0 ? random.nextInt(100_000) : random.nextInt(900);
        } else {
            clock += random.nextInt(8) == 0 ? random.nextInt(200_000) - 90_000 : random.nextInt(900) - 100;
        }
        setClocks();
    }

    private void setClocks() {
        stores.forEach(store -> comparison.setClock(store, clock));
    }

    /** Asks both; their answers, or null for the same failure. */
    private <T> @Nullable Answers<T> both(
            @Nullable Pair pair, BiFunction<CounterStore, @Nullable Reservation, T> question) {
        CounterStore store = pair == null ? store() : pair.owner();
        T expected;
        try {
            expected = question.apply(memory, pair == null ? null : pair.inMemory());
        } catch (IllegalArgumentException | IllegalStateException e) {
            assertSameFailure(e, store, pair, question);
            return null;
        }
        return new Answers<>(expected, question.apply(store, pair == null ? null : pair.inStore()), store);
    }

    private static <T> void assertSameFailure(
            RuntimeException expected,
            CounterStore store,
            @Nullable Pair pair,
            BiFunction<CounterStore, @Nullable Reservation, T> question) {
        T answer;
        try {
            answer = question.apply(store, pair == null ? null : pair.inStore());
        } catch (IllegalArgumentException | IllegalStateException thrown) {
            assertThat(thrown).hasSameClassAs(expected).hasMessage(expected.getMessage());
            return;
        }
        throw new AssertionError("answers " + answer + " where memory throws " + expected);
    }

    private void result(@Nullable Answers<ReserveResult> results, int charges) {
        if (results == null) {
            return;
        }
        if (results.expected() instanceof Reservation expected) {
            assertThat(results.actual()).isInstanceOf(Reservation.class);
            Reservation actual = (Reservation) results.actual();
            assertThat(actual.request()).isEqualTo(expected.request());
            for (int i = 0; i < charges; i++) {
                assertThat(actual.before(i)).isEqualTo(expected.before(i));
            }
            pairs.add(new Pair(expected, actual, results.store()));
        } else {
            assertThat(results.actual()).isEqualTo(results.expected());
        }
    }

    /** A request; of one namespace, where the store wants that, and then of a given one, if there is any. */
    private ReserveRequest request(@Nullable String given) {
        List<CounterKey> keys = counters.keys;
        List<PlaceKey> places = counters.places;
        if (areNamespacesApart) {
            String namespace = given == null ? counters.namespaces().get(random.nextInt(2)) : given;
            keys = keys.stream()
                    .filter(key -> key.definition().namespace().equals(namespace))
                    .toList();
            places = places.stream()
                    .filter(place -> place.namespace().equals(namespace))
                    .toList();
        }
        List<Charge> charges = new ArrayList<>();
        int first = random.nextInt(keys.size());
        for (int i = random.nextInt(4); i >= 0; i--) {
            boolean isLarge = random.nextInt(40) == 0;
            charges.add(new Charge(
                    keys.get((first + 5 * i) % keys.size()),
                    isLarge ? Long.MAX_VALUE / 3 : random.nextInt(4),
                    isLarge ? Long.MAX_VALUE : 3 + random.nextInt(9)));
        }
        ReserveRequest request = ReserveRequest.of(charges).withPayer("payer" + random.nextInt(3));
        if (random.nextInt(3) == 0) {
            request = request.withPlaces(List.of(new Place(
                    places.get(random.nextInt(places.size())),
                    1 + random.nextInt(3),
                    longestLease() / 2 + random.nextInt(longestLease()))));
        }
        if (random.nextInt(3) == 0) {
            Hold.Then then = random.nextBoolean() ? Hold.Then.KEEP : Hold.Then.RELEASE;
            request = request.withHold(
                    new Hold(OperationId.random(), clock + random.nextInt(isFull ? 90_000 : 9_000), then));
            named.add(request);
        }
        return request;
    }

    private int longestLease() {
        return switch (kind) {
            case SHORT -> 4_000;
            case LONG -> 100_000_000;
            case FULL -> 40_000;
        };
    }

    private void reserve(ReserveRequest request) {
        result(
                both(null, (store, none) -> store.reserve(request, clock)),
                request.charges().size());
    }

    private void reserveAgain() {
        if (!named.isEmpty()) {
            reserve(named.get(random.nextInt(named.size())));
        }
    }

    private void find() {
        if (!named.isEmpty()) {
            OperationId id = Objects.requireNonNull(
                            named.get(random.nextInt(named.size())).hold())
                    .id();
            CounterStore store = store();
            Reservation expected = memory.find(id, clock);
            Reservation actual = store.find(id, clock);
            assertThat(actual == null).isEqualTo(expected == null);
            if (expected != null && actual != null) {
                assertThat(actual.request()).isEqualTo(expected.request());
                pairs.add(new Pair(expected, actual, store));
            }
        }
    }

    private @Nullable Pair one() {
        return pairs.isEmpty() ? null : pairs.get(random.nextInt(pairs.size()));
    }

    private void swap() {
        Pair pair = one();
        if (pair != null && !isFull) {
            List<Charge> charges = pair.inMemory().charges();
            ReserveRequest request = random.nextBoolean()
                    ? request(charges.get(0).key().definition().namespace())
                    : ReserveRequest.of(charges);
            result(
                    both(pair, (store, held) -> store.swap(Objects.requireNonNull(held), request, clock)),
                    request.charges().size());
        }
    }

    private void renew() {
        Pair pair = one();
        if (pair != null) {
            int expected = lost(memory, pair.inMemory());
            assertThat(lost(pair.owner(), pair.inStore())).isEqualTo(expected);
        }
    }

    private int lost(CounterStore store, Reservation running) {
        return store.renew(List.of(running), clock).toCompletableFuture().join().size();
    }

    private void settle() {
        Pair pair = one();
        if (pair == null) {
            return;
        }
        // Has both do what is due.
        check();
        switch (random.nextInt(3)) {
            case 0 -> {
                pair.inMemory().commit().toCompletableFuture().join();
                pair.inStore().commit().toCompletableFuture().join();
            }
            case 1 -> {
                pair.inMemory().release().toCompletableFuture().join();
                pair.inStore().release().toCompletableFuture().join();
            }
            default -> {
                Map<String, BigDecimal> actual = new HashMap<>();
                pair.inMemory()
                        .charges()
                        .forEach(charge -> actual.put(
                                charge.key().definition().counter(),
                                random.nextInt(30) == 0
                                        ? BigDecimal.valueOf(Long.MAX_VALUE)
                                        : BigDecimal.valueOf(random.nextInt(6))));
                pair.inMemory().settle(actual).toCompletableFuture().join();
                pair.inStore().settle(actual).toCompletableFuture().join();
            }
        }
    }

    private void wouldRefuse() {
        ReserveRequest request = request(null);
        same((store, none) -> String.valueOf(store.wouldRefuse(request, clock)));
    }

    private <T> void same(BiFunction<CounterStore, @Nullable Reservation, T> question) {
        Answers<T> answers = both(null, question);
        if (answers != null) {
            assertThat(answers.actual()).isEqualTo(answers.expected());
        }
    }

    private void readCrediting() {
        Pair pair = one();
        if (pair != null) {
            assertThat(pair.owner().readCrediting(pair.inStore(), counters.keys, clock))
                    .containsExactly(memory.readCrediting(pair.inMemory(), counters.keys, clock));
        }
    }

    private void list() {
        for (String namespace : counters.namespaces()) {
            assertThat(all(store(), namespace)).isEqualTo(all(memory, namespace));
        }
        same((store, none) -> store.usage(counters.keys, clock));
    }

    /** But for counters that hold nothing, which a refused swap opens in memory. */
    private List<CounterUsage> all(CounterStore store, String namespace) {
        List<CounterUsage> all = new ArrayList<>();
        CounterPage page = store.list(namespace, null, 3, clock);
        all.addAll(page.counters());
        while (page.next() != null) {
            page = store.list(namespace, page.next(), 3, clock);
            all.addAll(page.counters());
        }
        all.removeIf(usage -> usage.units() == 0);
        return all;
    }

    private void seldom() {
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                CounterKey key = counters.keys.get(random.nextInt(counters.keys.size()));
                memory.reset(key);
                store().reset(key);
            }
            case 2 -> {
                if (kind == Kind.LONG) {
                    clock -= random.nextInt(100_000);
                    setClocks();
                    check();
                    memory.resetClock(clock);
                    store().resetClock(clock);
                }
            }
            default -> restart();
        }
    }

    /** What has no name is known to the store that took it alone. */
    private void restart() {
        int which = random.nextInt(stores.size());
        CounterStore closed = stores.get(which);
        pairs.removeIf(pair -> pair.owner() == closed);
        closed.close();
        CounterStore opened = comparison.reopen(capacity, mostPerPayer);
        comparison.setClock(opened, clock);
        stores.set(which, opened);
    }

    private void check() {
        assertThat(store().read(counters.keys, clock)).containsExactly(memory.read(counters.keys, clock));
        assertThat(store().placesHeld(counters.places, clock))
                .containsExactly(memory.placesHeld(counters.places, clock));
    }
}
