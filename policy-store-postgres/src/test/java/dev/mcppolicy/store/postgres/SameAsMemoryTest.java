package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.SmallLogs;
import dev.mcppolicy.testkit.contract.CounterStoreComparison;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The store in a database answers as the store in memory does, also where the logs of sliding windows are full soon. */
@Tag("real")
class SameAsMemoryTest extends CounterStoreComparison {
    private static Server server;

    private String schema = "none";
    private int logEntries = 4;

    @BeforeAll
    static void start() {
        server = Server.quick();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected CounterStore newMemory(int capacity, int mostPerPayer) {
        logEntries = logEntries == 7 ? 4 : logEntries + 1;
        return SmallLogs.store(capacity, mostPerPayer, logEntries);
    }

    @Override
    protected CounterStore newStore(int capacity, int mostPerPayer) {
        schema = server.emptied();
        return reopen(capacity, mostPerPayer);
    }

    @Override
    protected CounterStore reopen(int capacity, int mostPerPayer) {
        return server.builder(schema)
                .capacity(capacity)
                .mostPerPayer(mostPerPayer)
                .open(logEntries);
    }

    @Override
    protected void setClock(CounterStore store, long nowMillis) {
        ((PostgresCounterStore) store).setClock(nowMillis);
    }
}
