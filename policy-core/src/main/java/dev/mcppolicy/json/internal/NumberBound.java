package dev.mcppolicy.json.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A number of a policy, prepared so that the numbers of a call compare with it exactly and without allocation.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class NumberBound {
    /** What {@link #compare} answers for a value that is no finite number or too long to be told. */
    public static final int CANNOT_TELL = Integer.MIN_VALUE;

    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Every integer below it is the exact value of a double. */
    private static final long EXACT_IN_A_DOUBLE = 1L << 53;

    private final BigDecimal exact;
    /** The nearest double. Reading a decimal as a double never reverses order, so unequal doubles decide at once. */
    private final double nearest;
    /** How the decimal that {@link #nearest} stands for compares with {@link #exact}. */
    private final int nearestAgainstExact;
    /** The floor, clamped to 64 bits. */
    private final long floor;
    /** How a 64-bit integer equal to {@link #floor} compares with {@link #exact}. */
    private final int floorAgainstExact;

    private NumberBound(long number) {
        this.exact = BigDecimal.valueOf(number);
        this.nearest = number;
        this.nearestAgainstExact = 0;
        this.floor = number;
        this.floorAgainstExact = 0;
    }

    private NumberBound(BigDecimal exact) {
        this.exact = exact;
        this.nearest = exact.doubleValue();
        BigDecimal ofNearest = JsonNumber.exact(nearest);
        this.nearestAgainstExact =
                ofNearest == null ? Double.compare(nearest, 0.0) : Integer.signum(ofNearest.compareTo(exact));
        BigDecimal clamped = exact.max(MIN_LONG).min(MAX_LONG).setScale(0, RoundingMode.FLOOR);
        this.floor = clamped.longValueExact();
        this.floorAgainstExact = Integer.signum(clamped.compareTo(exact));
    }

    /**
     * Prepares a number.
     *
     * @param number a standard number, finite and short enough to be told
     * @return the prepared number
     * @throws IllegalArgumentException if the number is not of that kind
     */
    public static NumberBound of(Object number) {
        if (JsonNumber.isLong(number)) {
            long integer = ((Number) number).longValue();
            if (integer > -EXACT_IN_A_DOUBLE && integer < EXACT_IN_A_DOUBLE) {
                return new NumberBound(integer);
            }
        }
        BigDecimal exact = JsonNumber.exact(number);
        if (exact == null) {
            throw new IllegalArgumentException("not a finite number of at most " + JsonNumber.MAX_DIGITS
                    + " digits and an exponent of at most " + JsonNumber.MAX_EXPONENT);
        }
        return new NumberBound(exact);
    }

    /**
     * Compares a value of a call with this bound.
     *
     * @param value any value but null
     * @return negative, zero or positive as the value is below, equal to or above the bound, or {@link #CANNOT_TELL}
     */
    public int compare(Object value) {
        if (JsonNumber.isLong(value)) {
            long number = ((Number) value).longValue();
            return number == floor ? floorAgainstExact : number < floor ? -1 : 1;
        }
        if (value instanceof Double boxed) {
            double number = boxed;
            if (!Double.isFinite(number)) {
                return CANNOT_TELL;
            }
            return number < nearest ? -1 : number > nearest ? 1 : nearestAgainstExact;
        }
        BigDecimal number = JsonNumber.exact(value);
        return number == null ? CANNOT_TELL : Integer.signum(number.compareTo(exact));
    }

    /**
     * The number itself.
     *
     * @return the exact value
     */
    public BigDecimal exact() {
        return exact;
    }
}
