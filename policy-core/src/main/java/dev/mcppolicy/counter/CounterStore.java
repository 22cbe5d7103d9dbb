package dev.mcppolicy.counter;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps counters and takes charges from them. One store may serve many engines, in one process or, for a store behind a
 * network, in many.
 *
 * <h2>What a store promises</h2>
 *
 * <ul>
 *   <li><b>All or none.</b> {@link #reserve} is one atomic step: every charge is taken, or no counter changes, and
 *       nobody sees a state in between. Used and amount are compared and raised in that step. A SQL store does this in
 *       one serializable transaction that locks the rows in the order of {@link CounterKey#encoded}; a Redis store in
 *       one script.
 *   <li><b>Exact.</b> Units are 63-bit integers. Where the store's numbers are not (a Redis script computes in
 *       doubles), they are handled as strings or in two halves. A sum never wraps: a charge that would make
 *       it exceed {@link Charge#MOST_UNITS} is refused.
 *   <li><b>One refusal, always the same.</b> Where several limits refuse, {@link RefusalOrder} says which is reported.
 *   <li><b>Time never runs backwards.</b> The store's clock is the highest instant it has been given, or its own clock
 *       made monotone: a shared store must use a clock that all its users share, such as the database's, and then takes
 *       the instant given for no more than a hint. A window that is over is never charged anew, so a clock that steps
 *       back opens no budget twice.
 *   <li><b>Sliding windows are never short.</b> No half-open interval of the window's length ever holds more than the
 *       limit's max. What is kept of a counter is bounded by what it counts: a charge of nothing keeps nothing, and a
 *       store that keeps a bounded log counts old charges longer, never shorter, and refuses nobody because its log is
 *       full.
 *   <li><b>No eviction.</b> A counter whose window still runs is never dropped to make room. A store at its capacity
 *       refuses charges that need a new counter, with {@link Refusal.Reason#STORE_FULL}. Counters of the scope
 *       {@code session} take at most half the capacity, since clients can open sessions at will.
 *   <li><b>Corrections stay in their window.</b> {@link Receipt#replace} changes the counter of the window in which the
 *       charge was taken, and no other.
 *   <li><b>Failure is loud.</b> A method that cannot do its work throws, or completes exceptionally, within the store's
 *       own time-out; the engine then denies with {@code STORE_UNAVAILABLE}. Where it is not known whether charges
 *       were taken, they count as taken and the call as failed: over-counting is safe. A retry must be idempotent.
 * </ul>
 *
 * <p>Implementations must be safe for use by any thread, and call no user code while they hold a lock. The conformance
 * tests in the testkit hold an implementation to this contract.
 */
public interface CounterStore {
    /**
     * Takes charges, all or none. Blocks until done, within the store's time-out.
     *
     * @param charges at least one, with distinct keys; not changed afterwards
     * @param nowMillis the caller's instant in milliseconds since the epoch
     * @return a {@link Reservation} of all charges, or the {@link Refusal} that left every counter as it was
     * @throws IllegalArgumentException if two charges have the same key
     */
    @CheckReturnValue
    ReserveResult reserve(List<Charge> charges, long nowMillis);

    /**
     * As {@link #reserve}, without blocking. The default is for stores that never block.
     *
     * @param charges as in {@link #reserve}
     * @param nowMillis as in {@link #reserve}
     * @return the result; exceptionally completed where {@link #reserve} would throw
     */
    @CheckReturnValue
    default CompletionStage<ReserveResult> reserveAsync(List<Charge> charges, long nowMillis) {
        return completed(() -> reserve(charges, nowMillis));
    }

    /**
     * Takes charges anew in the windows now current, with those of a reservation credited, in one atomic step: on
     * success the held charges are given back and the new ones taken, on refusal nothing changes. Serves a call that has
     * waited for approval. The caller settles the held reservation itself afterwards: by {@link Reservation#commit}
     * after a success, since its charges are gone, by {@link Reservation#release} after a refusal.
     *
     * @param held a reservation that this store made and that has not been settled
     * @param charges as in {@link #reserve}
     * @param nowMillis as in {@link #reserve}
     * @return as {@link #reserve}
     */
    @CheckReturnValue
    ReserveResult swap(Reservation held, List<Charge> charges, long nowMillis);

    /**
     * As {@link #swap}, without blocking. The default is for stores that never block.
     *
     * @param held as in {@link #swap}
     * @param charges as in {@link #swap}
     * @param nowMillis as in {@link #swap}
     * @return the result; exceptionally completed where {@link #swap} would throw
     */
    @CheckReturnValue
    default CompletionStage<ReserveResult> swapAsync(Reservation held, List<Charge> charges, long nowMillis) {
        return completed(() -> swap(held, charges, nowMillis));
    }

    /**
     * What counters hold in the windows now current, without changing any. The counters are read one by one.
     *
     * @param keys the counters
     * @param nowMillis the caller's instant in milliseconds since the epoch
     * @return units by index; zero for a counter that is missing or whose window is over
     */
    long[] read(List<CounterKey> keys, long nowMillis);

    /**
     * As {@link #read}, without blocking. The default is for stores that never block.
     *
     * @param keys as in {@link #read}
     * @param nowMillis as in {@link #read}
     * @return the units; exceptionally completed where {@link #read} would throw
     */
    @CheckReturnValue
    default CompletionStage<long[]> readAsync(List<CounterKey> keys, long nowMillis) {
        return completed(() -> read(keys, nowMillis));
    }

    /**
     * What {@link #reserve} would be refused by, without changing any counter. Serves whoever explains a call: only the
     * store knows how long a sliding window would refuse, and what it has room for. Blocks until done, within the store's
     * time-out.
     *
     * @param charges as in {@link #reserve}
     * @param nowMillis as in {@link #reserve}
     * @return the refusal that {@link #reserve} would answer, or null if it would take the charges; the counters are looked
     *     at one by one
     * @throws IllegalArgumentException if two charges have the same key
     */
    @CheckReturnValue
    @Nullable
    Refusal wouldRefuse(List<Charge> charges, long nowMillis);

    /**
     * As {@link #read}, less what a held reservation put into the windows now current: what {@link #swap} would credit.
     * Serves the conditions of a call that has waited for approval, which is not to count against itself. Only the store
     * can tell, since it knows which windows its clock holds for current.
     *
     * @param held a reservation that this store made; credited unless it has been settled
     * @param keys as in {@link #read}
     * @param nowMillis as in {@link #read}
     * @return as {@link #read}
     */
    long[] readCrediting(Reservation held, List<CounterKey> keys, long nowMillis);

    /**
     * As {@link #readCrediting}, without blocking. The default is for stores that never block.
     *
     * @param held as in {@link #readCrediting}
     * @param keys as in {@link #read}
     * @param nowMillis as in {@link #read}
     * @return the units; exceptionally completed where {@link #readCrediting} would throw
     */
    @CheckReturnValue
    default CompletionStage<long[]> readCreditingAsync(Reservation held, List<CounterKey> keys, long nowMillis) {
        return completed(() -> readCrediting(held, keys, nowMillis));
    }

    /**
     * Sets one counter back to zero, by an operator's decision. A charge that is being taken at the same moment may fall
     * on either side; a reservation made before gives nothing back to the new count.
     *
     * @param key the counter
     */
    void reset(CounterKey key);

    /**
     * Sets the store's clock, by an operator's decision, after a clock that jumped ahead has been put right. Counters
     * whose window has not begun by then are dropped.
     *
     * @param nowMillis the right instant in milliseconds since the epoch
     */
    void resetClock(long nowMillis);

    private static <T> CompletionStage<T> completed(Supplier<T> step) {
        try {
            return CompletableFuture.completedFuture(step.get());
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(new CompletionException(e));
        }
    }
}
