package dev.mcppolicy.testkit.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mcppolicy.counter.CounterStore;
import org.jspecify.annotations.Nullable;

/** The store that a law is put to, and the clock to drive it by. */
final class StoreUnderTest {
    private final CounterStoreContract contract;
    private CounterStore store;
    private long now = StoreLaws.NOON;

    /** Opens a store. */
    StoreUnderTest(CounterStoreContract contract) {
        this.contract = contract;
        this.store = contract.newStore();
        at(now);
    }

    CounterStore store() {
        return store;
    }

    long now() {
        return now;
    }

    void at(long millis) {
        now = millis;
        contract.setClock(store, millis);
    }

    /** Goes on with another store, of a given capacity; skips the test where stores have none. */
    void useCapacity(int capacity) {
        use(contract.newStore(capacity));
    }

    /** As {@link #useCapacity(int)}, with a bound for each payer. */
    void useCapacity(int capacity, int mostPerPayer) {
        use(contract.newStore(capacity, mostPerPayer));
    }

    private void use(@Nullable CounterStore bounded) {
        assumeTrue(bounded != null, "stores of this kind have no such bound");
        if (bounded != null) {
            close();
            store = bounded;
            at(now);
        }
    }

    void close() {
        contract.close(store);
    }
}
