package dev.mcppolicy.model.limit;

import java.math.BigDecimal;

/**
 * The most that a limit's counter may reach in a window.
 *
 * @param max the bound, more than zero
 * @param inclusive whether the counter may reach the bound ({@code lte}) or must stay below it ({@code lt})
 */
public record Bound(BigDecimal max, boolean inclusive) {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the bound is not more than zero
     */
    public Bound {
        if (max.signum() <= 0) {
            throw new IllegalArgumentException("a limit's max must be more than zero");
        }
    }

    /**
     * A bound that the counter may reach.
     *
     * @param max the bound, more than zero
     * @return the inclusive bound
     */
    public static Bound atMost(BigDecimal max) {
        return new Bound(max, true);
    }

    /**
     * A bound that the counter must stay below.
     *
     * @param max the bound, more than zero
     * @return the exclusive bound
     */
    public static Bound below(BigDecimal max) {
        return new Bound(max, false);
    }
}
