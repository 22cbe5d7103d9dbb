package dev.mcppolicy.model.limit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * How finely a counter counts. A counter holds whole units of its scale, so that counting is integer arithmetic.
 */
public enum Scale {
    /** Whole numbers: calls, fixed whole increments. */
    WHOLE(0),
    /** Millionths: amounts read from an argument, fractional increments. */
    MILLIONTHS(6);

    private static final BigInteger MAX_UNITS = BigInteger.valueOf(Long.MAX_VALUE);

    private final int digits;

    Scale(int digits) {
        this.digits = digits;
    }

    /**
     * An amount in units of this scale; finer digits round up.
     *
     * @param amount an amount, zero or more
     * @return the units, or -1 when the amount is negative or needs more than 63 bits
     */
    public long unitsOf(BigDecimal amount) {
        return units(amount, RoundingMode.CEILING);
    }

    /**
     * The most units that a limit admits.
     *
     * @param bound the bound of a limit
     * @return the units, or -1 when they need more than 63 bits
     */
    public long unitsOf(Bound bound) {
        if (bound.inclusive()) {
            return units(bound.max(), RoundingMode.FLOOR);
        }
        long ceiling = units(bound.max(), RoundingMode.CEILING);
        return ceiling < 0 ? ceiling : ceiling - 1;
    }

    /**
     * The amount that a number of units stands for.
     *
     * @param units units of this scale
     * @return the exact amount
     */
    public BigDecimal amountOf(long units) {
        return BigDecimal.valueOf(units, digits);
    }

    private long units(BigDecimal amount, RoundingMode rounding) {
        if (amount.signum() <= 0) {
            return amount.signum();
        }
        long integerDigits = (long) amount.precision() - amount.scale();
        if (integerDigits > Long.SIZE) {
            return -1;
        }
        if (integerDigits <= -digits) {
            // Less than one unit, and maybe of more digits than can be written out.
            return rounding == RoundingMode.CEILING ? 1 : 0;
        }
        BigInteger units = amount.movePointRight(digits).setScale(0, rounding).unscaledValue();
        return units.compareTo(MAX_UNITS) > 0 ? -1 : units.longValueExact();
    }
}
