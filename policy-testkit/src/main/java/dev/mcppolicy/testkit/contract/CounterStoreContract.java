package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.counter.CounterStore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/**
 * The laws that every {@link CounterStore} must keep, in groups. To put a store to them, extend this class beside the
 * store's own tests:
 *
 * <pre>{@code
 * class SqlCounterStoreTest extends CounterStoreContract {
 *     @Override
 *     protected CounterStore newStore() {
 *         return new SqlCounterStore(emptyDatabase());
 *     }
 * }
 * }</pre>
 *
 * <p>A store that has a capacity overrides {@link #newStore(int)} besides, and else the laws of a full store are
 * skipped; one that keeps a clock of its own, as a store behind a network must, overrides {@link #setClock}, so that the
 * tests can move it; one that holds a connection overrides {@link #close}.
 *
 * <p>The laws cannot see everything: that a store behind a network is exact across processes, loud when the network
 * fails, and idempotent in its retries needs tests of its own.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class CounterStoreContract {
    private @Nullable StoreUnderTest tested;

    /** For subclasses. */
    protected CounterStoreContract() {}

    /**
     * Makes a store without any counter.
     *
     * @return the store
     */
    protected abstract CounterStore newStore();

    /**
     * Makes a store without any counter and of a given capacity.
     *
     * @param capacity the most counters it may hold
     * @return the store, or null if stores of this kind have no capacity
     */
    protected @Nullable CounterStore newStore(int capacity) {
        return null;
    }

    /**
     * Sets the store's own clock. For stores that keep one; those that go by the instants they are given need nothing.
     *
     * @param store the store
     * @param nowMillis what its clock shall show, in milliseconds since the epoch; perhaps less than before
     */
    protected void setClock(CounterStore store, long nowMillis) {
        // A store that goes by the instants it is given has no clock to set.
    }

    /**
     * Ends the use of a store.
     *
     * @param store the store
     */
    protected void close(CounterStore store) {
        // A store that holds nothing outside memory needs no closing.
    }

    @BeforeEach
    final void open() {
        tested = new StoreUnderTest(this);
    }

    @AfterEach
    final void closeStore() {
        tested().close();
    }

    private StoreUnderTest tested() {
        StoreUnderTest opened = tested;
        if (opened == null) {
            throw new IllegalStateException("the store is opened before each test");
        }
        return opened;
    }

    @Nested
    class Charges implements ChargeLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }

    @Nested
    class Refusals implements RefusalLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }

    @Nested
    class Forecasts implements ForecastLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }

    @Nested
    class Windows implements WindowLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }

    @Nested
    class SlidingWindows implements SlidingWindowLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }

    @Nested
    class Settlements implements SettlementLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }

    @Nested
    class Swaps implements SwapLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }

    @Nested
    class Threads implements ThreadLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }

    @Nested
    class Capacity implements CapacityLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }
}
