package dev.mcppolicy.counter.memory;

import static dev.mcppolicy.counter.memory.Counters.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The store against a model of it that keeps every charge in one list, step by step, while the clock steps both ways:
 * reserve, with and without places and a name, the same once more, swap, find, renew, commit, release and settle in any
 * order, late and repeated, with deadlines between, and no drift.
 */
class CounterModelTest {
    private static final int STEPS = 100;
    private static final List<Window> WINDOWS = List.of(
            Window.Calendar.MINUTE,
            Window.Calendar.HOUR,
            Window.Calendar.MONTH,
            new Window.Seconds(7),
            new Window.Sliding(Duration.ofSeconds(5)),
            new Window.Sliding(Duration.ofMinutes(2)));

    /** One charge of the model; its amount changes when it is settled. */
    private static final class Entry {
        final CounterKey key;
        final long at;
        long units;

        Entry(CounterKey key, long at, long units) {
            this.key = key;
            this.at = at;
            this.units = units;
        }
    }

    /** What was taken by one request; settled by a deadline too, and then forgotten by name. */
    private static final class Held {
        final Reservation reservation;
        final List<Entry> entries;
        /** Until when each place is held. */
        final Map<PlaceKey, Long> places = new HashMap<>();

        boolean isSettled;
        boolean isForgotten;

        Held(Reservation reservation, List<Entry> entries, long mark) {
            this.reservation = reservation;
            this.entries = entries;
            this.isSettled = reservation.request().isEmpty();
            reservation.request().places().forEach(place -> places.put(place.key(), mark + place.leaseMillis()));
        }

        @Nullable
        Hold hold() {
            return reservation.request().hold();
        }

        /** Leaves the charges, or takes them back. */
        void settle(boolean keeps) {
            if (!isSettled) {
                isSettled = true;
                places.clear();
                if (!keeps) {
                    entries.forEach(entry -> entry.units = 0);
                }
            }
        }
    }

    private static final class Run {
        final Random random;
        final InMemoryCounterStore store = new InMemoryCounterStore(1_000);
        final List<CounterKey> keys = new ArrayList<>();
        final List<Entry> log = new ArrayList<>();
        final List<Held> held = new ArrayList<>();
        long clock = Counters.NOON;
        long mark = Long.MIN_VALUE;

        Run(long seed) {
            random = new Random(seed);
            for (Window window : WINDOWS) {
                for (Scope scope : List.of(Scope.GLOBAL, Scope.SESSION)) {
                    keys.add(CounterKey.of(
                            new CounterDefinition(
                                    "", "", RulePlace.tool("t"), "n" + keys.size(), window, scope, Scale.WHOLE),
                            null,
                            scope == Scope.SESSION ? "s" : null));
                }
            }
        }

        void step() {
            clock += random.nextInt(8) == 0 ? random.nextInt(200_000) - 90_000 : random.nextInt(900) - 100;
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> reserve();
                case 4 -> swap();
                case 5 -> reserveAgain();
                case 6 -> find();
                case 7 -> renew();
                default -> settle();
            }
            check();
        }

        long now() {
            mark = Math.max(mark, clock);
            for (Held each : held) {
                Hold hold = each.hold();
                if (hold != null && hold.untilMillis() <= mark && !each.isForgotten) {
                    each.settle(hold.then() == Hold.Then.KEEP);
                    each.isForgotten = true;
                }
            }
            return mark;
        }

        /** A request for charges, and perhaps a place and a name. */
        ReserveRequest request(List<Charge> charges) {
            ReserveRequest request = ReserveRequest.of(charges);
            if (random.nextInt(3) == 0) {
                PlaceKey key = new PlaceKey("", "", RulePlace.tool("t" + random.nextInt(2)), Scope.GLOBAL, null, null);
                request = request.withPlaces(List.of(new Place(key, 1 + random.nextInt(3), 1 + random.nextInt(4_000))));
            }
            if (random.nextInt(3) == 0) {
                Hold.Then then = random.nextBoolean() ? Hold.Then.KEEP : Hold.Then.RELEASE;
                request = request.withHold(new Hold(OperationId.random(), now() + 1 + random.nextInt(4_000), then));
            }
            return request;
        }

        boolean isFull(Place place) {
            return held.stream()
                            .filter(each -> each.places.getOrDefault(place.key(), 0L) > mark)
                            .count()
                    >= place.max();
        }

        boolean counts(Entry entry) {
            return entry.key.definition().window() instanceof Window.Aligned aligned
                    ? aligned.startOf(entry.at) == aligned.startOf(mark)
                    : mark - entry.at
                            < ((Window.Sliding) entry.key.definition().window())
                                    .length()
                                    .toMillis();
        }

        long used(CounterKey key) {
            return log.stream()
                    .filter(entry -> entry.key.equals(key) && counts(entry))
                    .mapToLong(entry -> entry.units)
                    .sum();
        }

        List<Charge> charges() {
            List<Charge> charges = new ArrayList<>();
            int first = random.nextInt(keys.size());
            for (int i = random.nextInt(4); i >= 0; i--) {
                CounterKey key = keys.get((first + 5 * i) % keys.size());
                charges.add(new Charge(key, random.nextInt(4), 3 + random.nextInt(9)));
            }
            return charges;
        }

        void reserve() {
            ReserveRequest request = request(charges());
            now();
            expect(request, store.reserve(request, clock));
        }

        private @Nullable Held oneHeld() {
            now();
            // Has the store do what is due.
            store.read(List.of(), clock);
            return held.isEmpty() ? null : held.get(random.nextInt(held.size()));
        }

        void reserveAgain() {
            Held first = oneHeld();
            if (first == null || first.hold() == null) {
                return;
            }
            ReserveRequest request = first.reservation.request();
            if (first.isForgotten) {
                assertThatThrownBy(() -> taken(store.reserve(request, clock)))
                        .isInstanceOf(IllegalArgumentException.class);
            } else {
                assertThat(taken(store.reserve(request, clock)).request()).isEqualTo(request);
            }
        }

        void find() {
            Held first = oneHeld();
            Hold hold = first == null ? null : first.hold();
            if (hold != null) {
                assertThat(store.find(hold.id(), clock) != null).isEqualTo(!first.isForgotten && !first.isSettled);
            }
        }

        void renew() {
            Held first = oneHeld();
            if (first == null) {
                return;
            }
            boolean isRunning =
                    !first.places.isEmpty() && first.places.values().stream().allMatch(end -> end > mark);
            assertThat(store.renew(List.of(first.reservation), clock)
                            .toCompletableFuture()
                            .join()
                            .isEmpty())
                    .isEqualTo(isRunning);
            for (Place place : first.reservation.request().places()) {
                first.places.computeIfPresent(
                        place.key(),
                        (key, end) -> end > mark ? Long.valueOf(Math.max(end, mark + place.leaseMillis())) : end);
            }
        }

        void swap() {
            Held old = oneHeld();
            if (old == null) {
                return;
            }
            ReserveRequest request = request(random.nextBoolean() ? charges() : old.reservation.charges());
            now();
            if (old.isSettled && !old.reservation.charges().isEmpty()) {
                assertThatThrownBy(() -> taken(store.swap(old.reservation, request, clock)))
                        .isInstanceOf(IllegalStateException.class);
                return;
            }
            List<Long> before = old.entries.stream().map(entry -> entry.units).toList();
            old.entries.forEach(entry -> entry.units = 0);
            ReserveResult result = store.swap(old.reservation, request, clock);
            expect(request, result);
            if (result instanceof Reservation) {
                old.settle(true);
            } else {
                for (int i = 0; i < before.size(); i++) {
                    old.entries.get(i).units = before.get(i);
                }
            }
        }

        /** What the model says of the charges, and what it does with them. */
        void expect(ReserveRequest request, ReserveResult result) {
            List<Charge> charges = request.charges();
            Refusal expected = refusal(request);
            if (expected != null) {
                assertThat(result).isEqualTo(expected);
                return;
            }
            assertThat(result).isInstanceOf(Reservation.class);
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < charges.size(); i++) {
                Charge charge = charges.get(i);
                assertThat(((Reservation) result).before(i)).isEqualTo(used(charge.key()));
                entries.add(new Entry(charge.key(), mark, charge.units()));
            }
            log.addAll(entries);
            held.add(new Held((Reservation) result, entries, mark));
        }

        /** What no waiting helps goes before all, then a place, then the longest wait; else the earlier charge. */
        @Nullable
        Refusal refusal(ReserveRequest request) {
            List<Charge> charges = request.charges();
            int reported = -1;
            long longest = -1;
            for (int i = 0; i < charges.size(); i++) {
                Charge charge = charges.get(i);
                boolean refused = used(charge.key()) + charge.units() > charge.maxUnits();
                long wait = !refused ? -1 : charge.units() > charge.maxUnits() ? Long.MAX_VALUE : waitFor(charge);
                if (wait > longest) {
                    reported = i;
                    longest = wait;
                }
            }
            if (longest < Long.MAX_VALUE && request.places().stream().anyMatch(this::isFull)) {
                return new Refusal(0, Refusal.Reason.PLACE_TAKEN, Refusal.NEVER);
            }
            return reported < 0
                    ? null
                    : new Refusal(reported, Refusal.Reason.LIMIT, longest == Long.MAX_VALUE ? Refusal.NEVER : longest);
        }

        private long waitFor(Charge charge) {
            if (charge.key().definition().window() instanceof Window.Aligned aligned) {
                return aligned.endOf(mark) - mark;
            }
            long length = ((Window.Sliding) charge.key().definition().window())
                    .length()
                    .toMillis();
            long used = used(charge.key());
            for (Entry entry : log) {
                if (entry.key.equals(charge.key()) && counts(entry)) {
                    used -= entry.units;
                    if (used + charge.units() <= charge.maxUnits()) {
                        return entry.at + length - mark;
                    }
                }
            }
            throw new IllegalStateException("some entry must leave room");
        }

        void settle() {
            Held chosen = oneHeld();
            if (chosen == null) {
                return;
            }
            switch (random.nextInt(3)) {
                case 0 -> {
                    chosen.reservation.commit();
                    chosen.settle(true);
                }
                case 1 -> {
                    chosen.reservation.release();
                    chosen.settle(false);
                }
                default -> {
                    Map<String, BigDecimal> actual = new HashMap<>();
                    for (Entry entry : chosen.entries) {
                        int units = random.nextInt(6);
                        actual.put(entry.key.definition().counter(), BigDecimal.valueOf(units));
                        if (!chosen.isSettled) {
                            entry.units = units;
                        }
                    }
                    chosen.reservation.settle(actual);
                    chosen.settle(true);
                }
            }
        }

        void check() {
            now();
            long[] units = store.read(keys, clock);
            for (int i = 0; i < units.length; i++) {
                assertThat(units[i]).as("%s", keys.get(i)).isEqualTo(used(keys.get(i)));
            }
        }
    }

    private static void run(long seed, int steps) {
        Run run = new Run(seed);
        for (int i = 0; i < steps; i++) {
            run.step();
        }
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void the_store_counts_as_its_model_does_while_the_clock_steps_both_ways(@ForAll long seed) {
        run(seed, STEPS);
    }

    @Tag("long")
    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void the_store_counts_as_its_model_does_for_a_million_steps(@ForAll long seed) {
        run(seed, STEPS);
    }
}
