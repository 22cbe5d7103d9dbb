package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.CounterKey;

import dev.mcppolicy.model.Scope;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many cells a store may have, and how many it has: one word holds the number of all and, in its upper half, of
 * those that count sessions, which take at most half the room.
 */
final class CellRoom {
    private static final long ONE_SESSION = 1L << 32;

    private final int capacity;
    private final int sessionCapacity;
    private final AtomicLong counted = new AtomicLong();

    CellRoom(int capacity) {
        this.capacity = capacity;
        this.sessionCapacity = capacity / 2;
    }

    /** How many cells are counted. */
    int cells() {
        return cells(counted.get());
    }

    /** Whether there is room for one more cell. */
    boolean has(CounterKey key) {
        return fits(counted.get() + weight(key), key);
    }

    /** Counts a cell; false if there is no room for it. */
    boolean take(CounterKey key) {
        for (; ; ) {
            long seen = counted.get();
            long more = seen + weight(key);
            if (!fits(more, key)) {
                return false;
            }
            if (counted.compareAndSet(seen, more)) {
                return true;
            }
        }
    }

    /** Counts a cell for each of some keys, or none: where the first stands for which there is no room, or -1. */
    int take(List<CounterKey> keys) {
        for (; ; ) {
            long seen = counted.get();
            int lacking = lacking(seen, keys);
            if (lacking >= 0 || counted.compareAndSet(seen, seen + weight(keys))) {
                return lacking;
            }
        }
    }

    /** Where the first of some keys stands for which {@link #take} would find no room, or -1. */
    int lacking(List<CounterKey> keys) {
        return lacking(counted.get(), keys);
    }

    private int lacking(long numbers, List<CounterKey> keys) {
        long more = numbers;
        for (int i = 0; i < keys.size(); i++) {
            more += weight(keys.get(i));
            if (!fits(more, keys.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static long weight(List<CounterKey> keys) {
        return keys.stream().mapToLong(CellRoom::weight).sum();
    }

    /** Counts a cell no longer. */
    void give(CounterKey key) {
        counted.addAndGet(-weight(key));
    }

    private boolean fits(long numbers, CounterKey last) {
        return cells(numbers) <= capacity
                && cells(numbers) >= 0
                && (weight(last) == 1 || (int) (numbers >>> 32) <= sessionCapacity);
    }

    private static int cells(long numbers) {
        return (int) numbers;
    }

    private static long weight(CounterKey key) {
        return key.definition().scope() == Scope.SESSION ? ONE_SESSION + 1 : 1;
    }

    /** Room that one attempt has taken for cells which it is about to make. Used by one thread. */
    static final class Taken {
        private final CellRoom room;
        private final List<CounterKey> keys;

        /**
         * Room that is taken already.
         *
         * @param keys whose cells are counted though they are not made yet; changed here
         */
        Taken(CellRoom room, List<CounterKey> keys) {
            this.room = room;
            this.keys = keys;
        }

        /** Whether a cell that is made now is counted: by what was taken for it, or anew if there is room. */
        boolean covers(CounterKey key) {
            return (!keys.isEmpty() && keys.remove(key)) || room.take(key);
        }

        /** Gives back what no cell was made for. */
        void giveRest() {
            keys.forEach(room::give);
            keys.clear();
        }
    }
}
