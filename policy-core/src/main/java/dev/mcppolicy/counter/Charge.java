package dev.mcppolicy.counter;

/**
 * An amount to take from one counter, if its limit permits.
 *
 * @param key the counter
 * @param units the amount in units of the counter's scale, zero or more
 * @param maxUnits the most that the counter may hold afterwards; {@link Long#MAX_VALUE} for no limit
 */
public record Charge(CounterKey key, long units, long maxUnits) {
    /** The most units that any counter holds, with a limit or without: one less than 63 bits do. */
    public static final long MOST_UNITS = Long.MAX_VALUE - 1;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public Charge {
        if (units < 0 || maxUnits < 0) {
            throw new IllegalArgumentException("a charge must not be negative");
        }
    }

    /**
     * The most units that the counter may hold before the charge.
     *
     * @return units of the counter's scale, at most {@link #MOST_UNITS}; below zero if no counter can take the charge
     */
    public long mostBefore() {
        return Math.min(maxUnits, MOST_UNITS) - units;
    }

    /**
     * Whether the amount alone exceeds the limit or what a counter can hold, so that no waiting helps.
     *
     * @return true if no counter could take the charge
     */
    public boolean exceedsAlone() {
        return mostBefore() < 0;
    }
}
