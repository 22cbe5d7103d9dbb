package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.CounterKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many cells a store may have, and how many it has: one word holds the number of all and, in its upper half, of
 * those that callers can open at will, which take at most half the room. Of these it is also known how many each payer has
 * opened in each namespace.
 */
final class CellRoom {
    private static final long ONE_AT_WILL = 1L << 32;

    private record Payer(String namespace, String name) {}

    private final int capacity;
    private final int capacityAtWill;
    private final int mostPerPayer;
    private final AtomicLong counted = new AtomicLong();
    /** Guarded by itself; none at zero. */
    private final Map<Payer, Integer> atWill = new HashMap<>();

    CellRoom(int capacity, int mostPerPayer) {
        this.capacity = capacity;
        this.capacityAtWill = capacity / 2;
        this.mostPerPayer = mostPerPayer;
    }

    /** How many cells are counted. */
    int cells() {
        return cells(counted.get());
    }

    /** Whether there is room for one more cell. */
    boolean has(CounterKey key, String payer) {
        return lacking(List.of(key), payer) < 0;
    }

    /** Counts a cell for each of some keys, or none: where the first stands for which there is no room, or -1. */
    int take(List<CounterKey> keys, String payer) {
        if (keys.stream().noneMatch(CellRoom::isAtWill)) {
            return takeCounted(keys, payer);
        }
        synchronized (atWill) {
            int lacking = takeCounted(keys, payer);
            if (lacking < 0) {
                keys.stream()
                        .filter(CellRoom::isAtWill)
                        .forEach(key -> atWill.merge(payer(key, payer), 1, Integer::sum));
            }
            return lacking;
        }
    }

    private int takeCounted(List<CounterKey> keys, String payer) {
        for (; ; ) {
            long seen = counted.get();
            int lacking = lacking(seen, keys, payer);
            if (lacking >= 0 || counted.compareAndSet(seen, seen + weight(keys))) {
                return lacking;
            }
        }
    }

    /** Where the first of some keys stands for which {@link #take} would find no room, or -1. */
    int lacking(List<CounterKey> keys, String payer) {
        return lacking(counted.get(), keys, payer);
    }

    private int lacking(long numbers, List<CounterKey> keys, String payer) {
        long more = numbers;
        Map<Payer, Integer> opened = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            CounterKey key = keys.get(i);
            more += weight(key);
            boolean fits = cells(more) <= capacity && cells(more) >= 0;
            if (fits && isAtWill(key)) {
                fits = (int) (more >>> 32) <= capacityAtWill
                        && opened.merge(payer(key, payer), 1, Integer::sum) + openedBy(payer(key, payer))
                                <= mostPerPayer;
            }
            if (!fits) {
                return i;
            }
        }
        return -1;
    }

    private int openedBy(Payer payer) {
        synchronized (atWill) {
            return atWill.getOrDefault(payer, 0);
        }
    }

    /** Counts a cell no longer. */
    void give(CounterKey key, String payer) {
        counted.addAndGet(-weight(key));
        if (isAtWill(key)) {
            synchronized (atWill) {
                atWill.computeIfPresent(payer(key, payer), (same, cells) -> cells == 1 ? null : cells - 1);
            }
        }
    }

    private static Payer payer(CounterKey key, String name) {
        return new Payer(key.definition().namespace(), name);
    }

    private static int cells(long numbers) {
        return (int) numbers;
    }

    private static long weight(List<CounterKey> keys) {
        return keys.stream().mapToLong(CellRoom::weight).sum();
    }

    private static long weight(CounterKey key) {
        return isAtWill(key) ? ONE_AT_WILL + 1 : 1;
    }

    private static boolean isAtWill(CounterKey key) {
        return key.definition().isOpenedAtWill();
    }

    /** Room that one attempt has taken for cells which it is about to make. Used by one thread. */
    static final class Taken {
        private final CellRoom room;
        private final List<CounterKey> keys;
        private final String payer;

        /**
         * Room that is taken already.
         *
         * @param keys whose cells are counted though they are not made yet; changed here
         * @param payer who opens the cells
         */
        Taken(CellRoom room, List<CounterKey> keys, String payer) {
            this.room = room;
            this.keys = keys;
            this.payer = payer;
        }

        String payer() {
            return payer;
        }

        /** Whether a cell that is made now is counted: by what was taken for it, or anew if there is room. */
        boolean covers(CounterKey key) {
            return (!keys.isEmpty() && keys.remove(key)) || room.take(List.of(key), payer) < 0;
        }

        /** Gives back what no cell was made for. */
        void giveRest() {
            keys.forEach(key -> room.give(key, payer));
            keys.clear();
        }
    }
}
