package dev.mcppolicy.decision;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a counter store that is kept outside the process has fared with one thing that it was asked.
 *
 * @param at when it answered or failed, by the engine's clock
 * @param operation what it was asked
 * @param latencyNanos how long it took, in nanoseconds
 * @param failure what it threw, or null where it answered
 * @param retries how often the store has asked anew, since it was opened, where the outcome was not known
 */
public record StoreEvent(
        Instant at,
        Operation operation,
        long latencyNanos,
        @Nullable Throwable failure,
        long retries) {
    /** What a store is asked. */
    public enum Operation {
        /** To take charges and places. */
        RESERVE,
        /** To take them in the place of what is held. */
        SWAP,
        /** To settle what was taken. */
        SETTLE,
        /** To renew leases. */
        RENEW,
        /** What counters hold. */
        READ;

        /**
         * The name, as metrics have it.
         *
         * @return the name in lower case
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
