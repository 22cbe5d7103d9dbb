package dev.mcppolicy.store.sqlite;

import java.time.Duration;

/** What a store was opened with. */
record Settings(int capacity, int mostPerPayer, int mostLogEntries, Durability durability, Duration timeout) {
    static final int DEFAULT_CAPACITY = 1_000_000;
    static final int DEFAULT_LOG_ENTRIES = 10_000;
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    /** How long a statement waits for a lock that another holds on the file. */
    long busyMillis() {
        return timeout.toMillis() / 2;
    }
}
