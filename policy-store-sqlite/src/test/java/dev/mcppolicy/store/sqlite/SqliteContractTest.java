package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.testkit.contract.CounterStoreContract;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** The laws that every store keeps. */
class SqliteContractTest extends CounterStoreContract {
    @TempDir
    static Path directory;

    private static SqliteCounterStoreBuilder builder() {
        return SqliteCounterStore.builder(directory.resolve(UUID.randomUUID() + ".db"))
                .durability(Durability.NORMAL);
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
}
