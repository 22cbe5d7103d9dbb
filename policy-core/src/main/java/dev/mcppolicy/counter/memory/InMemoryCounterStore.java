package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterPage;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterUsage;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.model.limit.Window;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
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
 * <p>That a settled request is sent again is known for at least the last 10 000 that have a name.
 *
 * <p>This class is threadsafe.
 */
public final class InMemoryCounterStore implements CounterStore {
    /** How many counters a store holds where nothing else is said. */
    public static final int DEFAULT_CAPACITY = 1_000_000;

    private final HighWaterClock clock = new HighWaterClock();
    private final int capacity;
    private final int mostPerPayer;
    private final int mostLogEntries;
    private final HeldReservations held = new HeldReservations();
    private final PlaceTable places;
    /** Made by the first charge: a policy without limits loads no cache. */
    private volatile @Nullable CellTable table;

    /** A store of {@value #DEFAULT_CAPACITY} counters. */
    public InMemoryCounterStore() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * A store of a given capacity.
     *
     * @param capacity the most counters it holds, at least 1; half of them, rounded down, may be such as callers can open
     *     {@linkplain dev.mcppolicy.counter.CounterDefinition#isOpenedAtWill at will}, and as many such places be held
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public InMemoryCounterStore(int capacity) {
        this(capacity, DEFAULT_MOST_PER_PAYER);
    }

    /**
     * A store of a given capacity, with a bound for each payer.
     *
     * @param capacity as in {@link #InMemoryCounterStore(int)}
     * @param mostPerPayer the most counters that one payer may open at will in one namespace, and the most such places that
     *     it may hold, at least 1
     * @throws IllegalArgumentException if a number is less than 1
     */
    public InMemoryCounterStore(int capacity, int mostPerPayer) {
        this(capacity, mostPerPayer, SlidingLog.MOST_ENTRIES);
    }

    InMemoryCounterStore(int capacity, int mostPerPayer, int mostLogEntries) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
        }
        if (mostPerPayer < 1) {
            throw new IllegalArgumentException("a payer must be able to open at least 1 counter, not " + mostPerPayer);
        }
        this.capacity = capacity;
        this.mostPerPayer = mostPerPayer;
        this.mostLogEntries = mostLogEntries;
        this.places = new PlaceTable(capacity / 2, mostPerPayer);
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
    public ReserveResult reserve(ReserveRequest request, long nowMillis) {
        long now = advance(nowMillis);
        Hold hold = request.hold();
        return hold == null ? take(request, now) : held.once(request, hold, now, () -> take(request, now));
    }

    private ReserveResult take(ReserveRequest request, long now) {
        List<Charge> charges = request.charges();
        if (charges.size() == 1
                && request.places().isEmpty()
                && charges.get(0).key().definition().window() instanceof Window.Aligned) {
            return takeOne(request, charges.get(0), now);
        }
        return take(request, Reservation.empty(), now);
    }

    private ReserveResult take(ReserveRequest request, Reservation credited, long now) {
        JointCharge attempt = new JointCharge(table(), request, credited, now);
        return request.places().isEmpty()
                ? attempt.take()
                : places.take(attempt, request.places(), request.payer(), now);
    }

    @Override
    public ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis) {
        checkOwn(held);
        long now = advance(nowMillis);
        Hold hold = request.hold();
        Supplier<ReserveResult> attempt = () -> this.held.instead(held, () -> take(request, held, now));
        return hold == null ? attempt.get() : this.held.once(request, hold, now, attempt);
    }

    @Override
    public @Nullable Reservation find(OperationId id, long nowMillis) {
        long unused = advance(nowMillis);
        return held.find(id);
    }

    @Override
    public CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis) {
        long now = advance(nowMillis);
        return CompletableFuture.completedFuture(running.stream()
                .filter(each -> !(each.receipt() instanceof MemoryReceipt.Placed placed && places.renew(placed, now)))
                .toList());
    }

    /** The clock's instant afterwards, at which no deadline is past that was not kept. */
    private long advance(long nowMillis) {
        long now = clock.advance(nowMillis);
        held.settleDue(now);
        return now;
    }

    @Override
    public long[] read(List<CounterKey> keys, long nowMillis) {
        long now = advance(nowMillis);
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
    public @Nullable Refusal wouldRefuse(ReserveRequest request, long nowMillis) {
        long now = advance(nowMillis);
        JointCharge attempt = new JointCharge(table(), request, Reservation.empty(), now);
        return request.places().isEmpty()
                ? attempt.wouldRefuse()
                : places.wouldRefuse(attempt, request.places(), request.payer(), now);
    }

    @Override
    public List<CounterUsage> usage(List<CounterKey> keys, long nowMillis) {
        long now = advance(nowMillis);
        CellTable present = table;
        return keys.stream()
                .map(key -> {
                    Cell cell = present == null ? null : present.peek(key);
                    return cell == null || !cell.isCurrent(now) ? unused(key, now) : cell.usageAt(now);
                })
                .toList();
    }

    private static CounterUsage unused(CounterKey key, long now) {
        if (key.definition().window() instanceof Window.Aligned aligned) {
            return new CounterUsage(key, 0, aligned.startOf(now), aligned.endOf(now));
        }
        long length = ((Window.Sliding) key.definition().window()).length().toMillis();
        return new CounterUsage(key, 0, now + 1 - length, now + 1);
    }

    @Override
    public int[] placesHeld(List<PlaceKey> keys, long nowMillis) {
        long now = advance(nowMillis);
        return keys.stream().mapToInt(key -> places.held(key, now)).toArray();
    }

    @Override
    public CounterPage list(String namespace, @Nullable String after, int most, long nowMillis) {
        if (most < 1) {
            throw new IllegalArgumentException("a page has at least one counter, not " + most);
        }
        long now = advance(nowMillis);
        CellTable present = table;
        List<Cell> cells = present == null ? List.of() : present.list(namespace, after == null ? "" : after, most, now);
        String next = cells.size() < most ? null : cells.get(most - 1).key().encoded();
        return new CounterPage(cells.stream().map(cell -> cell.usageAt(now)).toList(), next);
    }

    @Override
    public long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis) {
        checkOwn(held);
        long now = advance(nowMillis);
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
        places.rewind(nowMillis);
        CellTable present = table;
        if (present != null) {
            present.rewind();
        }
    }

    @Override
    public void reopen(String namespace) {
        // What is kept here is lost with the process, and not without it.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private CellTable table() {
        CellTable present = table;
        return present == null ? makeTable() : present;
    }

    private synchronized CellTable makeTable() {
        CellTable present = table;
        if (present == null) {
            present = new CellTable(clock, capacity, mostPerPayer, mostLogEntries);
            table = present;
        }
        return present;
    }

    private ReserveResult takeOne(ReserveRequest request, Charge charge, long now) {
        if (charge.exceedsAlone()) {
            return new Refusal(0, Refusal.Reason.LIMIT, Refusal.NEVER);
        }
        CellTable present = table();
        for (; ; ) {
            WindowCell cell = present.findAligned(charge.key(), request.payer(), now);
            if (cell == null) {
                return new Refusal(0, Refusal.Reason.STORE_FULL, Refusal.NEVER);
            }
            long before = cell.charge(charge);
            if (before >= 0) {
                return new Reservation(request, new MemoryReceipt.Single(cell, charge.units(), before));
            }
            if (before == WindowCell.REFUSED) {
                long retryAfter = cell.retryAfterMillis(charge, clock.millis());
                return new Refusal(0, Refusal.Reason.LIMIT, retryAfter);
            }
        }
    }
}
