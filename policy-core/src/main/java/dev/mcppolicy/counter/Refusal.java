package dev.mcppolicy.counter;

/**
 * Charges that were not taken. No counter changed.
 *
 * @param index which of the charges was refused; where several limits refused, the one that {@link RefusalOrder} puts
 *     first; one that found no room is named by a reserve only where no limit refused
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
        /** The counter does not exist yet and the store has no room for another. */
        STORE_FULL
    }
}
