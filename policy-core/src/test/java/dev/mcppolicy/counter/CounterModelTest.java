package dev.mcppolicy.counter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.model.RulePlace;
import dev.mcppolicy.model.Scale;
import dev.mcppolicy.model.Scope;
import dev.mcppolicy.model.Window;
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
 * reserve, swap, commit, release and settle in any order, late and repeated, with no drift.
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

    private record Held(Reservation reservation, List<Entry> entries) {}

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
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> reserve();
                case 3 -> swap();
                default -> settle();
            }
            check();
        }

        long now() {
            mark = Math.max(mark, clock);
            return mark;
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
            List<Charge> charges = charges();
            now();
            ReserveResult result = store.reserve(charges, clock);
            expect(charges, result);
        }

        void swap() {
            if (held.isEmpty()) {
                return;
            }
            Held old = held.remove(random.nextInt(held.size()));
            if (old.reservation().isSettled()) {
                return;
            }
            List<Charge> charges =
                    random.nextBoolean() ? charges() : old.reservation().charges();
            now();
            List<Long> before = old.entries().stream().map(entry -> entry.units).toList();
            old.entries().forEach(entry -> entry.units = 0);
            ReserveResult result = store.swap(old.reservation(), charges, clock);
            expect(charges, result);
            if (result instanceof Reservation) {
                old.reservation().commit();
            } else {
                for (int i = 0; i < before.size(); i++) {
                    old.entries().get(i).units = before.get(i);
                }
                held.add(old);
            }
        }

        /** What the model says of the charges, and what it does with them. */
        void expect(List<Charge> charges, ReserveResult result) {
            Refusal expected = refusal(charges);
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
            held.add(new Held((Reservation) result, entries));
        }

        /** What no waiting helps goes before all, then the longest wait; else the earlier charge. */
        @Nullable
        Refusal refusal(List<Charge> charges) {
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
            if (held.isEmpty()) {
                return;
            }
            Held chosen = held.get(random.nextInt(held.size()));
            boolean first = !chosen.reservation().isSettled();
            switch (random.nextInt(3)) {
                case 0 -> chosen.reservation().commit();
                case 1 -> {
                    chosen.reservation().release();
                    if (first) {
                        chosen.entries().forEach(entry -> entry.units = 0);
                    }
                }
                default -> {
                    Map<String, BigDecimal> actual = new HashMap<>();
                    for (Entry entry : chosen.entries()) {
                        int units = random.nextInt(6);
                        actual.put(entry.key.definition().counter(), BigDecimal.valueOf(units));
                        if (first) {
                            entry.units = units;
                        }
                    }
                    chosen.reservation().settle(actual);
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
