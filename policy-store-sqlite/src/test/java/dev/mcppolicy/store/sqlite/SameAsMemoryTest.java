package dev.mcppolicy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.KeyValue;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.memory.SmallLogs;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.store.sqlite.file.Database;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The store in a file beside the store in memory, step by step: whatever is asked of both, in any order, late and repeated,
 * while the clock steps both ways and the file is closed and opened again, both answer the same.
 */
class SameAsMemoryTest {
    private static final long NOON = Instant.parse("2026-03-15T12:00:18Z").toEpochMilli();

    @TempDir
    Path directory;

    /** The same reservation in both. */
    private record Pair(Reservation inMemory, Reservation inFile) {}

    /** What a run is about. */
    private enum Kind {
        /** Windows and leases end. */
        SHORT,
        /** Windows and leases outlast the run, in which an operator puts the clock back. */
        LONG,
        /** The stores are small, and the clock keeps away from the ends of windows. */
        FULL
    }

    private static final class Run {
        final Random random;
        final Path file;
        final int capacity;
        final int mostPerPayer;
        final int logEntries;
        final Kind kind;
        final boolean isFull;

        final CounterStore memory;
        final List<CounterStore> stores = new ArrayList<>();
        final List<CounterKey> keys = new ArrayList<>();
        final List<PlaceKey> places = new ArrayList<>();
        final List<Pair> pairs = new ArrayList<>();
        final List<ReserveRequest> named = new ArrayList<>();
        long clock = NOON;

        Run(long seed, Path file, Kind kind, int stores) {
            this.random = new Random(seed);
            this.file = file;
            this.kind = kind;
            this.isFull = kind == Kind.FULL;
            this.capacity = isFull ? 10 : 10_000;
            this.mostPerPayer = isFull ? 3 : 10_000;
            this.logEntries = 4 + random.nextInt(4);
            this.memory = SmallLogs.store(capacity, mostPerPayer, logEntries);
            for (int i = 0; i < stores; i++) {
                this.stores.add(open());
            }
            for (Window window : windows()) {
                for (Scope scope : List.of(Scope.GLOBAL, Scope.SESSION)) {
                    keys.add(CounterKey.of(definition(window, scope, null), null, scope == Scope.GLOBAL ? null : "s"));
                }
                LimitKey paths = new LimitKey.Paths(
                        List.of(ArgumentPath.parse("args[\"a, \\\"b\"]"), ArgumentPath.parse("args.c[0]")));
                for (LimitKey key : List.of(new LimitKey.AllArguments(), paths)) {
                    keys.add(CounterKey.of(
                            definition(window, Scope.PRINCIPAL, key),
                            "p\ud800",
                            null,
                            KeyValue.of(List.of("v\uffff", 1))));
                }
            }
            places.add(new PlaceKey("", "", RulePlace.everyTool(), Scope.GLOBAL, null, null));
            places.add(new PlaceKey("n", "s", RulePlace.group("g"), Scope.GRANT, "me", null));
        }

        private List<Window> windows() {
            Window month = Window.Calendar.MONTH.in(ZoneId.of("Europe/Berlin"));
            return switch (kind) {
                case SHORT ->
                    List.of(
                            Window.Calendar.MINUTE,
                            Window.Calendar.HOUR,
                            month,
                            new Window.Seconds(7),
                            new Window.Sliding(Duration.ofSeconds(5)),
                            new Window.Sliding(Duration.ofMinutes(2)));
                case LONG ->
                    List.of(
                            Window.Calendar.DAY,
                            Window.Calendar.WEEK,
                            month,
                            new Window.Seconds(1_000_000),
                            new Window.Sliding(Duration.ofHours(10)),
                            new Window.Sliding(Duration.ofHours(20)));
                case FULL ->
                    List.of(
                            Window.Calendar.MINUTE,
                            Window.Calendar.HOUR,
                            month,
                            Window.Calendar.DAY,
                            new Window.Sliding(Duration.ofMillis(121_500)),
                            Window.Calendar.WEEK);
            };
        }

        private int longestLease() {
            return switch (kind) {
                case SHORT -> 4_000;
                case LONG -> 100_000_000;
                case FULL -> 40_000;
            };
        }

        private CounterDefinition definition(Window window, Scope scope, @Nullable LimitKey key) {
            RulePlace place = keys.size() % 3 == 0
                    ? RulePlace.everyTool()
                    : keys.size() % 3 == 1 ? RulePlace.tool("-\u00e4\u0000") : RulePlace.group("\ud83d\ude00");
            return new CounterDefinition(
                    keys.size() % 2 == 0 ? "" : "n\uffff",
                    "s",
                    place,
                    "n" + keys.size(),
                    window,
                    scope,
                    Scale.WHOLE,
                    key);
        }

        private CounterStore open() {
            return SqliteCounterStore.builder(file)
                    .capacity(capacity)
                    .mostPerPayer(mostPerPayer)
                    .durability(Durability.NORMAL)
                    .open(logEntries, Database::commit);
        }

        CounterStore store() {
            return stores.get(random.nextInt(stores.size()));
        }

        void step() {
            moveClock();
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5, 6 -> reserve();
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
        }

        /** Asks both; their answers, or the same failure. */
        private <T> @Nullable List<T> both(Function<CounterStore, T> question, Function<CounterStore, T> ofFile) {
            T expected;
            try {
                expected = question.apply(memory);
            } catch (IllegalArgumentException | IllegalStateException e) {
                CounterStore store = store();
                try {
                    T answer = ofFile.apply(store);
                    throw new AssertionError("answers " + answer + " where memory throws " + e);
                } catch (IllegalArgumentException | IllegalStateException thrown) {
                    assertThat(thrown).hasSameClassAs(e).hasMessage(e.getMessage());
                    return null;
                }
            }
            return Arrays.asList(expected, ofFile.apply(store()));
        }

        private <T> void same(Function<CounterStore, T> question) {
            List<T> answers = both(question, question);
            if (answers != null) {
                assertThat(answers.get(1)).isEqualTo(answers.get(0));
            }
        }

        private void result(@Nullable List<ReserveResult> results, int charges) {
            if (results == null) {
                return;
            }
            if (results.get(0) instanceof Reservation expected) {
                assertThat(results.get(1)).isInstanceOf(Reservation.class);
                Reservation actual = (Reservation) results.get(1);
                assertThat(actual.request()).isEqualTo(expected.request());
                for (int i = 0; i < charges; i++) {
                    assertThat(actual.before(i)).isEqualTo(expected.before(i));
                }
                pairs.add(new Pair(expected, actual));
            } else {
                assertThat(results.get(1)).isEqualTo(results.get(0));
            }
        }

        private ReserveRequest request() {
            List<Charge> charges = new ArrayList<>();
            int first = random.nextInt(keys.size());
            for (int i = random.nextInt(4); i >= 0; i--) {
                CounterKey key = keys.get((first + 5 * i) % keys.size());
                boolean isLarge = random.nextInt(40) == 0;
                charges.add(new Charge(
                        key,
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

        private void reserve() {
            ReserveRequest request = request();
            result(
                    both(store -> store.reserve(request, clock), store -> store.reserve(request, clock)),
                    request.charges().size());
        }

        private void reserveAgain() {
            if (!named.isEmpty()) {
                ReserveRequest request = named.get(random.nextInt(named.size()));
                result(
                        both(store -> store.reserve(request, clock), store -> store.reserve(request, clock)),
                        request.charges().size());
            }
        }

        private void find() {
            if (!named.isEmpty()) {
                OperationId id = Objects.requireNonNull(
                                named.get(random.nextInt(named.size())).hold())
                        .id();
                Reservation expected = memory.find(id, clock);
                Reservation actual = store().find(id, clock);
                assertThat(actual == null).isEqualTo(expected == null);
                if (expected != null && actual != null) {
                    assertThat(actual.request()).isEqualTo(expected.request());
                    pairs.add(new Pair(expected, actual));
                }
            }
        }

        private @Nullable Pair one() {
            return pairs.isEmpty() ? null : pairs.get(random.nextInt(pairs.size()));
        }

        private CounterStore owner(Pair pair) {
            return stores.stream()
                    .filter(store -> ((SqliteCounterStore) store).hasMade(pair.inFile()))
                    .findFirst()
                    .orElseThrow();
        }

        private void swap() {
            Pair pair = one();
            if (pair != null && !isFull) {
                ReserveRequest request = random.nextBoolean()
                        ? request()
                        : ReserveRequest.of(pair.inMemory().charges());
                CounterStore owner = owner(pair);
                result(
                        both(
                                store -> store.swap(pair.inMemory(), request, clock),
                                store -> owner.swap(pair.inFile(), request, clock)),
                        request.charges().size());
            }
        }

        private void renew() {
            Pair pair = one();
            if (pair != null) {
                int expected = memory.renew(List.of(pair.inMemory()), clock)
                        .toCompletableFuture()
                        .join()
                        .size();
                assertThat(owner(pair)
                                .renew(List.of(pair.inFile()), clock)
                                .toCompletableFuture()
                                .join())
                        .hasSize(expected);
            }
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
                    pair.inFile().commit().toCompletableFuture().join();
                }
                case 1 -> {
                    pair.inMemory().release().toCompletableFuture().join();
                    pair.inFile().release().toCompletableFuture().join();
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
                    pair.inFile().settle(actual).toCompletableFuture().join();
                }
            }
        }

        private void wouldRefuse() {
            ReserveRequest request = request();
            same(store -> String.valueOf(store.wouldRefuse(request, clock)));
        }

        private void readCrediting() {
            Pair pair = one();
            if (pair != null) {
                assertThat(owner(pair).readCrediting(pair.inFile(), keys, clock))
                        .containsExactly(memory.readCrediting(pair.inMemory(), keys, clock));
            }
        }

        private void list() {
            for (String namespace : List.of("", "n\uffff", "n")) {
                assertThat(all(store(), namespace)).isEqualTo(all(memory, namespace));
            }
            same(store -> store.usage(keys, clock));
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
                    CounterKey key = keys.get(random.nextInt(keys.size()));
                    memory.reset(key);
                    store().reset(key);
                }
                case 2 -> {
                    if (kind == Kind.LONG) {
                        clock -= random.nextInt(100_000);
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
            pairs.removeIf(pair -> ((SqliteCounterStore) closed).hasMade(pair.inFile()));
            closed.close();
            stores.set(which, open());
        }

        private void check() {
            assertThat(store().read(keys, clock)).containsExactly(memory.read(keys, clock));
            assertThat(store().placesHeld(places, clock)).containsExactly(memory.placesHeld(places, clock));
        }
    }

    private void run(long seed, int steps, Kind kind, int stores) {
        Run run = new Run(seed, directory.resolve(seed + "-" + kind + stores + ".db"), kind, stores);
        for (int i = 0; i < steps; i++) {
            try {
                run.step();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + i + ": " + e.getMessage(), e);
            }
        }
        run.stores.forEach(CounterStore::close);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void one_store_answers_as_memory_does_while_the_clock_steps_both_ways(long seed) {
        run(seed, 300, Kind.SHORT, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void one_store_answers_as_memory_does_where_an_operator_puts_the_clock_back(long seed) {
        run(seed, 300, Kind.LONG, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void two_stores_on_one_file_answer_as_one_in_memory(long seed) {
        run(seed, 300, Kind.SHORT, 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_full_store_answers_as_memory_does(long seed) {
        run(seed, 300, Kind.FULL, 1);
    }

    @Test
    @Tag("long")
    void they_answer_the_same_for_a_hundred_thousand_steps() {
        LongStream.range(1_000, 1_050).forEach(seed -> {
            run(seed, 500, Kind.SHORT, 1);
            run(seed, 500, Kind.LONG, 1);
            run(seed, 500, Kind.SHORT, 2);
            run(seed, 500, Kind.FULL, 1);
        });
    }
}
