package dev.mcppolicy.counter;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a store keeps of charges and places it has taken, so that it can correct them later. Made by a store, held by a
 * {@link Reservation}, which calls one of {@link #keep} and {@link #replace}, at most once. Where the request has a
 * {@link Hold}, others may have receipts of the same charges: whoever settles first is obeyed, and the others change
 * nothing.
 */
public interface Receipt {
    /** What a receipt answers that has nothing to wait for. */
    CompletionStage<?> DONE = CompletableFuture.completedStage(null);

    /**
     * What a counter held just before its charge.
     *
     * @param index which of the charges
     * @return units of the counter's scale
     */
    long before(int index);

    /**
     * Lets the charges stand, and gives the places back. Where a store cannot, the lease ends the places.
     *
     * @return done when the places are free; completes exceptionally if the store could not be told
     */
    default CompletionStage<?> keep() {
        return DONE;
    }

    /**
     * Puts other amounts in the place of those charged, each in the window in which it was charged, whether or not that
     * window is over, and gives the places back. A counter never falls below zero and may exceed its limit; above 63 bits
     * it stays at the top. Several counters need not change in one step, but those that rise do so before any falls:
     * meanwhile others may find too little room, never too much. Where the outcome is not known, for a store behind a
     * network, the higher amounts must stand.
     *
     * @param units the amounts by index, zero to take a charge back
     * @return done when the store has made the change; completes exceptionally if it could not
     */
    CompletionStage<?> replace(long[] units);
}
