package dev.mcppolicy.counter;

/**
 * Charges and places that were not taken. Nothing changed. Of several that refuse one is named: first a limit that no
 * waiting helps, then a place, then a limit by {@link RefusalOrder}, and last a counter or a place that finds no room.
 *
 * @param index which of the charges was refused, or of the places for {@link Reason#PLACE_TAKEN} and
 *     {@link Reason#PLACES_FULL}
 * @param reason why
 * @param retryAfterMillis how long until this limit would take the same charge, and with it every other that refused,
 *     if nobody else charges meanwhile; {@link #NEVER} if waiting does not help, or how long it helps is not known
 */
public record Refusal(int index, Reason reason, long retryAfterMillis) implements ReserveResult {
    /** In place of a time: waiting does not help. */
    public static final long NEVER = -1;

    /** Why a charge is refused. */
    public enum Reason {
        /** The counter would exceed its limit. */
        LIMIT,
        /** As many calls as may run at once hold a place. */
        PLACE_TAKEN,
        /**
         * The counter does not exist yet, and the store has no room for another, or none for another that callers can open
         * at will, in all or of this payer.
         */
        STORE_FULL,
        /**
         * The store has no room for another call that holds a place which callers can open at will, in all or of this
         * payer.
         */
        PLACES_FULL
    }
}
