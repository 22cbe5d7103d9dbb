package dev.mcppolicy.counter.memory;

/** Stores in memory whose sliding windows keep few entries, so that their logs are full soon. */
public final class SmallLogs {
    private SmallLogs() {}

    public static InMemoryCounterStore store(int capacity, int mostPerPayer, int mostLogEntries) {
        return new InMemoryCounterStore(capacity, mostPerPayer, mostLogEntries);
    }
}
