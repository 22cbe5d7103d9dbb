package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.SmallLogs;
import dev.mcppolicy.store.sqlite.file.Database;
import dev.mcppolicy.testkit.contract.CounterStoreComparison;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** The store in a file answers as the store in memory does, also where the logs of sliding windows are full soon. */
class SameAsMemoryTest extends CounterStoreComparison {
    @TempDir
    Path directory;

    private Path file = Path.of("none");
    private int logEntries = 4;

    @Override
    protected CounterStore newMemory(int capacity, int mostPerPayer) {
        logEntries = logEntries == 7 ? 4 : logEntries + 1;
        return SmallLogs.store(capacity, mostPerPayer, logEntries);
    }

    @Override
    protected CounterStore newStore(int capacity, int mostPerPayer) {
        file = directory.resolve(UUID.randomUUID() + ".db");
        return reopen(capacity, mostPerPayer);
    }

    @Override
    protected CounterStore reopen(int capacity, int mostPerPayer) {
        return SqliteCounterStore.builder(file)
                .capacity(capacity)
                .mostPerPayer(mostPerPayer)
                .durability(Durability.NORMAL)
                .open(logEntries, Database::commit);
    }
}
