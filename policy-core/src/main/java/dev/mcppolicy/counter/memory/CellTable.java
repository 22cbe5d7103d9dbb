package dev.mcppolicy.counter.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.model.limit.Window;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cell of a counter, makes it where there is room, and drops it when its time is over.
 *
 * <p>The cells live in a Caffeine cache that has no bound on its size, so it evicts nothing but what has expired; the
 * bound is a count of cells, {@link CellRoom}, past which none is made. The cache's ticker is the store's high-water
 * clock. In front of it stands an array of recently used cells, one place a hash, read and written without
 * synchronisation: a cell is immutable but for its one state word, and whether a place still holds the right one is
 * seen from the cell itself.
 *
 * <p>A window has at most one cell. A cell is made inside the cache's atomic step from the clock's instant there, and
 * is dropped only when the clock has passed its end; since the clock does not run backwards, no second cell can be made
 * for a window whose first is gone. A charge that reaches a cell just as it is dropped is therefore lost to nobody.
 */
final class CellTable {
    private static final int RECENT = 1 << 12;

    private final HighWaterClock clock;
    private final int mostLogEntries;
    private final CellRoom room;
    private final Cache<CounterKey, Cell> cells;
    private final WindowCell[] recent = new WindowCell[RECENT];
    private final AtomicLong orders = new AtomicLong();
    private final AtomicLong purgedMillis = new AtomicLong(Long.MIN_VALUE);

    /**
     * A table without cells.
     *
     * @param mostPerPayer the most cells that one payer may open at will in one namespace
     * @param mostLogEntries the most entries in the log of one sliding window
     */
    CellTable(HighWaterClock clock, int capacity, int mostPerPayer, int mostLogEntries) {
        this.clock = clock;
        this.mostLogEntries = mostLogEntries;
        this.room = new CellRoom(capacity, mostPerPayer);
        this.cells = Caffeine.newBuilder()
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .expireAfter(new EndOfUse())
                .evictionListener(this::onEviction)
                .build();
    }

    /** The cell of a counter with an aligned window, or null when there is none and no room for one. */
    @Nullable
    WindowCell findAligned(CounterKey key, String payer, long nowMillis) {
        WindowCell cell = recent[key.hashCode() & (RECENT - 1)];
        return isFor(cell, key, nowMillis)
                ? cell
                : (WindowCell) findOrMake(key, new CellRoom.Taken(room, List.of(), payer));
    }

    private @Nullable WindowCell findAligned(CounterKey key, long nowMillis, CellRoom.Taken taken) {
        WindowCell cell = recent[key.hashCode() & (RECENT - 1)];
        return isFor(cell, key, nowMillis) ? cell : (WindowCell) findOrMake(key, taken);
    }

    /** The cell of a counter, or null when there is none and no room for one besides what was taken. */
    @Nullable
    Cell find(CounterKey key, long nowMillis, CellRoom.Taken taken) {
        if (key.definition().window() instanceof Window.Sliding) {
            return findSliding(key, nowMillis, taken);
        }
        return findAligned(key, nowMillis, taken);
    }

    /**
     * Takes room for the cells of several counters, so that they can all be made or none is.
     *
     * @param keys counters without a cell
     * @return where the first stands for which there is no room, or -1 once room is taken for all
     */
    int takeRoom(List<CounterKey> keys, String payer) {
        return afterExpiry(wanted -> room.take(wanted, payer), keys);
    }

    /** As {@link #takeRoom}, taking none. */
    int lackingRoom(List<CounterKey> keys, String payer) {
        return afterExpiry(wanted -> room.lacking(wanted, payer), keys);
    }

    /** Asks for room and, where there is none, once more when what is over has been dropped. */
    private int afterExpiry(ToIntFunction<List<CounterKey>> asked, List<CounterKey> keys) {
        int without = asked.applyAsInt(keys);
        if (without < 0) {
            return without;
        }
        // A counter's own last cell is dropped at once if its window is over, and the others' now and then.
        keys.forEach(key -> cells.asMap().compute(key, (same, present) -> present));
        purge();
        return asked.applyAsInt(keys);
    }

    /** What was taken by {@link #takeRoom}, to be used for the cells and given back where none is made. */
    CellRoom.Taken taken(List<CounterKey> keys, String payer) {
        return new CellRoom.Taken(room, keys, payer);
    }

    /** The cell of a counter if there is one that counts at an instant. */
    @Nullable
    Cell present(CounterKey key, long nowMillis) {
        if (key.definition().window() instanceof Window.Sliding) {
            return peek(key);
        }
        int place = key.hashCode() & (RECENT - 1);
        WindowCell cell = recent[place];
        if (isFor(cell, key, nowMillis)) {
            return cell;
        }
        cell = (WindowCell) peek(key);
        if (!isFor(cell, key, nowMillis)) {
            return null;
        }
        recent[place] = cell;
        return cell;
    }

    private static boolean isFor(@Nullable WindowCell cell, CounterKey key, long nowMillis) {
        return cell != null
                && cell.isCurrent(nowMillis)
                && !cell.isDead()
                && cell.key().equals(key);
    }

    /** The clock's instant. */
    long nowMillis() {
        return clock.millis();
    }

    /** The cell of a counter if there is one. */
    @Nullable
    Cell peek(CounterKey key) {
        return cells.getIfPresent(key);
    }

    /** Takes a counter's cell out of use, so that its next charge begins at zero. */
    void drop(CounterKey key) {
        Cell cell = cells.getIfPresent(key);
        if (cell != null) {
            drop(cell);
        }
    }

    /** Takes every cell out of use whose window does not hold the clock's instant, and rewinds those that slide. */
    void rewind() {
        long now = clock.millis();
        // A cell that was over and is current again might have been dropped from the cache meanwhile.
        Arrays.fill(recent, null);
        for (Cell cell : cells.asMap().values()) {
            if (!cell.isCurrent(now)) {
                drop(cell);
            } else if (cell instanceof SlidingCell sliding) {
                cells.asMap().computeIfPresent(cell.key(), (key, present) -> {
                    sliding.rewind(now);
                    return present;
                });
            }
        }
    }

    /**
     * The cells of a namespace that count at an instant and whose keys come after a text, in the order of that text.
     *
     * @param most how many at most
     */
    List<Cell> list(String namespace, String after, int most, long nowMillis) {
        record Named(String text, Cell cell) {}
        var first = new PriorityQueue<>(Comparator.comparing(Named::text).reversed());
        for (Cell cell : cells.asMap().values()) {
            if (cell.isCurrent(nowMillis)
                    && !cell.isDead()
                    && cell.key().definition().namespace().equals(namespace)) {
                String text = cell.key().encoded();
                if (text.compareTo(after) > 0
                        && (first.size() < most
                                || text.compareTo(first.element().text()) < 0)) {
                    first.add(new Named(text, cell));
                }
                if (first.size() > most) {
                    first.remove();
                }
            }
        }
        return first.stream()
                .sorted(Comparator.comparing(Named::text))
                .map(Named::cell)
                .toList();
    }

    /** How many cells there are, those included that are over and not yet dropped. */
    int size() {
        return room.cells();
    }

    private @Nullable Cell findOrMake(CounterKey key, CellRoom.Taken taken) {
        for (; ; ) {
            Cell cell = cells.getIfPresent(key);
            if (cell == null) {
                cell = make(key, taken);
            }
            if (cell == null) {
                return null;
            }
            if (cell.isDead() || !cell.isCurrent(clock.millis())) {
                drop(cell);
                continue;
            }
            if (cell instanceof WindowCell aligned) {
                recent[key.hashCode() & (RECENT - 1)] = aligned;
            }
            return cell;
        }
    }

    private @Nullable Cell make(CounterKey key, CellRoom.Taken taken) {
        Cell cell = cells.get(key, same -> newCell(same, taken));
        if (cell == null && hasRoomAfterAll(key, taken)) {
            cell = cells.get(key, same -> newCell(same, taken));
        }
        return cell;
    }

    /**
     * A sliding cell's use ends a window's length after its last charge. The end is moved here, in an atomic step of the
     * cache and before the charge is made, so that the cell cannot be dropped while the charge counts.
     */
    private @Nullable Cell findSliding(CounterKey key, long nowMillis, CellRoom.Taken taken) {
        Cell cell = touch(key, nowMillis, taken);
        if (cell == null && hasRoomAfterAll(key, taken)) {
            cell = touch(key, nowMillis, taken);
        }
        return cell;
    }

    private @Nullable Cell touch(CounterKey key, long nowMillis, CellRoom.Taken taken) {
        return cells.asMap().compute(key, (same, present) -> {
            Cell cell = present == null || present.isDead() ? newCell(same, taken) : present;
            if (present != null && cell != present) {
                room.give(same, present.payer());
            }
            if (cell instanceof SlidingCell sliding) {
                sliding.touch(nowMillis);
            }
            return cell;
        });
    }

    private @Nullable Cell newCell(CounterKey key, CellRoom.Taken taken) {
        long now = clock.millis();
        Window window = key.definition().window();
        // Made before it is counted: where the clock is so far off that its window has no bounds, this throws.
        Cell cell = window instanceof Window.Aligned aligned
                ? new WindowCell(key, taken.payer(), orders.getAndIncrement(), aligned.startOf(now), aligned.endOf(now))
                : new SlidingCell(
                        key,
                        taken.payer(),
                        orders.getAndIncrement(),
                        ((Window.Sliding) window).length().toMillis(),
                        mostLogEntries,
                        now);
        return taken.covers(key) ? cell : null;
    }

    private void drop(Cell cell) {
        cell.kill();
        forget(cell);
    }

    private void forget(Cell cell) {
        if (cells.asMap().remove(cell.key(), cell)) {
            room.give(cell.key(), cell.payer());
        }
    }

    private void onEviction(@Nullable CounterKey key, @Nullable Cell cell, RemovalCause cause) {
        if (key != null && cell != null) {
            room.give(key, cell.payer());
        }
    }

    /** After no cell could be made: whether another attempt can, since what is over has been dropped. */
    private boolean hasRoomAfterAll(CounterKey key, CellRoom.Taken taken) {
        // The attempt itself has dropped the counter's own last cell, if its window was over.
        return purge() || room.has(key, taken.payer());
    }

    /** Drops what is over, at most once an instant, since a flood of new keys must not pay for it each time. */
    private boolean purge() {
        long now = clock.millis();
        long last = purgedMillis.get();
        if (last == now || !purgedMillis.compareAndSet(last, now)) {
            return false;
        }
        cells.cleanUp();
        return true;
    }

    /** Keeps a cell until its own end, which a charge may move and a read does not. */
    private static final class EndOfUse implements Expiry<CounterKey, Cell> {
        @Override
        public long expireAfterCreate(CounterKey key, Cell cell, long currentNanos) {
            long endNanos = HighWaterClock.nanosOf(cell.expiresAtMillis());
            // Where nanoseconds end, in 1677 and 2262, the clock stands still: nothing expires there, for else nothing
            // would last.
            boolean isBounded = endNanos > Long.MIN_VALUE && endNanos < Long.MAX_VALUE;
            return isBounded ? Math.max(0, endNanos - currentNanos) : Long.MAX_VALUE;
        }

        @Override
        public long expireAfterUpdate(CounterKey key, Cell cell, long currentNanos, long currentDuration) {
            return expireAfterCreate(key, cell, currentNanos);
        }

        @Override
        public long expireAfterRead(CounterKey key, Cell cell, long currentNanos, long currentDuration) {
            return currentDuration;
        }
    }
}
