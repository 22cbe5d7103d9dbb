package dev.mcppolicy.store.postgres;

import java.time.Duration;

/** What a store was opened with. */
record Settings(int capacity, int mostPerPayer, int mostLogEntries, int connections, Duration timeout) {
    static final int DEFAULT_CAPACITY = 1_000_000;
    static final int DEFAULT_LOG_ENTRIES = 10_000;
    static final int DEFAULT_CONNECTIONS = 8;
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
}
