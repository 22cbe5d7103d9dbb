package dev.mcppolicy.store.sqlite;

import java.nio.ByteBuffer;

/** What is kept of charges and places that were taken. */
final class Taken {
    private static final int NUMBERS = 4;

    private final long reservation;
    private final long epoch;
    private final long atMillis;
    private final long[] befores;
    private final long[] counters;

    /**
     * What was taken.
     *
     * @param reservation a number that no other has, by which its places are held
     * @param epoch how often the clock had been put right
     * @param atMillis when they were taken
     * @param befores by the index of the charge, what its counter held before
     * @param counters by the index of the charge, the number of its counter
     */
    Taken(long reservation, long epoch, long atMillis, long[] befores, long[] counters) {
        this.reservation = reservation;
        this.epoch = epoch;
        this.atMillis = atMillis;
        this.befores = befores;
        this.counters = counters;
    }

    long reservation() {
        return reservation;
    }

    long epoch() {
        return epoch;
    }

    long atMillis() {
        return atMillis;
    }

    long before(int charge) {
        return befores[charge];
    }

    /** The number of the counter of a charge. */
    long counter(int charge) {
        return counters[charge];
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * (NUMBERS + 2 * befores.length));
        bytes.putLong(reservation).putLong(epoch).putLong(atMillis).putLong(befores.length);
        for (int i = 0; i < befores.length; i++) {
            bytes.putLong(befores[i]).putLong(counters[i]);
        }
        return bytes.array();
    }

    static Taken of(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        long reservation = bytes.getLong();
        long epoch = bytes.getLong();
        long atMillis = bytes.getLong();
        int charges = Math.toIntExact(bytes.getLong());
        long[] befores = new long[charges];
        long[] counters = new long[charges];
        for (int i = 0; i < charges; i++) {
            befores[i] = bytes.getLong();
            counters[i] = bytes.getLong();
        }
        return new Taken(reservation, epoch, atMillis, befores, counters);
    }
}
