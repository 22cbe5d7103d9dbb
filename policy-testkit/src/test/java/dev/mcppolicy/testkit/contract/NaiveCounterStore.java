package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.RefusalOrder;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.Scope;
import dev.mcppolicy.model.Window;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
    final List<Entry> entries = new ArrayList<>();
    final Set<CounterKey> known = new HashSet<>();
    long mark = Long.MIN_VALUE;

    NaiveCounterStore(int capacity) {
        this.capacity = capacity;
    }

    /** What the store keeps of charges: their entries, one each. */
    final class NaiveReceipt implements Receipt {
        final List<Entry> taken;
        final long[] befores;

        NaiveReceipt(List<Entry> taken, long[] befores) {
            this.taken = taken;
            this.befores = befores;
        }

        @Override
        public long before(int index) {
            return befores[index];
        }

        @Override
        public CompletionStage<?> replace(long[] units) {
            synchronized (NaiveCounterStore.this) {
                correct(taken, units);
            }
            return CompletableFuture.completedStage(null);
        }
    }

    @Override
    public synchronized ReserveResult reserve(List<Charge> charges, long nowMillis) {
        advance(nowMillis);
        return attempt(charges);
    }

    @Override
    public synchronized ReserveResult swap(Reservation held, List<Charge> charges, long nowMillis) {
        advance(nowMillis);
        List<Entry> credited = credited(held);
        long[] before = credited.stream().mapToLong(entry -> entry.units).toArray();
        credited.forEach(entry -> entry.units = 0);
        ReserveResult result = attempt(charges);
        if (result instanceof Refusal) {
            putBack(credited, before);
        } else {
            entries.removeAll(credited);
        }
        return result;
    }

    @Override
    public synchronized long[] read(List<CounterKey> keys, long nowMillis) {
        advance(nowMillis);
        return keys.stream().mapToLong(this::used).toArray();
    }

    @Override
    public synchronized @Nullable Refusal wouldRefuse(List<Charge> charges, long nowMillis) {
        advance(nowMillis);
        return refused(charges);
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
    public synchronized void reset(CounterKey key) {
        entries.removeIf(entry -> same(entry.key, key));
    }

    @Override
    public synchronized void resetClock(long nowMillis) {
        mark = nowMillis;
        entries.removeIf(entry -> entry.at > mark && !counts(entry));
    }

    boolean same(CounterKey left, CounterKey right) {
        return left.equals(right);
    }

    void advance(long nowMillis) {
        mark = Math.max(mark, nowMillis);
        known.removeIf(key -> entries.stream().noneMatch(entry -> same(entry.key, key) && counts(entry)));
    }

    private ReserveResult attempt(List<Charge> charges) {
        Refusal refusal = refused(charges);
        return refusal == null ? take(charges) : refusal;
    }

    private @Nullable Refusal refused(List<Charge> charges) {
        requireDistinct(charges);
        Refusal refusal = refusal(charges);
        return refusal == null ? withoutRoom(charges) : refusal;
    }

    void requireDistinct(List<Charge> charges) {
        if (charges.stream().map(Charge::key).distinct().count() < charges.size()) {
            throw new IllegalArgumentException("two charges have the same key");
        }
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
    Refusal withoutRoom(List<Charge> charges) {
        Set<CounterKey> more = new HashSet<>(known);
        for (int i = 0; i < charges.size(); i++) {
            CounterKey key = charges.get(i).key();
            if (more.add(key) && !fits(more, key)) {
                return new Refusal(i, Refusal.Reason.STORE_FULL, Refusal.NEVER);
            }
        }
        return null;
    }

    boolean fits(Set<CounterKey> keys, CounterKey last) {
        return keys.size() <= capacity && (!isSession(last) || sessions(keys) <= capacity / 2);
    }

    static boolean isSession(CounterKey key) {
        return key.definition().scope() == Scope.SESSION;
    }

    static long sessions(Set<CounterKey> keys) {
        return keys.stream().filter(NaiveCounterStore::isSession).count();
    }

    ReserveResult take(List<Charge> charges) {
        long[] befores =
                charges.stream().mapToLong(charge -> used(charge.key())).toArray();
        List<Entry> taken = new ArrayList<>();
        for (Charge charge : charges) {
            taken.add(new Entry(charge.key(), mark, charge.units()));
            known.add(charge.key());
        }
        entries.addAll(taken);
        return new Reservation(charges, new NaiveReceipt(taken, befores));
    }

    List<Entry> credited(Reservation held) {
        return held.isSettled() ? List.of() : ((NaiveReceipt) held.receipt()).taken;
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
