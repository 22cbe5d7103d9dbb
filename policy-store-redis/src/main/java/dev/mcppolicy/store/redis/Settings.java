package dev.mcppolicy.store.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a store was opened with.
 *
 * @param capacity the most counters of a namespace
 * @param mostPerPayer the most counters that one payer may open at will in it
 * @param mostLogEntries the most entries of a window that slides
 * @param timeout how long a call waits at most
 * @param clock what is taken for the server's instant in tests; null for the server's own
 */
record Settings(
        int capacity,
        int mostPerPayer,
        int mostLogEntries,
        Duration timeout,
        @Nullable AtomicLong clock) {
    static final int DEFAULT_CAPACITY = 1_000_000;
    static final int DEFAULT_LOG_ENTRIES = 10_000;
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    /** How long one attempt may take, so that there is time for another. */
    Duration attempt() {
        return timeout.dividedBy(2);
    }

    /** How long what was done is remembered by its operation's name: for longer than anybody asks again. */
    Duration remembered() {
        return timeout.multipliedBy(5).plusSeconds(5);
    }
}
