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
 * tests can move it; one whose tests hold something besides overrides {@link #close}.
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
     * Makes a store without any counter, of a given capacity and with a bound for each payer.
     *
     * @param capacity the most counters it may hold
     * @param mostPerPayer the most counters that one payer may open at will
     * @return the store, or null if stores of this kind have no such bound, which is a hole that callers can fill a store by
     */
    protected @Nullable CounterStore newStore(int capacity, int mostPerPayer) {
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
     * Ends the use of a store. The default closes it.
     *
     * @param store the store
     */
    protected void close(CounterStore store) {
        store.close();
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
    class Holds implements HoldLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }

    @Nested
    class Places implements PlaceLaws {
        @Override
        public StoreUnderTest tested() {
            return CounterStoreContract.this.tested();
        }
    }

    @Nested
    class Listings implements ListingLaws {
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
