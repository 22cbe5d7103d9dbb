package dev.mcppolicy.counter;

import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which of several refusals of one attempt is reported: the first that no waiting helps, else the one with the longest
 * wait, of equal waits the first. Charges are asked in the order in which they were given, which is that of the limits.
 * A store that finds more than one limit exceeded chooses by this order, so that all stores name the same limit.
 */
public final class RefusalOrder {
    /** In place of a wait: the charge would be taken. */
    public static final long PASSES = -2;

    private RefusalOrder() {}

    /**
     * The refusal to report. Asks no further once it is known.
     *
     * @param charges how many charges were attempted together
     * @param waitMillis by the index of a charge: milliseconds until its limit would take it; {@link Refusal#NEVER}
     *     where no waiting helps; {@link #PASSES} where it would be taken now
     * @return the refusal, or null if every charge would be taken
     */
    public static @Nullable Refusal first(int charges, IntToLongFunction waitMillis) {
        int reported = -1;
        long longestMillis = PASSES;
        for (int i = 0; i < charges; i++) {
            long wait = waitMillis.applyAsLong(i);
            if (wait == Refusal.NEVER) {
                return new Refusal(i, Refusal.Reason.LIMIT, Refusal.NEVER);
            }
            if (wait > longestMillis) {
                reported = i;
                longestMillis = wait;
            }
        }
        return reported < 0 ? null : new Refusal(reported, Refusal.Reason.LIMIT, longestMillis);
    }
}
