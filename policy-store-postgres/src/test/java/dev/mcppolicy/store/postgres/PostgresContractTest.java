package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.testkit.contract.CounterStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The laws that every store keeps. */
@Tag("real")
class PostgresContractTest extends CounterStoreContract {
    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.quick();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static PostgresCounterStoreBuilder builder() {
        return server.builder(server.emptied());
    }

    @Override
    protected CounterStore newStore() {
        return builder().open();
    }

    @Override
    protected CounterStore newStore(int capacity) {
        return builder().capacity(capacity).open();
    }

    @Override
    protected CounterStore newStore(int capacity, int mostPerPayer) {
        return builder().capacity(capacity).mostPerPayer(mostPerPayer).open();
    }

    @Override
    protected void setClock(CounterStore store, long nowMillis) {
        ((PostgresCounterStore) store).setClock(nowMillis);
    }
}
