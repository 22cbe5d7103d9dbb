package dev.mcppolicy.counter;

/**
 * Charges that wait to be settled by whoever knows their name, in this process or another, until a stated instant; and
 * what becomes of them then.
 *
 * @param id the name of the operation that takes them
 * @param untilMillis the deadline, by the store's clock, in milliseconds since the epoch
 * @param then what the store does at the deadline if nobody has settled them
 */
public record Hold(OperationId id, long untilMillis, Then then) {
    /** What becomes of charges that nobody settles. */
    public enum Then {
        /** They stand. */
        KEEP,
        /** They are given back, each to the window in which it was taken. */
        RELEASE
    }
}
