package dev.mcppolicy.store.sqlite;

import java.nio.ByteBuffer;

/**
 * What is kept of charges and places that were taken.
 *
 * @param reservation a number that no other has, by which its places are held
 * @param epoch how often the clock had been put right
 * @param atMillis when they were taken
 * @param befores by the index of the charge, what its counter held before
 * @param counters by the index of the charge, the number of its counter
 */
record Taken(long reservation, long epoch, long atMillis, long[] befores, long[] counters) {
    private static final int NUMBERS = 4;

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
