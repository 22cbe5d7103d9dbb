package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.RefusalOrder;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.limit.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store as simple as can be: one lock, and a list of every charge that still counts. Each of its sentences is a method
 * of its own, so that it can be spoilt in one of them.
 */
class NaiveCounterStore implements CounterStore {
    /** A charge that counts; its units change when it is corrected. */
    static final class Entry {
        final CounterKey key;
        final long at;
        long units;

        Entry(CounterKey key, long at, long units) {
            this.key = key;
            this.at = at;
            this.units = units;
        }
    }

    final int capacity;
    int mostPerPayer = DEFAULT_MOST_PER_PAYER;
    final List<Entry> entries = new ArrayList<>();
    /** The counters that take room, with who has opened each. */
    final Map<CounterKey, String> known = new LinkedHashMap<>();

    final Map<OperationId, NaiveReceipt> held = new LinkedHashMap<>();
    /** Who holds which place until when. */
    final List<Holder> holders = new ArrayList<>();

    long mark = Long.MIN_VALUE;

    NaiveCounterStore(int capacity) {
        this.capacity = capacity;
    }

    NaiveCounterStore withMostPerPayer(int most) {
        mostPerPayer = most;
        return this;
    }

    /** A place that is held. */
    static final class Holder {
        final NaiveReceipt receipt;
        final Place place;
        long end;

        Holder(NaiveReceipt receipt, Place place, long end) {
            this.receipt = receipt;
            this.place = place;
            this.end = end;
        }
    }

    /** What the store keeps of charges: their entries, one each. */
    final class NaiveReceipt implements Receipt {
        final ReserveRequest request;
        final List<Entry> taken;
        final long[] befores;
        boolean settled;

        NaiveReceipt(ReserveRequest request, List<Entry> taken, long[] befores) {
            this.request = request;
            this.taken = taken;
            this.befores = befores;
        }

        @Override
        public long before(int index) {
            return befores[index];
        }

        @Override
        public CompletionStage<?> keep() {
            synchronized (NaiveCounterStore.this) {
                settle(this, null);
            }
            return DONE;
        }

        @Override
        public CompletionStage<?> replace(long[] units) {
            synchronized (NaiveCounterStore.this) {
                settle(this, units);
            }
            return DONE;
        }

        Reservation handle() {
            return new Reservation(request, this);
        }
    }

    void settle(NaiveReceipt receipt, long @Nullable [] units) {
        if (!receipt.settled) {
            receipt.settled = true;
            free(receipt);
            if (units != null) {
                correct(receipt.taken, units);
            }
        }
    }

    void free(NaiveReceipt receipt) {
        holders.removeIf(holder -> holder.receipt == receipt);
    }

    @Override
    public synchronized ReserveResult reserve(ReserveRequest request, long nowMillis) {
        advance(nowMillis);
        return once(request, () -> attempt(request));
    }

    ReserveResult once(ReserveRequest request, Supplier<ReserveResult> attempt) {
        Hold hold = request.hold();
        if (hold == null) {
            return attempt.get();
        }
        NaiveReceipt first = held.get(hold.id());
        if (first != null) {
            requireSame(request, first.request);
            return first.handle();
        }
        requireNotPast(hold);
        ReserveResult result = attempt.get();
        if (result instanceof Reservation taken) {
            held.put(hold.id(), (NaiveReceipt) taken.receipt());
        }
        return result;
    }

    void requireSame(ReserveRequest request, ReserveRequest first) {
        if (!request.equals(first)) {
            throw new IllegalArgumentException("an operation's id stands for one request");
        }
    }

    void requireNotPast(Hold hold) {
        if (hold.untilMillis() <= mark) {
            throw new IllegalArgumentException("the deadline of the request is past");
        }
    }

    @Override
    public synchronized ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
        advance(nowMillis);
        return once(request, () -> instead(held, request));
    }

    private ReserveResult instead(Reservation held, ReserveRequest request) {
        requireHeld(held);
        List<Entry> credited = credited(held);
        long[] before = credited.stream().mapToLong(entry -> entry.units).toArray();
        credited.forEach(entry -> entry.units = 0);
        ReserveResult result = attempt(request);
        if (result instanceof Refusal) {
            putBack(credited, before);
        } else {
            entries.removeAll(credited);
            endHeld(held);
        }
        return result;
    }

    void requireHeld(Reservation held) {
        if (!held.charges().isEmpty() && isSettled(held)) {
            throw new IllegalStateException("the reservation is settled");
        }
    }

    void endHeld(Reservation held) {
        if (held.claim()) {
            ((NaiveReceipt) held.receipt()).settled = true;
            free((NaiveReceipt) held.receipt());
        }
    }

    boolean isSettled(Reservation held) {
        return held.isSettled() || (held.receipt() instanceof NaiveReceipt receipt && receipt.settled);
    }

    @Override
    public synchronized @Nullable Reservation find(OperationId id, long nowMillis) {
        advance(nowMillis);
        NaiveReceipt found = held.get(id);
        return found == null || found.settled ? null : found.handle();
    }

    @Override
    public synchronized CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis) {
        advance(nowMillis);
        List<Reservation> lost = new ArrayList<>();
        for (Reservation each : running) {
            List<Holder> own = holders.stream()
                    .filter(holder -> holder.receipt == each.receipt())
                    .toList();
            own.forEach(holder -> holder.end = mark + holder.place.leaseMillis());
            if (own.isEmpty()) {
                lost.add(each);
            }
        }
        return CompletableFuture.completedFuture(lost);
    }

    @Override
    public synchronized long[] read(List<CounterKey> keys, long nowMillis) {
        advance(nowMillis);
        return keys.stream().mapToLong(this::used).toArray();
    }

    @Override
    public synchronized @Nullable Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
        advance(nowMillis);
        return refused(request);
    }

    @Override
    public synchronized long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        advance(nowMillis);
        List<Entry> credited = credited(held);
        return keys.stream()
                .mapToLong(key -> used(key)
                        - credited.stream()
                                .filter(entry -> same(entry.key, key) && counts(entry))
                                .mapToLong(entry -> entry.units)
                                .sum())
                .toArray();
    }

    @Override
    public synchronized List<CounterUsage> usage(List<CounterKey> keys, long nowMillis) {
        advance(nowMillis);
        return keys.stream().map(this::usageOf).toList();
    }

    @Override
    public synchronized int[] placesHeld(List<PlaceKey> keys, long nowMillis) {
        advance(nowMillis);
        return keys.stream().mapToInt(this::held).toArray();
    }

    int held(PlaceKey key) {
        return (int) holders.stream()
                .filter(holder -> samePlace(holder.place.key(), key))
                .count();
    }

    CounterUsage usageOf(CounterKey key) {
        return key.definition().window() instanceof Window.Aligned aligned
                ? new CounterUsage(key, used(key), aligned.startOf(mark), aligned.endOf(mark))
                : new CounterUsage(key, used(key), mark + 1 - lengthOf(key), mark + 1);
    }

    @Override
    public synchronized CounterPage list(String namespace, @Nullable String after, int most, long nowMillis) {
        advance(nowMillis);
        List<CounterUsage> listed = known.keySet().stream()
                .filter(key -> key.definition().namespace().equals(namespace))
                .filter(key -> after == null || isAfter(key, after))
                .sorted(Comparator.comparing(CounterKey::encoded))
                .limit(most)
                .map(this::usageOf)
                .toList();
        return new CounterPage(
                listed, listed.size() < most ? null : listed.get(most - 1).key().encoded());
    }

    boolean isAfter(CounterKey key, String after) {
        return key.encoded().compareTo(after) > 0;
    }

    @Override
    public synchronized void reset(CounterKey key) {
        entries.removeIf(entry -> same(entry.key, key));
    }

    @Override
    public synchronized void resetClock(long nowMillis) {
        mark = nowMillis;
        entries.removeIf(entry -> entry.at > mark && !counts(entry));
        holders.forEach(holder -> holder.end = Math.min(holder.end, leaseEnd(holder.place)));
    }

    @Override
    public void reopen(String namespace) {}

    @Override
    public void close() {}

    boolean same(CounterKey left, CounterKey right) {
        return left.equals(right);
    }

    void advance(long nowMillis) {
        mark = Math.max(mark, nowMillis);
        held.values().removeIf(receipt -> {
            Hold hold = receipt.request.hold();
            boolean isDue = hold != null && hold.untilMillis() <= mark;
            if (isDue) {
                due(hold, receipt);
            }
            return isDue;
        });
        holders.removeIf(holder -> holder.end <= mark);
        known.keySet().removeIf(key -> entries.stream().noneMatch(entry -> same(entry.key, key) && counts(entry)));
    }

    void due(Hold hold, NaiveReceipt receipt) {
        settle(receipt, hold.then() == Hold.Then.KEEP ? null : new long[receipt.taken.size()]);
    }

    private ReserveResult attempt(ReserveRequest request) {
        Refusal refusal = refused(request);
        return refusal == null ? take(request) : refusal;
    }

    private @Nullable Refusal refused(ReserveRequest request) {
        requireDistinct(request);
        Refusal refusal = refusal(request.charges());
        Refusal place = placeTaken(request);
        if (place != null && !isHopeless(refusal)) {
            return place;
        }
        if (refusal != null) {
            return refusal;
        }
        Refusal full = placesFull(request);
        return full == null ? withoutRoom(request) : full;
    }

    @Nullable
    Refusal placesFull(ReserveRequest request) {
        List<Holder> more = new ArrayList<>(holders);
        NaiveReceipt taking = new NaiveReceipt(request, List.of(), new long[0]);
        for (int i = 0; i < request.places().size(); i++) {
            Place place = request.places().get(i);
            more.add(new Holder(taking, place, Long.MAX_VALUE));
            if (place.key().isOpenedAtWill()
                    && (placesAtWill(more) > capacity / 2
                            || placesOf(request.payer(), place.key().namespace(), more) > mostPerPayer)) {
                return new Refusal(i, Refusal.Reason.PLACES_FULL, Refusal.NEVER);
            }
        }
        return null;
    }

    long placesAtWill(List<Holder> all) {
        return all.stream()
                .filter(holder -> holder.place.key().isOpenedAtWill())
                .count();
    }

    long placesOf(String payer, String namespace, List<Holder> all) {
        return all.stream()
                .filter(holder -> holder.place.key().isOpenedAtWill())
                .filter(holder -> holder.place.key().namespace().equals(namespace))
                .filter(holder -> holder.receipt.request.payer().equals(payer))
                .count();
    }

    boolean isHopeless(@Nullable Refusal refusal) {
        return refusal != null && refusal.retryAfterMillis() == Refusal.NEVER;
    }

    @Nullable
    Refusal placeTaken(ReserveRequest request) {
        for (int i = 0; i < request.places().size(); i++) {
            Place place = request.places().get(i);
            long taken = holders.stream()
                    .filter(holder -> samePlace(holder.place.key(), place.key()))
                    .count();
            if (taken >= place.max()) {
                return new Refusal(i, Refusal.Reason.PLACE_TAKEN, Refusal.NEVER);
            }
        }
        return null;
    }

    boolean samePlace(PlaceKey left, PlaceKey right) {
        return left.equals(right);
    }

    void requireDistinct(ReserveRequest request) {
        request.requireDistinctKeys();
    }

    @Nullable
    Refusal refusal(List<Charge> charges) {
        return RefusalOrder.first(charges.size(), i -> waitMillis(charges.get(i)));
    }

    long waitMillis(Charge charge) {
        if (charge.exceedsAlone()) {
            return Refusal.NEVER;
        }
        return exceeds(charge, used(charge.key())) ? retryAfterMillis(charge) : RefusalOrder.PASSES;
    }

    boolean exceeds(Charge charge, long used) {
        return used > charge.mostBefore();
    }

    long retryAfterMillis(Charge charge) {
        if (charge.key().definition().window() instanceof Window.Aligned aligned) {
            return aligned.endOf(mark) - mark;
        }
        long used = used(charge.key());
        for (Entry entry : entries) {
            if (same(entry.key, charge.key()) && counts(entry)) {
                used -= entry.units;
                if (used <= charge.mostBefore()) {
                    return entry.at + lengthOf(charge.key()) - mark;
                }
            }
        }
        throw new IllegalStateException("an empty counter takes what does not exceed it alone");
    }

    @Nullable
    Refusal withoutRoom(ReserveRequest request) {
        Map<CounterKey, String> more = new LinkedHashMap<>(known);
        for (int i = 0; i < request.charges().size(); i++) {
            CounterKey key = request.charges().get(i).key();
            if (more.putIfAbsent(key, request.payer()) == null && !fits(more, key, request.payer())) {
                return new Refusal(i, Refusal.Reason.STORE_FULL, Refusal.NEVER);
            }
        }
        return null;
    }

    boolean fits(Map<CounterKey, String> keys, CounterKey last, String payer) {
        return keys.size() <= capacity
                && (!last.definition().isOpenedAtWill()
                        || (openedAtWill(keys) <= capacity / 2 && openedBy(payer, keys) <= mostPerPayer));
    }

    static long openedAtWill(Map<CounterKey, String> keys) {
        return keys.keySet().stream()
                .filter(key -> key.definition().isOpenedAtWill())
                .count();
    }

    long openedBy(String payer, Map<CounterKey, String> keys) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getKey().definition().isOpenedAtWill())
                .filter(entry -> entry.getValue().equals(payer))
                .count();
    }

    ReserveResult take(ReserveRequest request) {
        List<Charge> charges = request.charges();
        long[] befores =
                charges.stream().mapToLong(charge -> used(charge.key())).toArray();
        List<Entry> taken = new ArrayList<>();
        for (Charge charge : charges) {
            taken.add(new Entry(charge.key(), mark, charge.units()));
            known.putIfAbsent(charge.key(), request.payer());
        }
        entries.addAll(taken);
        NaiveReceipt receipt = new NaiveReceipt(request, taken, befores);
        request.places().forEach(place -> holders.add(new Holder(receipt, place, leaseEnd(place))));
        return receipt.handle();
    }

    long leaseEnd(Place place) {
        return mark + place.leaseMillis();
    }

    List<Entry> credited(Reservation held) {
        return isSettled(held) ? List.of() : ((NaiveReceipt) held.receipt()).taken;
    }

    void putBack(List<Entry> credited, long[] units) {
        for (int i = 0; i < units.length; i++) {
            credited.get(i).units = units[i];
        }
    }

    void correct(List<Entry> taken, long[] units) {
        for (int i = 0; i < units.length; i++) {
            Entry entry = taken.get(i);
            if (entries.contains(entry)) {
                long rest = used(entry.key) - entry.units;
                entry.units = counts(entry) ? Math.min(units[i], Charge.MOST_UNITS - rest) : units[i];
            }
        }
    }

    long used(CounterKey key) {
        long used = 0;
        for (Entry entry : entries) {
            if (entry.units != 0 && same(entry.key, key) && counts(entry)) {
                used += entry.units;
            }
        }
        return used;
    }

    boolean counts(Entry entry) {
        return sameWindow(entry.key, entry.at, mark);
    }

    boolean sameWindow(CounterKey key, long then, long now) {
        return key.definition().window() instanceof Window.Aligned aligned
                ? aligned.startOf(then) == aligned.startOf(now)
                : now - then < lengthOf(key);
    }

    static long lengthOf(CounterKey key) {
        return ((Window.Sliding) key.definition().window()).length().toMillis();
    }
}
