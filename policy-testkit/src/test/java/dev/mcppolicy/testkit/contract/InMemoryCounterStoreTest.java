package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;

/** The counters in memory keep the contract of every store. */
class InMemoryCounterStoreTest extends CounterStoreContract {
    @Override
    protected CounterStore newStore() {
        return new InMemoryCounterStore();
    }

    @Override
    protected CounterStore newStore(int capacity) {
        return new InMemoryCounterStore(capacity);
    }

    @Override
    protected CounterStore newStore(int capacity, int mostPerPayer) {
        return new InMemoryCounterStore(capacity, mostPerPayer);
    }
}
