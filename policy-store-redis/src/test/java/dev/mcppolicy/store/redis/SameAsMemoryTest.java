package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.SmallLogs;
import dev.mcppolicy.testkit.contract.CounterStoreComparison;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The store in Redis answers as the store in memory does, also where the logs of sliding windows are full soon. */
@Tag("real")
class SameAsMemoryTest extends CounterStoreComparison {
    private static TestServer server;
    private final AtomicLong clock = new AtomicLong();
    private int logEntries = 4;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(RedisProcess.IN_MEMORY);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    protected CounterStore newMemory(int capacity, int mostPerPayer) {
        logEntries = logEntries == 7 ? 4 : logEntries + 1;
        return SmallLogs.store(capacity, mostPerPayer, logEntries);
    }

    @Override
    protected CounterStore newStore(int capacity, int mostPerPayer) {
        server.empty();
        return reopen(capacity, mostPerPayer);
    }

    @Override
    protected CounterStore reopen(int capacity, int mostPerPayer) {
        return RedisCounterStore.builder(server.url())
                .capacity(capacity)
                .mostPerPayer(mostPerPayer)
                .open(logEntries, clock);
    }

    @Override
    protected void setClock(CounterStore store, long nowMillis) {
        clock.set(nowMillis);
    }

    @Override
    protected boolean areNamespacesApart() {
        return true;
    }
}
