package dev.mcppolicy.counter.memory;

import static dev.mcppolicy.counter.memory.Counters.NOON;
import static dev.mcppolicy.counter.memory.Counters.charge;
import static dev.mcppolicy.counter.memory.Counters.key;
import static dev.mcppolicy.counter.memory.Counters.sliding;
import static dev.mcppolicy.counter.memory.Counters.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * A sliding window with a small log beside three models that keep lists: one that remembers every charge, one in which
 * every charge counts as much longer as a full log may make it, and one that merges neighbours as the log is said to.
 * Interleavings of everything that can happen to a charge, with equal instants and amounts of zero.
 */
class SlidingLogModelTest {
    private static final long LENGTH = 100;
    private static final CounterKey LOG = key("log", sliding(LENGTH));

    private enum Kind {
        RESERVE,
        COMMIT,
        RELEASE,
        SETTLE,
        SWAP
    }

    private record Step(int later, Kind kind, int chosen, int units, int max) {}

    /** Small numbers are no likelier: waits of nothing would leave the log empty. */
    private static Arbitrary<Integer> uniform(int min, int max) {
        return Arbitraries.integers().between(min, max).withDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        // A third at the same instant, most within the window, a few past it.
        Arbitrary<Integer> waits = uniform(0, 129).map(drawn -> drawn < 40 ? 0 : drawn < 120 ? drawn % 9 + 1 : drawn);
        Arbitrary<Kind> kinds = Arbitraries.of(
                Kind.RESERVE,
                Kind.RESERVE,
                Kind.RESERVE,
                Kind.RESERVE,
                Kind.COMMIT,
                Kind.RELEASE,
                Kind.SETTLE,
                Kind.SWAP);
        return Combinators.combine(waits, kinds, uniform(0, 5), uniform(0, 3), uniform(6, 30))
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(120);
    }

    /** A charge that was taken, as the models know it. */
    private static final class Taken {
        final Reservation reservation;
        final long at;
        long units;

        Taken(Reservation reservation, long at, long units) {
            this.reservation = reservation;
            this.at = at;
            this.units = units;
        }
    }

    /** Charges that count together, from the last instant of them. */
    private static final class Merged {
        final long first;
        long last;
        long units;

        Merged(long at, long units) {
            this.first = at;
            this.last = at;
            this.units = units;
        }
    }

    private static final class Run {
        final InMemoryCounterStore store;
        final int mostEntries;
        final long near;
        final List<Taken> taken = new ArrayList<>();
        final List<Merged> merged = new ArrayList<>();
        boolean hasMerged;
        long now = NOON;

        Run(int mostEntries) {
            this.mostEntries = mostEntries;
            this.near = LENGTH / (mostEntries / 2 - 1);
            this.store = new InMemoryCounterStore(10, 10, mostEntries);
        }

        void step(Step step) {
            // A settlement brings no instant along: the store's clock stands where the last read has left it.
            boolean settles = step.kind() != Kind.RESERVE && step.kind() != Kind.SWAP;
            advance(settles ? 0 : step.later());
            List<Taken> open =
                    taken.stream().filter(each -> !each.reservation.isSettled()).toList();
            // Settled ones are chosen too: nothing may come of it.
            Taken chosen = taken.isEmpty() ? null : taken.get(Math.max(0, taken.size() - 1 - step.chosen()));
            switch (step.kind()) {
                case RESERVE -> take(null, step);
                case SWAP -> take(open.isEmpty() ? null : open.get(step.chosen() % open.size()), step);
                case COMMIT -> settle(chosen, -1);
                case RELEASE -> settle(chosen, 0);
                case SETTLE -> settle(chosen, 2L * step.units());
            }
            advance(settles ? step.later() : 0);
            check();
        }

        void advance(long millis) {
            now += millis;
            merged.removeIf(entry -> now - entry.last >= LENGTH);
        }

        void settle(@Nullable Taken chosen, long actual) {
            if (chosen == null) {
                return;
            }
            boolean first = !chosen.reservation.isSettled();
            if (actual < 0) {
                chosen.reservation.commit();
            } else if (actual == 0) {
                chosen.reservation.release();
            } else {
                chosen.reservation.settle(Map.of("log", BigDecimal.valueOf(actual)));
            }
            if (first && actual >= 0) {
                correct(chosen, actual);
            }
        }

        void correct(Taken chosen, long actual) {
            Merged holder = holder(chosen.at);
            boolean counts = chosen.units == 0 ? now - chosen.at < LENGTH : holder != null;
            if (counts && holder != null) {
                holder.units += actual - chosen.units;
                merged.removeIf(entry -> entry.units == 0);
            } else if (counts && actual > 0) {
                add(chosen.at, actual);
            }
            chosen.units = actual;
        }

        @Nullable
        Merged holder(long at) {
            return merged.stream()
                    .filter(entry -> entry.first <= at && at <= entry.last)
                    .findAny()
                    .orElse(null);
        }

        void add(long at, long units) {
            if (units == 0) {
                return;
            }
            Merged holder = holder(at);
            if (holder == null && merged.size() == mostEntries) {
                mergeOldest();
                holder = holder(at);
            }
            if (holder != null) {
                holder.units += units;
            } else {
                merged.add(new Merged(at, units));
                merged.sort(Comparator.comparingLong(entry -> entry.last));
            }
        }

        void mergeOldest() {
            hasMerged = true;
            for (int i = 1; i < merged.size(); i++) {
                Merged older = merged.get(i - 1);
                Merged newer = merged.get(i);
                if (newer.last - older.first <= near) {
                    older.last = newer.last;
                    older.units += newer.units;
                    merged.remove(i);
                    return;
                }
            }
            throw new AssertionError("no two neighbours are near each other");
        }

        void take(@Nullable Taken held, Step step) {
            List<Merged> before = merged.stream().map(Run::copy).toList();
            long heldUnits = held == null ? 0 : held.units;
            if (held != null) {
                correct(held, 0);
            }
            Charge charge = charge(LOG, step.units(), step.max());
            ReserveResult result = held == null
                    ? store.reserve(ReserveRequest.of(List.of(charge)), now)
                    : store.swap(held.reservation, ReserveRequest.of(List.of(charge)), now);

            boolean isTaken = result instanceof Reservation;
            boolean exactTakes = usedFor(LENGTH) + step.units() <= step.max();
            boolean lenientTakes = usedFor(LENGTH + near) + step.units() <= step.max();
            assertThat(isTaken && !exactTakes).as("over-admitted").isFalse();
            assertThat(!isTaken && lenientTakes).as("refused too long").isFalse();
            if (!hasMerged) {
                assertThat(isTaken).isEqualTo(exactTakes);
            }
            assertThat(result instanceof Refusal refusal ? refusal.retryAfterMillis() : -2)
                    .isEqualTo(waitFor(charge));
            if (isTaken) {
                if (held != null) {
                    held.reservation.commit();
                }
                taken.add(new Taken((Reservation) result, now, step.units()));
                add(now, step.units());
            } else if (held != null) {
                held.units = heldUnits;
                merged.clear();
                merged.addAll(before);
            }
        }

        private static Merged copy(Merged entry) {
            Merged copy = new Merged(entry.first, entry.units);
            copy.last = entry.last;
            return copy;
        }

        /** The units of charges, each counted for a time. */
        long usedFor(long millis) {
            return taken.stream()
                    .filter(each -> now - each.at < millis)
                    .mapToLong(each -> each.units)
                    .sum();
        }

        /** How long the merging model refuses a charge; -1 for ever and -2 not at all. */
        long waitFor(Charge charge) {
            if (charge.units() > charge.maxUnits()) {
                return Refusal.NEVER;
            }
            long used = merged.stream().mapToLong(entry -> entry.units).sum();
            long wait = -2;
            for (Merged entry : merged) {
                if (used + charge.units() <= charge.maxUnits()) {
                    break;
                }
                used -= entry.units;
                wait = entry.last + LENGTH - now;
            }
            return wait;
        }

        void check() {
            long used = used(store, LOG, now);
            assertThat(used)
                    .isEqualTo(merged.stream().mapToLong(entry -> entry.units).sum());
            assertThat(used).isBetween(usedFor(LENGTH), usedFor(LENGTH + near));
            assertThat(store.logEntries(LOG)).isEqualTo(merged.size()).isLessThanOrEqualTo(mostEntries);
            if (!hasMerged) {
                assertThat(used).isEqualTo(usedFor(LENGTH));
            }
        }
    }

    private static void run(List<Step> steps, int mostEntries) {
        Run run = new Run(mostEntries);
        steps.forEach(run::step);
        Statistics.label("has merged").collect(run.hasMerged);
    }

    @Property
    void a_small_log_counts_as_its_models_do(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 4, max = 9) int mostEntries) {
        run(steps, mostEntries);
        Statistics.label("has merged").coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
    }

    @Property
    void a_log_with_room_counts_exactly(@ForAll("steps") List<Step> steps) {
        run(steps, SlidingLog.MOST_ENTRIES);
        Statistics.label("has merged").coverage(coverage -> coverage.check(true).count(count -> count == 0));
    }

    @Tag("long")
    @Property(tries = 200_000)
    void a_small_log_counts_as_its_models_do_in_many_interleavings(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 4, max = 9) int mostEntries) {
        run(steps, mostEntries);
    }
}
