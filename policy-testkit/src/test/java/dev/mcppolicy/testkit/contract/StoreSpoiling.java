package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.RefusalOrder;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Ways in which a correct store is spoilt, one sentence of it at a time. */
enum StoreSpoiling {
    ADMITS_ONE_TOO_MANY(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean exceeds(Charge charge, long used) {
            return used - 1 > charge.mostBefore();
        }
    }),
    ADMITS_ONE_TOO_FEW(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean exceeds(Charge charge, long used) {
            return used > 0 && used >= charge.mostBefore();
        }
    }),
    LOOKS_AT_WHAT_IS_USED_AND_NOT_AT_THE_AMOUNT(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean exceeds(Charge charge, long used) {
            return used >= charge.maxUnits();
        }
    }),
    PASSES_WHATEVER_COSTS_NOTHING(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean exceeds(Charge charge, long used) {
            return charge.units() > 0 && super.exceeds(charge, used);
        }
    }),
    LETS_A_SUM_WRAP(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean exceeds(Charge charge, long used) {
            return used + charge.units() > charge.maxUnits();
        }
    }),
    COMPARES_DOUBLES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean exceeds(Charge charge, long used) {
            return (double) used + (double) charge.units() > (double) charge.maxUnits();
        }
    }),
    READS_DOUBLES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized long[] read(List<CounterKey> keys, long nowMillis) {
            return IntStream.range(0, keys.size())
                    .mapToLong(i -> (long) (double) super.read(keys, nowMillis)[i])
                    .toArray();
        }
    }),
    CHARGES_ONE_WHATEVER_THE_AMOUNT(capacity -> new NaiveCounterStore(capacity) {
        @Override
        ReserveResult take(ReserveRequest request) {
            return super.take(with(
                    request,
                    request.charges().stream()
                            .map(charge -> new Charge(charge.key(), Math.min(1, charge.units()), charge.maxUnits()))
                            .toList()));
        }
    }),
    TAKES_ONE_AFTER_THE_OTHER(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized ReserveResult reserve(ReserveRequest request, long nowMillis) {
            requireDistinct(request);
            List<Charge> charges = request.charges();
            ReserveResult last = Reservation.empty();
            for (int i = 0; i < charges.size(); i++) {
                last = super.reserve(with(request, List.of(charges.get(i))), nowMillis);
                if (last instanceof Refusal refusal) {
                    return new Refusal(i, refusal.reason(), refusal.retryAfterMillis());
                }
            }
            return charges.size() == 1 ? last : super.reserve(with(request, zeros(request.charges())), nowMillis);
        }
    }),
    TAKES_ONE_KEY_TWICE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void requireDistinct(ReserveRequest request) {}
    }),
    HAS_NO_LOCK(capacity -> new NaiveCounterStore(capacity) {
        @Override
        // Lets another thread in between the look and the charge.
        @SuppressWarnings({"ThreadPriorityCheck", "UnsynchronizedOverridesSynchronized"})
        public ReserveResult reserve(ReserveRequest request, long nowMillis) {
            Refusal refusal;
            synchronized (this) {
                advance(nowMillis);
                refusal = refusal(request.charges());
            }
            Thread.yield();
            synchronized (this) {
                return refusal != null ? refusal : unbounded(request, nowMillis);
            }
        }

        private ReserveResult unbounded(ReserveRequest request, long nowMillis) {
            return super.reserve(
                    with(
                            request,
                            request.charges().stream()
                                    .map(charge -> new Charge(charge.key(), charge.units(), Long.MAX_VALUE))
                                    .toList()),
                    nowMillis);
        }
    }),
    SAYS_WHAT_A_COUNTER_HELD_AFTERWARDS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        ReserveResult take(ReserveRequest request) {
            Reservation taken = (Reservation) super.take(request);
            NaiveReceipt receipt = (NaiveReceipt) taken.receipt();
            for (int i = 0; i < receipt.befores.length; i++) {
                receipt.befores[i] += request.charges().get(i).units();
            }
            return taken;
        }
    }),
    HOLDS_THE_CHARGES_IN_ANOTHER_ORDER(capacity -> new NaiveCounterStore(capacity) {
        @Override
        ReserveResult take(ReserveRequest request) {
            List<Charge> reversed = new ArrayList<>();
            request.charges().forEach(charge -> reversed.add(0, charge));
            return super.take(with(request, reversed));
        }
    }),
    ANSWERS_LATER_WITHOUT_CHARGING(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
            return CompletableFuture.completedStage(super.reserve(with(request, zeros(request.charges())), nowMillis));
        }
    }),
    THROWS_WHERE_A_LATER_ANSWER_SHOULD_FAIL(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
            return CompletableFuture.completedStage(super.reserve(request, nowMillis));
        }
    }),

    MIXES_SCOPES(mixing((left, right) ->
            left.definition().equals(with(right.definition(), right.definition().window(), left)))),
    MIXES_SCALES(mixing((left, right) -> left.definition()
            .equals(new CounterDefinition(
                    right.definition().namespace(),
                    right.definition().server(),
                    right.definition().place(),
                    right.definition().counter(),
                    right.definition().window(),
                    right.definition().scope(),
                    left.definition().scale())))),
    MIXES_WINDOWS(mixing(
            (left, right) -> left.definition().scope().equals(right.definition().scope())
                    && left.definition()
                            .equals(with(right.definition(), left.definition().window(), left)))),
    MIXES_IDENTITIES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean same(CounterKey left, CounterKey right) {
            return left.definition().equals(right.definition()) && Objects.equals(left.session(), right.session());
        }
    }),
    MIXES_SESSIONS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean same(CounterKey left, CounterKey right) {
            return left.definition().equals(right.definition()) && Objects.equals(left.identity(), right.identity());
        }
    }),
    MIXES_TOOLS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean same(CounterKey left, CounterKey right) {
            return text(left).equals(text(right));
        }

        private String text(CounterKey key) {
            return CounterKey.of(withPlace(key.definition(), RulePlace.everyTool()), key.identity(), key.session())
                    .encoded();
        }
    }),
    FOLDS_CASE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean same(CounterKey left, CounterKey right) {
            return left.encoded()
                    .toLowerCase(Locale.ROOT)
                    .equals(right.encoded().toLowerCase(Locale.ROOT));
        }
    }),
    JOINS_THE_PARTS_OF_A_KEY(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean same(CounterKey left, CounterKey right) {
            return joined(left).equals(joined(right));
        }

        private String joined(CounterKey key) {
            CounterDefinition parts = key.definition();
            return String.join(
                    ":",
                    parts.namespace(),
                    parts.server(),
                    parts.place().name(),
                    parts.counter(),
                    parts.window().id(),
                    parts.scope().id(),
                    parts.scale().name(),
                    key.identity(),
                    key.session());
        }
    }),

    ENDS_A_WINDOW_LATE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean sameWindow(CounterKey key, long then, long now) {
            return super.sameWindow(key, then, then < now ? now - 1 : now);
        }
    }),
    ENDS_AN_ALIGNED_WINDOW_EARLY(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean sameWindow(CounterKey key, long then, long now) {
            boolean isAligned = key.definition().window() instanceof Window.Aligned;
            return super.sameWindow(key, then, isAligned ? now + 1 : now);
        }
    }),
    ENDS_A_SLIDING_WINDOW_EARLY(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean sameWindow(CounterKey key, long then, long now) {
            boolean isAligned = key.definition().window() instanceof Window.Aligned;
            return super.sameWindow(key, then, isAligned ? now : now + 1);
        }
    }),
    ALIGNS_WHAT_SLIDES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean sameWindow(CounterKey key, long then, long now) {
            return key.definition().window() instanceof Window.Aligned
                    ? super.sameWindow(key, then, now)
                    : Math.floorDiv(then, lengthOf(key)) == Math.floorDiv(now, lengthOf(key));
        }
    }),
    SLIDES_WHAT_IS_ALIGNED(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean sameWindow(CounterKey key, long then, long now) {
            return key.definition().window() instanceof Window.Aligned aligned
                    ? now - then < aligned.endOf(then) - aligned.startOf(then)
                    : super.sameWindow(key, then, now);
        }
    }),
    BEGINS_WEEKS_ON_THURSDAY(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean sameWindow(CounterKey key, long then, long now) {
            return key.definition().window() == Window.Calendar.WEEK
                    ? super.sameWindow(CounterKey.of(weekOfTheEpoch(key), null, null), then, now)
                    : super.sameWindow(key, then, now);
        }

        private CounterDefinition weekOfTheEpoch(CounterKey key) {
            return with(key.definition(), new Window.Seconds(604_800), key);
        }
    }),
    FOLLOWS_EVERY_CLOCK(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void advance(long nowMillis) {
            mark = nowMillis;
            super.advance(nowMillis);
        }
    }),
    MOVES_ITS_CLOCK_BY_CHARGES_ALONE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized long[] read(List<CounterKey> keys, long nowMillis) {
            long before = mark;
            long[] units = super.read(keys, nowMillis);
            mark = before;
            return units;
        }
    }),
    MOVES_ITS_CLOCK_BY_WHAT_IT_TAKES_ALONE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized ReserveResult reserve(ReserveRequest request, long nowMillis) {
            long before = mark;
            ReserveResult result = super.reserve(request, nowMillis);
            mark = result instanceof Refusal ? before : mark;
            return result;
        }
    }),
    MOVES_ITS_CLOCK_BY_NO_SWAP_THAT_IT_REFUSES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
            long before = mark;
            ReserveResult result = super.swap(held, request, nowMillis);
            mark = result instanceof Refusal ? before : mark;
            return result;
        }
    }),
    MOVES_ITS_CLOCK_BY_NO_READ_THAT_CREDITS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
            long before = mark;
            long[] units = super.readCrediting(held, keys, nowMillis);
            mark = before;
            return units;
        }
    }),
    READS_IN_ANOTHER_ORDER(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized long[] read(List<CounterKey> keys, long nowMillis) {
            return super.read(
                    keys.stream()
                            .sorted(Comparator.comparing(CounterKey::encoded))
                            .toList(),
                    nowMillis);
        }
    }),

    NAMES_NO_WAIT(waiting((charge, wait) -> Refusal.NEVER)),
    NAMES_A_WAIT_THAT_IS_ONE_SHORT(waiting((charge, wait) -> wait - 1)),
    NAMES_A_WAIT_IN_SECONDS(waiting((charge, wait) -> wait / 1_000)),
    NAMES_THE_WHOLE_WINDOW_AS_WAIT_WHERE_IT_SLIDES(
            waiting((charge, wait) -> charge.key().definition().window() instanceof Window.Sliding
                    ? NaiveCounterStore.lengthOf(charge.key())
                    : wait)),
    NAMES_A_WAIT_FROM_THE_CALLERS_CLOCK(capacity -> new NaiveCounterStore(capacity) {
        private long callers;

        @Override
        void advance(long nowMillis) {
            callers = nowMillis;
            super.advance(nowMillis);
        }

        @Override
        long retryAfterMillis(Charge charge) {
            return super.retryAfterMillis(charge) + mark - callers;
        }
    }),
    NAMES_A_WAIT_THAT_DOES_NOT_HELP(capacity -> new NaiveCounterStore(capacity) {
        @Override
        long waitMillis(Charge charge) {
            return charge.exceedsAlone() ? 60_000 : super.waitMillis(charge);
        }
    }),
    TAKES_THE_LARGEST_NUMBER_FOR_AN_AMOUNT_LIKE_OTHERS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        long waitMillis(Charge charge) {
            return charge.units() == Long.MAX_VALUE ? RefusalOrder.PASSES : super.waitMillis(charge);
        }
    }),
    REPORTS_THE_FIRST_THAT_REFUSES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        @Nullable
        Refusal refusal(List<Charge> charges) {
            for (int i = 0; i < charges.size(); i++) {
                long wait = waitMillis(charges.get(i));
                if (wait != RefusalOrder.PASSES) {
                    return new Refusal(i, Refusal.Reason.LIMIT, wait);
                }
            }
            return null;
        }
    }),
    REPORTS_THE_LAST_OF_EQUAL_WAITS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        @Nullable
        Refusal refusal(List<Charge> charges) {
            Refusal found = super.refusal(charges);
            for (int i = charges.size() - 1; found != null && i > found.index(); i--) {
                if (waitMillis(charges.get(i)) == found.retryAfterMillis()) {
                    return new Refusal(i, found.reason(), found.retryAfterMillis());
                }
            }
            return found;
        }
    }),
    REPORTS_THE_LONGEST_WAIT_BEFORE_WHAT_NO_WAITING_HELPS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        @Nullable
        Refusal refusal(List<Charge> charges) {
            Refusal waiting = RefusalOrder.first(charges.size(), i -> {
                long wait = waitMillis(charges.get(i));
                return wait == Refusal.NEVER ? RefusalOrder.PASSES : wait;
            });
            return waiting == null ? super.refusal(charges) : waiting;
        }
    }),
    NAMES_THE_LIMIT_OF_ONE_AND_THE_WAIT_OF_ANOTHER(capacity -> new NaiveCounterStore(capacity) {
        @Override
        @Nullable
        Refusal refusal(List<Charge> charges) {
            Refusal found = super.refusal(charges);
            for (int i = 0; found != null && i < found.index(); i++) {
                if (waitMillis(charges.get(i)) != RefusalOrder.PASSES) {
                    return new Refusal(i, found.reason(), found.retryAfterMillis());
                }
            }
            return found;
        }
    }),

    GIVES_NOTHING_BACK(correcting((entry, units) -> units == 0 ? entry.units : units)),
    SETTLES_NOTHING(correcting((entry, units) -> units > 0 ? entry.units : units)),
    SETTLES_NO_MORE_THAN_WAS_RESERVED(correcting((entry, units) -> Math.min(entry.units, units))),
    ADDS_THE_REAL_AMOUNT_TO_THE_RESERVED_ONE(
            correcting((entry, units) -> units == 0 || units == entry.units ? units : entry.units + units)),
    FORGETS_CHARGES_OF_NOTHING(correcting((entry, units) -> entry.units == 0 ? 0 : units)),
    GIVES_BACK_TO_THE_WINDOW_NOW_CURRENT(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void correct(List<Entry> taken, long[] units) {
            List<Entry> current = new ArrayList<>();
            for (Entry entry : taken) {
                current.add(entries.stream()
                        .filter(other -> other.key.equals(entry.key) && counts(other))
                        .reduce(entry, (earlier, later) -> later));
            }
            super.correct(current, units);
        }
    }),
    GIVES_BACK_TWICE_WHAT_WAS_TAKEN(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void correct(List<Entry> taken, long[] units) {
            for (Entry entry : List.copyOf(taken)) {
                entries.stream()
                        .filter(other ->
                                other != entry && other.key.equals(entry.key) && units[taken.indexOf(entry)] == 0)
                        .findFirst()
                        .ifPresent(other -> other.units = Math.max(0, other.units - entry.units));
            }
            super.correct(taken, units);
        }
    }),
    CORRECTS_FROM_THE_INSTANT_OF_THE_CORRECTION(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void correct(List<Entry> taken, long[] units) {
            for (int i = 0; i < units.length; i++) {
                Entry entry = taken.get(i);
                if (entries.remove(entry) && counts(entry)) {
                    entries.add(new Entry(entry.key, mark, Math.min(units[i], Charge.MOST_UNITS - used(entry.key))));
                }
            }
        }
    }),
    LETS_A_SETTLEMENT_WRAP(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void correct(List<Entry> taken, long[] units) {
            for (int i = 0; i < units.length; i++) {
                if (entries.contains(taken.get(i))) {
                    taken.get(i).units = units[i];
                }
            }
        }
    }),

    CREDITS_NOTHING_IN_A_SWAP(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
            ReserveResult result = super.swap(Reservation.empty(), request, nowMillis);
            if (result instanceof Reservation) {
                entries.removeAll(credited(held));
            }
            return result;
        }
    }),
    KEEPS_BOTH_CHARGES_AFTER_A_SWAP(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
            return super.swap(Reservation.empty(), request, nowMillis);
        }
    }),
    LOSES_THE_HELD_CHARGES_OF_A_REFUSED_SWAP(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void putBack(List<Entry> credited, long[] units) {}
    }),
    LEAVES_A_SWAPPED_CHARGE_IN_ITS_OLD_WINDOW(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
            long before = mark;
            mark = credited(held).stream().mapToLong(entry -> entry.at).max().orElse(mark);
            ReserveResult result = super.swap(held, request, mark);
            mark = Math.max(before, nowMillis);
            return result;
        }
    }),
    KEEPS_WHAT_A_SWAP_DOES_NOT_TAKE_ANEW(capacity -> new NaiveCounterStore(capacity) {
        @Override
        List<Entry> credited(Reservation held) {
            return super.credited(held).stream().limit(1).toList();
        }
    }),
    CREDITS_WHAT_WAS_SETTLED(capacity -> new NaiveCounterStore(capacity) {
        @Override
        List<Entry> credited(Reservation held) {
            return held.charges().isEmpty() ? List.of() : ((NaiveReceipt) held.receipt()).taken;
        }
    }),
    READS_WITHOUT_CREDIT(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
            return read(keys, nowMillis);
        }
    }),
    CREDITS_A_WINDOW_THAT_IS_OVER(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
            long[] units = read(keys, nowMillis);
            for (Charge charge : held.isSettled() ? List.<Charge>of() : held.charges()) {
                if (keys.contains(charge.key())) {
                    units[keys.indexOf(charge.key())] -= charge.units();
                }
            }
            return units;
        }
    }),

    RESETS_NOTHING(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized void reset(CounterKey key) {}
    }),
    RESETS_EVERYTHING(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized void reset(CounterKey key) {
            entries.clear();
        }
    }),
    GIVES_BACK_TO_A_COUNTER_THAT_WAS_RESET(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized void reset(CounterKey key) {
            long used = used(key);
            entries.add(new Entry(key, mark, -used));
        }
    }),
    KEEPS_ITS_CLOCK_WHEN_IT_IS_RESET(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized void resetClock(long nowMillis) {}
    }),
    KEEPS_WINDOWS_THAT_HAVE_NOT_BEGUN(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized void resetClock(long nowMillis) {
            mark = nowMillis;
        }
    }),
    DROPS_ALL_COUNTERS_WHEN_ITS_CLOCK_IS_RESET(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized void resetClock(long nowMillis) {
            mark = nowMillis;
            entries.clear();
        }
    }),

    FORGETS_A_NAME_AT_ONCE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        ReserveResult once(ReserveRequest request, Supplier<ReserveResult> attempt) {
            return attempt.get();
        }
    }),
    FORGETS_A_NAME_WHEN_IT_IS_SETTLED(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void settle(NaiveReceipt receipt, long @Nullable [] units) {
            super.settle(receipt, units);
            held.values().remove(receipt);
        }
    }),
    TAKES_ANOTHER_REQUEST_FOR_THE_SAME(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void requireSame(ReserveRequest request, ReserveRequest first) {}
    }),
    TAKES_WHAT_COMES_AFTER_ITS_DEADLINE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void requireNotPast(Hold hold) {}
    }),
    FINDS_WHAT_IS_SETTLED(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized @Nullable Reservation find(OperationId id, long nowMillis) {
            advance(nowMillis);
            NaiveReceipt found = held.get(id);
            return found == null ? null : found.handle();
        }
    }),
    OBEYS_EVERYBODY_WHO_SETTLES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void settle(NaiveReceipt receipt, long @Nullable [] units) {
            receipt.settled = false;
            super.settle(receipt, units);
        }
    }),
    KEEPS_WHAT_IS_TO_BE_RELEASED_AT_A_DEADLINE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void due(Hold hold, NaiveReceipt receipt) {
            settle(receipt, null);
        }
    }),
    RELEASES_WHAT_IS_TO_BE_KEPT_AT_A_DEADLINE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void due(Hold hold, NaiveReceipt receipt) {
            settle(receipt, new long[receipt.taken.size()]);
        }
    }),
    LEAVES_WHAT_IS_PAST_ITS_DEADLINE_TO_BE_SETTLED(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void due(Hold hold, NaiveReceipt receipt) {}
    }),
    SWAPS_WHAT_IS_SETTLED(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void requireHeld(Reservation held) {}
    }),
    LEAVES_WHAT_IS_SWAPPED_TO_BE_SETTLED(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void endHeld(Reservation held) {}
    }),

    HAS_A_PLACE_TOO_MANY(capacity -> new NaiveCounterStore(capacity) {
        @Override
        @Nullable
        Refusal placeTaken(ReserveRequest request) {
            return super.placeTaken(request.withPlaces(request.places().stream()
                    .map(place -> new Place(place.key(), place.max() + 1, place.leaseMillis()))
                    .toList()));
        }
    }),
    HAS_PLACES_FOR_ALL(capacity -> new NaiveCounterStore(capacity) {
        @Override
        @Nullable
        Refusal placeTaken(ReserveRequest request) {
            return null;
        }
    }),
    MIXES_PLACES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean samePlace(PlaceKey left, PlaceKey right) {
            return true;
        }
    }),
    NEVER_FREES_A_PLACE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void free(NaiveReceipt receipt) {}
    }),
    FREES_A_PLACE_OF_ANYBODY(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void free(NaiveReceipt receipt) {
            if (!holders.isEmpty()) {
                holders.remove(0);
            }
        }
    }),
    FREES_A_PLACE_WITH_EVERY_SETTLEMENT(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void settle(NaiveReceipt receipt, long @Nullable [] units) {
            if (receipt.settled) {
                holders.removeIf(holder -> receipt.request.places().contains(holder.place));
            }
            super.settle(receipt, units);
        }
    }),
    LETS_A_PAYER_HOLD_ALL_PLACES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        long placesOf(String payer, String namespace, List<Holder> all) {
            return 0;
        }
    }),
    HAS_ONE_BOUND_FOR_THE_PLACES_OF_ALL_PAYERS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        long placesOf(String payer, String namespace, List<Holder> all) {
            return placesAtWill(all);
        }
    }),
    HAS_ROOM_FOR_ALL_PLACES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        long placesAtWill(List<Holder> all) {
            return 0;
        }
    }),
    MIXES_PLACES_OF_ANOTHER_VALUE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean samePlace(PlaceKey left, PlaceKey right) {
            return left.place().equals(right.place()) && Objects.equals(left.identity(), right.identity());
        }
    }),
    SAYS_ONE_TOO_MANY_HELD(capacity -> new NaiveCounterStore(capacity) {
        @Override
        int held(PlaceKey key) {
            return super.held(key) + 1;
        }
    }),
    NAMES_A_PLACE_FIRST(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean isHopeless(@Nullable Refusal refusal) {
            return false;
        }
    }),
    NAMES_A_PLACE_LAST(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean isHopeless(@Nullable Refusal refusal) {
            return refusal != null;
        }
    }),
    HAS_NO_LEASES(capacity -> new NaiveCounterStore(capacity) {
        @Override
        long leaseEnd(Place place) {
            return Long.MAX_VALUE;
        }
    }),
    RENEWS_NOTHING(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis) {
            return CompletableFuture.completedFuture(List.of());
        }
    }),
    RENEWS_WITHOUT_A_WORD_OF_WHO_HAS_NOTHING(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis) {
            super.renew(running, nowMillis).toCompletableFuture().join();
            return CompletableFuture.completedFuture(List.of());
        }
    }),

    LETS_A_PAYER_OPEN_ALL_THERE_IS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        long openedBy(String payer, Map<CounterKey, String> keys) {
            return 0;
        }
    }),
    HAS_ONE_BOUND_FOR_ALL_PAYERS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        long openedBy(String payer, Map<CounterKey, String> keys) {
            return openedAtWill(keys);
        }
    }),
    BOUNDS_A_PAYER_IN_ALL_COUNTERS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        long openedBy(String payer, Map<CounterKey, String> keys) {
            return keys.values().stream().filter(payer::equals).count();
        }
    }),

    LISTS_COUNTERS_OF_OTHERS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized CounterPage list(String namespace, @Nullable String after, int most, long nowMillis) {
            return super.list(namespace.equals("policy") ? "another" : namespace, after, most, nowMillis);
        }
    }),
    LISTS_THE_LAST_OF_A_PAGE_AGAIN(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean isAfter(CounterKey key, String after) {
            return key.encoded().compareTo(after) >= 0;
        }
    }),
    LISTS_ONE_PAGE(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized CounterPage list(String namespace, @Nullable String after, int most, long nowMillis) {
            return new CounterPage(super.list(namespace, after, most, nowMillis).counters(), null);
        }
    }),
    SAYS_THE_USAGE_OF_THE_LAST_WINDOW(capacity -> new NaiveCounterStore(capacity) {
        @Override
        CounterUsage usageOf(CounterKey key) {
            CounterUsage usage = super.usageOf(key);
            long length = usage.endMillis() - usage.startMillis();
            return new CounterUsage(key, usage.units(), usage.startMillis() - length, usage.startMillis());
        }
    }),

    HAS_ROOM_FOR_ONE_TOO_MANY(
            capacity -> new NaiveCounterStore(capacity == Integer.MAX_VALUE ? capacity : capacity + 1)),
    HAS_ROOM_FOR_ONE_TOO_FEW(capacity -> new NaiveCounterStore(capacity - 1)),
    LETS_SESSIONS_TAKE_ALL_ROOM(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean fits(Map<CounterKey, String> keys, CounterKey last, String payer) {
            return keys.size() <= capacity;
        }
    }),
    FORGETS_LIVE_COUNTERS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        @Nullable
        Refusal withoutRoom(ReserveRequest request) {
            while (super.withoutRoom(request) != null) {
                CounterKey oldest = entries.get(0).key;
                entries.removeIf(entry -> entry.key.equals(oldest));
                known.remove(oldest);
            }
            return null;
        }
    }),
    NEVER_MAKES_ROOM(capacity -> new NaiveCounterStore(capacity) {
        @Override
        void advance(long nowMillis) {
            mark = Math.max(mark, nowMillis);
        }
    }),
    MAKES_ROOM_FOR_WHAT_IS_READ(capacity -> new NaiveCounterStore(capacity) {
        private final Set<CounterKey> read = new HashSet<>();

        @Override
        public synchronized long[] read(List<CounterKey> keys, long nowMillis) {
            read.addAll(keys);
            return super.read(keys, nowMillis);
        }

        @Override
        void advance(long nowMillis) {
            super.advance(nowMillis);
            read.forEach(key -> known.putIfAbsent(key, ""));
        }
    }),
    NAMES_THE_FIRST_CHARGE_WHERE_IT_IS_FULL(capacity -> new NaiveCounterStore(capacity) {
        @Override
        @Nullable
        Refusal withoutRoom(ReserveRequest request) {
            return super.withoutRoom(request) == null ? null : new Refusal(0, Refusal.Reason.STORE_FULL, Refusal.NEVER);
        }
    }),
    SAYS_IT_IS_FULL_BEFORE_IT_LOOKS_AT_LIMITS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        @Nullable
        Refusal refusal(List<Charge> charges) {
            Refusal full = withoutRoom(ReserveRequest.of(charges));
            return full == null ? super.refusal(charges) : full;
        }
    }),
    FORETELLS_NO_REFUSAL(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized @Nullable Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
            return null;
        }
    }),
    FORETELLS_NO_WAIT(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized @Nullable Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
            Refusal refusal = super.wouldRefuse(request, nowMillis);
            return refusal == null ? null : new Refusal(refusal.index(), refusal.reason(), Refusal.NEVER);
        }
    }),
    CHARGES_WHAT_IT_FORETELLS(capacity -> new NaiveCounterStore(capacity) {
        @Override
        public synchronized @Nullable Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
            return super.reserve(request, nowMillis) instanceof Refusal refusal ? refusal : null;
        }
    }),
    FILLS_ITS_LOG_WITH_NOTHING(capacity -> new NaiveCounterStore(capacity) {
        @Override
        boolean exceeds(Charge charge, long used) {
            boolean isFull = charge.key().definition().window() instanceof Window.Sliding
                    && entries.stream()
                                    .filter(entry -> entry.key.equals(charge.key()))
                                    .count()
                            >= 10_000;
            return isFull || super.exceeds(charge, used);
        }
    });

    private interface Correction {
        long units(NaiveCounterStore.Entry entry, long asked);
    }

    private interface Wait {
        long millis(Charge charge, long right);
    }

    @SuppressWarnings("ImmutableEnumChecker") // makes a store and keeps none
    private final IntFunction<NaiveCounterStore> factory;

    StoreSpoiling(IntFunction<NaiveCounterStore> factory) {
        this.factory = factory;
    }

    NaiveCounterStore store(int capacity) {
        return factory.apply(capacity);
    }

    private static IntFunction<NaiveCounterStore> mixing(BiPredicate<CounterKey, CounterKey> same) {
        return capacity -> new NaiveCounterStore(capacity) {
            @Override
            boolean same(CounterKey left, CounterKey right) {
                return same.test(left, right)
                        && Objects.equals(left.identity(), right.identity())
                        && Objects.equals(left.session(), right.session());
            }
        };
    }

    private static IntFunction<NaiveCounterStore> waiting(Wait wait) {
        return capacity -> new NaiveCounterStore(capacity) {
            @Override
            long retryAfterMillis(Charge charge) {
                return wait.millis(charge, super.retryAfterMillis(charge));
            }
        };
    }

    private static IntFunction<NaiveCounterStore> correcting(Correction correction) {
        return capacity -> new NaiveCounterStore(capacity) {
            @Override
            void correct(List<Entry> taken, long[] units) {
                long[] spoilt = new long[units.length];
                for (int i = 0; i < units.length; i++) {
                    spoilt[i] = correction.units(taken.get(i), units[i]);
                }
                super.correct(taken, spoilt);
            }
        };
    }

    private static ReserveRequest with(ReserveRequest request, List<Charge> charges) {
        return new ReserveRequest(charges, request.places(), request.payer(), request.hold());
    }

    private static List<Charge> zeros(List<Charge> charges) {
        return charges.stream()
                .map(charge -> new Charge(charge.key(), 0, charge.maxUnits()))
                .toList();
    }

    private static CounterDefinition with(CounterDefinition definition, Window window, CounterKey scoped) {
        return new CounterDefinition(
                definition.namespace(),
                definition.server(),
                definition.place(),
                definition.counter(),
                window,
                scoped.definition().scope(),
                definition.scale());
    }

    private static CounterDefinition withPlace(CounterDefinition definition, RulePlace place) {
        return new CounterDefinition(
                definition.namespace(),
                definition.server(),
                place,
                definition.counter(),
                definition.window(),
                definition.scope(),
                definition.scale());
    }
}
