package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.testkit.contract.CounterStoreContract;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The laws that every store keeps. */
@Tag("real")
class RedisContractTest extends CounterStoreContract {
    private static TestServer server;
    private final AtomicLong clock = new AtomicLong();

    @BeforeAll
    static void startServer() {
        server = TestServer.start(RedisProcess.IN_MEMORY);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private RedisCounterStoreBuilder builder() {
        server.empty();
        return RedisCounterStore.builder(server.url());
    }

    @Override
    protected CounterStore newStore() {
        return builder().open(Settings.DEFAULT_LOG_ENTRIES, clock);
    }

    @Override
    protected CounterStore newStore(int capacity) {
        return builder().capacity(capacity).open(Settings.DEFAULT_LOG_ENTRIES, clock);
    }

    @Override
    protected CounterStore newStore(int capacity, int mostPerPayer) {
        return builder().capacity(capacity).mostPerPayer(mostPerPayer).open(Settings.DEFAULT_LOG_ENTRIES, clock);
    }

    @Override
    protected void setClock(CounterStore store, long nowMillis) {
        clock.set(nowMillis);
    }
}
