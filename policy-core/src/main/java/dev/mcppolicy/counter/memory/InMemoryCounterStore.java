package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveResult;

import dev.mcppolicy.model.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counters in the memory of this process. They are gone when it ends, and every process counts for itself.
 *
 * <p>A charge that stands alone is one compare-and-set; several together lock their cells for a few instructions, in
 * one order for all threads. A refused charge writes nothing. Live counters are never evicted: at its capacity the store
 * refuses new ones, and makes room as windows end, at the latest about a second after.
 *
 * <p>A counter costs about 250 bytes with a key of 36 characters, so the default capacity of a million about 250 MB; a
 * capacity of 200 000 fits a heap of 128 MB. A sliding window adds about 60 bytes for each
 * millisecond in which it was charged, for at most 10 000 of them: past that its oldest neighbours count as one, at the
 * later instant, which is at most one part in 4999 of the window too long.
 *
 * <p>This class is threadsafe.
 */
public final class InMemoryCounterStore implements CounterStore {
    /** How many counters a store holds where nothing else is said. */
    public static final int DEFAULT_CAPACITY = 1_000_000;

    private final HighWaterClock clock = new HighWaterClock();
    private final int capacity;
    private final int mostLogEntries;
    /** Made by the first charge: a policy without limits loads no cache. */
    private volatile @Nullable CellTable table;

    /** A store of {@value #DEFAULT_CAPACITY} counters. */
    public InMemoryCounterStore() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * A store of a given capacity.
     *
     * @param capacity the most counters it holds, at least 1; half of them, rounded down, may be of the scope session
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public InMemoryCounterStore(int capacity) {
        this(capacity, SlidingLog.MOST_ENTRIES);
    }

    InMemoryCounterStore(int capacity, int mostLogEntries) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
        }
        this.capacity = capacity;
        this.mostLogEntries = mostLogEntries;
    }

    /**
     * How many counters the store holds, those included whose window is over and that have not been dropped yet.
     *
     * @return the number, 0 to the capacity
     */
    public int size() {
        CellTable present = table;
        return present == null ? 0 : present.size();
    }

    /** How many entries the log of a sliding window has. */
    int logEntries(CounterKey key) {
        return table().peek(key) instanceof SlidingCell cell ? cell.entries() : 0;
    }

    @Override
    public ReserveResult reserve(List<Charge> charges, long nowMillis) {
        long now = clock.advance(nowMillis);
        if (charges.size() == 1 && charges.get(0).key().definition().window() instanceof Window.Aligned) {
            return reserveOne(charges, charges.get(0), now);
        }
        return new JointCharge(table(), charges, Reservation.empty(), now).take();
    }

    @Override
    public ReserveResult swap(Reservation held, List<Charge> charges, long nowMillis) {
        checkOwn(held);
        return new JointCharge(table(), charges, held, clock.advance(nowMillis)).take();
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        long now = clock.advance(nowMillis);
        long[] units = new long[keys.size()];
        CellTable present = table;
        if (present == null) {
            return units;
        }
        for (int i = 0; i < units.length; i++) {
            Cell cell = present.peek(keys.get(i));
            units[i] = cell == null ? 0 : cell.usedAt(now);
        }
        return units;
    }

    @Override
    public @Nullable Refusal wouldRefuse(List<Charge> charges, long nowMillis) {
        return new JointCharge(table(), charges, Reservation.empty(), clock.advance(nowMillis)).wouldRefuse();
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        checkOwn(held);
        long now = clock.advance(nowMillis);
        long[] units = new long[keys.size()];
        CellTable present = table;
        if (present == null) {
            return units;
        }
        for (int i = 0; i < units.length; i++) {
            CounterKey key = keys.get(i);
            Cell cell = present.peek(key);
            int charge = held.isSettled() ? -1 : indexOf(key, held.charges());
            if (cell != null && charge >= 0 && ((MemoryReceipt) held.receipt()).cell(charge) == cell) {
                LoggedCharge logged = ((MemoryReceipt) held.receipt()).logged(charge);
                units[i] = cell.usedWithout(held.charges().get(charge).units(), logged, now);
            } else if (cell != null) {
                units[i] = cell.usedAt(now);
            }
        }
        return units;
    }

    private static void checkOwn(Reservation held) {
        if (!held.charges().isEmpty() && !(held.receipt() instanceof MemoryReceipt)) {
            throw new IllegalArgumentException("the reservation was made by another store");
        }
    }

    private static int indexOf(CounterKey key, List<Charge> charges) {
        for (int i = 0; i < charges.size(); i++) {
            if (charges.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void reset(CounterKey key) {
        CellTable present = table;
        if (present != null) {
            present.drop(key);
        }
    }

    @Override
    public void resetClock(long nowMillis) {
        clock.reset(nowMillis);
        CellTable present = table;
        if (present != null) {
            present.rewind();
        }
    }

    private CellTable table() {
        CellTable present = table;
        return present == null ? makeTable() : present;
    }

    private synchronized CellTable makeTable() {
        CellTable present = table;
        if (present == null) {
            present = new CellTable(clock, capacity, mostLogEntries);
            table = present;
        }
        return present;
    }

    private ReserveResult reserveOne(List<Charge> charges, Charge charge, long now) {
        if (charge.exceedsAlone()) {
            return new Refusal(0, Refusal.Reason.LIMIT, Refusal.NEVER);
        }
        CellTable present = table();
        for (; ; ) {
            WindowCell cell = present.findAligned(charge.key(), now);
            if (cell == null) {
                return new Refusal(0, Refusal.Reason.STORE_FULL, Refusal.NEVER);
            }
            long before = cell.charge(charge);
            if (before >= 0) {
                return new Reservation(charges, new MemoryReceipt.Single(cell, charge.units(), before));
            }
            if (before == WindowCell.REFUSED) {
                long retryAfter = cell.retryAfterMillis(charge, clock.millis());
                return new Refusal(0, Refusal.Reason.LIMIT, retryAfter);
            }
        }
    }
}
