package dev.mcppolicy.testkit.contract;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.testkit.contract.ComparedCounters.Kind;
import java.time.Instant;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A store beside the one in memory, step by step: whatever is asked of both, in any order, late and repeated, while the clock
 * steps both ways and stores are closed and opened again, both answer the same. To put a store to it, extend this class
 * beside the store's own tests.
 *
 * <p>It is for stores that outlive those who have them open: {@link #reopen} opens what {@link #newStore} has made once more.
 * The tests tagged {@code long} run for minutes.
 */
public abstract class CounterStoreComparison {
    static final long NOON = Instant.parse("2026-03-15T12:00:18Z").toEpochMilli();

    private static final int STEPS = 300;

    /** For subclasses. */
    protected CounterStoreComparison() {}

    /**
     * Makes a store without any counter.
     *
     * @param capacity the most counters it may hold
     * @param mostPerPayer the most counters that one payer may open at will
     * @return the store, which is closed when it has been compared
     */
    protected abstract CounterStore newStore(int capacity, int mostPerPayer);

    /**
     * Opens once more what the last {@link #newStore} has made. It may be open meanwhile.
     *
     * @param capacity as it was made with
     * @param mostPerPayer as it was made with
     * @return another store of the same counters
     */
    protected abstract CounterStore reopen(int capacity, int mostPerPayer);

    /**
     * Makes the store in memory that the next {@link #newStore} is compared with. For stores whose sliding windows can be made
     * to keep few entries in tests, and which then are compared with one that keeps as few.
     *
     * @param capacity the most counters it may hold
     * @param mostPerPayer the most counters that one payer may open at will
     * @return the store
     */
    protected CounterStore newMemory(int capacity, int mostPerPayer) {
        return new InMemoryCounterStore(capacity, mostPerPayer);
    }

    /**
     * Sets the store's own clock, as in {@link CounterStoreContract#setClock}.
     *
     * @param store the store
     * @param nowMillis what its clock shall show, in milliseconds since the epoch; perhaps less than before
     */
    protected void setClock(CounterStore store, long nowMillis) {
        // A store that goes by the instants it is given has no clock to set.
    }

    /**
     * Whether the store keeps namespaces in places of their own, so that a request is of one, and each has its own room. The
     * requests of one engine are of one namespace.
     *
     * @return true to be asked for no more
     */
    protected boolean areNamespacesApart() {
        return false;
    }

    private void compare(long seed, int steps, Kind kind, int stores) {
        ComparedRun run = new ComparedRun(this, seed, kind, stores);
        for (int i = 0; i < steps; i++) {
            try {
                run.step();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        kind + ", " + stores + " stores, seed " + seed + ", step " + i + ": " + e.getMessage(), e);
            }
        }
        run.close();
    }

    @RepeatedTest(5)
    void one_store_answers_as_memory_does_while_the_clock_steps_both_ways(RepetitionInfo seed) {
        compare(seed.getCurrentRepetition(), STEPS, Kind.SHORT, 1);
    }

    @RepeatedTest(5)
    void one_store_answers_as_memory_does_where_an_operator_puts_the_clock_back(RepetitionInfo seed) {
        compare(seed.getCurrentRepetition(), STEPS, Kind.LONG, 1);
    }

    @RepeatedTest(5)
    void two_stores_of_the_same_counters_answer_as_one_in_memory(RepetitionInfo seed) {
        compare(seed.getCurrentRepetition(), STEPS, Kind.SHORT, 2);
    }

    @RepeatedTest(5)
    void a_full_store_answers_as_memory_does(RepetitionInfo seed) {
        compare(seed.getCurrentRepetition(), STEPS, Kind.FULL, 1);
    }

    @Test
    @Tag("long")
    void they_answer_the_same_for_a_hundred_thousand_steps() {
        for (long seed = 1_000; seed < 1_050; seed++) {
            compare(seed, 500, Kind.SHORT, 1);
            compare(seed, 500, Kind.LONG, 1);
            compare(seed, 500, Kind.SHORT, 2);
            compare(seed, 500, Kind.FULL, 1);
        }
    }
}
