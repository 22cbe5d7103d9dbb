package dev.mcppolicy.counter;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What becomes of the charges of one call. They count from the moment they were taken, and are settled once, by
 * {@link #commit}, {@link #release} or {@link #settle}, whoever calls first; a later settlement does nothing, and charges
 * that are never settled stand.
 *
 * <p>A {@link Reservation} is the settlement of its own charges. Where shadow mode charged for the same call, the engine
 * hands out one that settles those with them, and what goes wrong there changes nothing here. The engine itself settles by
 * the outcome of the call when it is told of its end. Safe for use by any thread: of two settlements at the same moment
 * one counts, and the other may return before the first has changed a counter.
 */
public interface Settlement {
    /**
     * The charges that were taken, in the order of the limits.
     *
     * @return an unmodifiable list, without what was charged in shadow mode
     */
    List<Charge> charges();

    /**
     * What a counter held just before its charge was taken.
     *
     * @param index which of the charges
     * @return units of the counter's scale
     */
    long before(int index);

    /**
     * Keeps the charges as they are, and gives the places back.
     *
     * @return done when the places are free, at once without any and if the charges were settled before; completes
     *     exceptionally if the store could not, and then the lease ends the places
     */
    @CanIgnoreReturnValue
    CompletionStage<?> commit();

    /**
     * Gives the charges back, each to the window in which it was taken, and the places.
     *
     * @return done when the store has given them back, at once if they were settled before; completes exceptionally if
     *     the store could not, and then the charges stand
     */
    @CanIgnoreReturnValue
    CompletionStage<?> release();

    /**
     * Puts the real amounts in the place of those reserved, keeps the charges that are not named, and gives the places
     * back. The real amount
     * may exceed the limit: it is a fact, not a request.
     *
     * @param actual real amounts, zero or more, by the name of the counter, {@code spend}, or, where the call charges two
     *     counters of one name, with what declares it, {@code create_charge/spend} ({@code _global/spend} for every tool)
     * @return done when the store has made the change, at once if the charges were settled before; completes
     *     exceptionally if the store could not, and then the reserved amounts stand
     * @throws IllegalArgumentException if an amount is negative or too large to be counted, or a name is that of no
     *     charge of the call, in shadow mode neither, or of more than one; nothing is then settled
     */
    @CanIgnoreReturnValue
    CompletionStage<?> settle(Map<String, BigDecimal> actual);

    /**
     * Whether the charges have been settled.
     *
     * @return true after the first settlement, and where nothing was charged
     */
    boolean isSettled();
}
