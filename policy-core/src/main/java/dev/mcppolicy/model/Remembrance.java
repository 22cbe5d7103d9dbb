package dev.mcppolicy.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a human's yes to an approval rule holds for later calls of the same tool by the same caller under the same
 * revision of the policy. It counts from the answer, is not prolonged by use, and lives in memory.
 *
 * @param span how long, more than zero
 * @param anyArguments whether calls with other arguments may run on it, too; then with a bound on the uses
 * @param uses how many later calls may run on it, 1 to {@value #MOST_USES}, or null for as many as come
 */
public record Remembrance(
        Duration span, boolean anyArguments, @Nullable Integer uses) {
    /** The most later calls that one yes can be for. */
    public static final int MOST_USES = 100;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the span is not more than zero, the uses are out of range, or calls with any
     *     arguments have no bound
     */
    public Remembrance {
        if (span.isZero() || span.isNegative()) {
            throw new IllegalArgumentException("a yes is remembered for more than no time");
        }
        if (uses != null && (uses < 1 || uses > MOST_USES)) {
            throw new IllegalArgumentException("a yes is remembered for 1 to " + MOST_USES + " uses");
        }
        if (anyArguments && uses == null) {
            throw new IllegalArgumentException("a yes to any arguments needs `uses`, at most " + MOST_USES);
        }
    }

    /**
     * A yes for later calls with the same arguments, however many.
     *
     * @param span how long it holds, more than zero
     * @return the remembrance
     * @throws IllegalArgumentException if the span is not more than zero
     */
    public static Remembrance ofSameArguments(Duration span) {
        return new Remembrance(span, false, null);
    }
}
