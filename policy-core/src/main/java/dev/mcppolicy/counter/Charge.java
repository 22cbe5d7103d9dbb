package dev.mcppolicy.counter;

/**
 * An amount to take from one counter, if its limit permits.
 *
 * @param key the counter
 * @param units the amount in units of the counter's scale, zero or more
 * @param maxUnits the most that the counter may hold afterwards; {@link Long#MAX_VALUE} for no limit
 */
public record Charge(CounterKey key, long units, long maxUnits) {
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
     * Whether the amount alone exceeds the limit, so that no waiting helps.
     *
     * @return true if no counter could take the charge
     */
    public boolean exceedsAlone() {
        return units > maxUnits;
    }
}
