package dev.mcppolicy.counter;

/**
 * A place among the calls that run at once, if one is free. It is held until its reservation is settled, however that
 * is, or until its lease ends: whoever runs the call renews the lease meanwhile, so that one which ends is of a process
 * that died.
 *
 * @param key which places
 * @param max how many there are, at least 1
 * @param leaseMillis how long it is held without being renewed, in milliseconds, at least 1
 */
public record Place(PlaceKey key, int max, long leaseMillis) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is less than 1
     */
    public Place {
        if (max < 1 || leaseMillis < 1) {
            throw new IllegalArgumentException("a place needs a max and a lease of at least 1");
        }
    }
}
