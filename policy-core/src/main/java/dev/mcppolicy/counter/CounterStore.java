package dev.mcppolicy.counter;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps counters and places, and takes charges from the ones and calls into the others. One store may serve many engines,
 * in one process or, for a store behind a network, in many.
 *
 * <h2>What a store promises</h2>
 *
 * <ul>
 *   <li><b>All or none.</b> {@link #reserve} is one atomic step: every charge and every place is taken, or nothing changes,
 *       and nobody sees a state in between. Used and amount are compared and raised in that step: a SQL store does so in
 *       one statement under row locks, taken in the order of {@link CounterKey#encoded}, a Redis store in one script.
 *   <li><b>Exact.</b> Units are 63-bit integers. Where the store's numbers are not (a Redis script computes in
 *       doubles), they are handled as strings or in two halves. A sum never wraps: a charge that would make
 *       it exceed {@link Charge#MOST_UNITS} is refused.
 *   <li><b>One refusal, always the same.</b> Of several that refuse, {@link Refusal} says which is named.
 *   <li><b>Time never runs backwards.</b> The store's clock is the highest instant it has been given, or its own clock
 *       made monotone: a shared store must use a clock that all its users share, such as the database's, and then takes
 *       the instant given for no more than a hint. A window that is over is never charged anew, so a clock that steps
 *       back opens no budget twice.
 *   <li><b>A window opens only when the stored one has ended.</b> A counter keeps the bounds of its window with what is
 *       used. Whoever reckons with other bounds meanwhile, as a process does whose tables of time zones are older, is
 *       charged in the window that is open, so that nobody counts one span twice.
 *   <li><b>Sliding windows are never short.</b> No half-open interval of the window's length ever holds more than the
 *       limit's max. What is kept of a counter is bounded by what it counts: a charge of nothing keeps nothing, and a
 *       store that keeps a bounded log counts old charges longer, never shorter, and refuses nobody because its log is
 *       full.
 *   <li><b>No eviction.</b> A counter whose window still runs is never dropped to make room. A store at its capacity
 *       refuses charges that need a new counter, with {@link Refusal.Reason#STORE_FULL}. Counters that callers can open
 *       {@linkplain CounterDefinition#isOpenedAtWill at will} take at most half the capacity, and those that one payer has
 *       opened in one namespace at most a bound of the store's, {@value #DEFAULT_MOST_PER_PAYER} where nothing else is said;
 *       both are counted in the step that takes the charge.
 *   <li><b>Corrections stay in their window.</b> A settlement changes the counter of the window in which the charge was
 *       taken, and no other.
 *   <li><b>What is held can be found again.</b> Where a request has a {@link Hold}, its charges are settled by that name, in
 *       any process, by whoever is first, until its deadline, at which the store itself does what the request said. The
 *       same request sent again, after an answer that was lost, answers with the same charges and takes none: also once
 *       they are settled. A request whose deadline is past takes nothing and throws.
 *   <li><b>Places are of the living.</b> Never more than the max of a rule hold one. One is free when its reservation is
 *       settled, or when its lease has ended without being renewed. Calls that hold one which callers can open
 *       {@linkplain PlaceKey#isOpenedAtWill at will} are bounded, in all and for each payer, as such counters are; beyond,
 *       {@link Refusal.Reason#PLACES_FULL} refuses.
 *   <li><b>Loss is noticed.</b> Where what is stored can be lost without the process, as by a flush or a deleted file, a
 *       namespace has a mark; a store that has seen it and finds it gone or changed throws for that namespace until
 *       {@link #reopen}.
 *   <li><b>Failure is loud.</b> A method that cannot do its work throws, or completes exceptionally, within the store's
 *       own time-out; the engine then denies with {@code STORE_UNAVAILABLE}. Where it is not known whether charges
 *       were taken, they count as taken and the call as failed: over-counting is safe. A store that tries again names
 *       what it does by an {@link OperationId}, drawn by itself where the request has none, so that nothing is taken twice.
 * </ul>
 *
 * <p>Implementations must be safe for use by any thread, and call no user code while they hold a lock. The conformance
 * tests in the testkit hold an implementation to this contract.
 */
public interface CounterStore extends AutoCloseable {
    /**
     * How many counters of one namespace that can be opened at will one payer may have open at once, where nothing else is
     * said.
     */
    int DEFAULT_MOST_PER_PAYER = 10_000;

    /**
     * Takes charges and places, all or none. Blocks until done, within the store's time-out.
     *
     * @param request what to take; at least one charge or place
     * @param nowMillis the caller's instant in milliseconds since the epoch
     * @return a {@link Reservation} of all of it, or the {@link Refusal} that left everything as it was
     * @throws IllegalArgumentException if two charges or two places have the same key, the request's deadline is past, or
     *     its name is that of another request
     */
    @CheckReturnValue
    ReserveResult reserve(ReserveRequest request, long nowMillis);

    /**
     * As {@link #reserve}, without blocking. The default is for stores that never block.
     *
     * @param request as in {@link #reserve}
     * @param nowMillis as in {@link #reserve}
     * @return the result; exceptionally completed where {@link #reserve} would throw
     */
    @CheckReturnValue
    default CompletionStage<ReserveResult> reserveAsync(ReserveRequest request, long nowMillis) {
        return completed(() -> reserve(request, nowMillis));
    }

    /**
     * Takes charges anew in the windows now current, with those of a reservation credited, and places, in one atomic step:
     * on success the held reservation is settled, its charges given back and the new ones taken; on refusal nothing changes.
     * Serves a call that has waited for approval.
     *
     * @param held a reservation that this store made or {@linkplain #find found}
     * @param request as in {@link #reserve}; may be empty, and then gives back what is held
     * @param nowMillis as in {@link #reserve}
     * @return as {@link #reserve}
     * @throws IllegalArgumentException as {@link #reserve}
     * @throws IllegalStateException if the held reservation has charges and is settled, be it by its deadline
     */
    @CheckReturnValue
    ReserveResult swap(Reservation held, ReserveRequest request, long nowMillis);

    /**
     * As {@link #swap}, without blocking. The default is for stores that never block.
     *
     * @param held as in {@link #swap}
     * @param request as in {@link #swap}
     * @param nowMillis as in {@link #swap}
     * @return the result; exceptionally completed where {@link #swap} would throw
     */
    @CheckReturnValue
    default CompletionStage<ReserveResult> swapAsync(Reservation held, ReserveRequest request, long nowMillis) {
        return completed(() -> swap(held, request, nowMillis));
    }

    /**
     * Finds what another has reserved, to settle or to swap it. Blocks as {@link #reserve} does.
     *
     * @param id the name in the {@link Hold} of the request
     * @param nowMillis as in {@link #reserve}
     * @return the reservation, or null if nothing of that name is held: it never was, has been settled, or its deadline is
     *     past
     */
    @CheckReturnValue
    @Nullable
    Reservation find(OperationId id, long nowMillis);

    /**
     * Renews the leases of places: each counts from now. Whoever runs calls does so well before a lease ends.
     *
     * @param running reservations that this store made, with places
     * @param nowMillis as in {@link #reserve}
     * @return those that hold no place any more, as they are settled or their lease has ended; completes exceptionally if the
     *     store could not be told
     */
    @CheckReturnValue
    CompletionStage<List<Reservation>> renew(List<Reservation> running, long nowMillis);

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
     * As {@link #read}, less what a held reservation put into the windows now current: what {@link #swap} would credit.
     * Serves the conditions of a call that has waited for approval, which is not to count against itself. Only the store
     * can tell, since it knows which windows its clock holds for current.
     *
     * @param held a reservation that this store made or found; credited unless it has been settled
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
     * What {@link #reserve} would be refused by, without taking anything. Serves whoever explains a call: only the
     * store knows how long a sliding window would refuse, and what it has room for. Blocks until done, within the store's
     * time-out.
     *
     * @param request as in {@link #reserve}; its name plays no part
     * @param nowMillis as in {@link #reserve}
     * @return the refusal that {@link #reserve} would answer, or null if it would take all; the counters are looked at one
     *     by one
     * @throws IllegalArgumentException if two charges or two places have the same key
     */
    @CheckReturnValue
    @Nullable
    Refusal wouldRefuse(ReserveRequest request, long nowMillis);

    /**
     * What known counters hold, and in which window. As {@link #read}, for people.
     *
     * @param keys the counters
     * @param nowMillis as in {@link #read}
     * @return the usage by index; of a counter that is missing, nothing in the window now current
     */
    List<CounterUsage> usage(List<CounterKey> keys, long nowMillis);

    /**
     * How many calls hold places, for people. The places are looked at one by one.
     *
     * @param keys the places
     * @param nowMillis as in {@link #read}
     * @return the calls by index, 0 or more; those whose lease has ended hold none
     */
    int[] placesHeld(List<PlaceKey> keys, long nowMillis);

    /**
     * The counters of a namespace whose window runs, by pages, for operators. What is opened, charged or over while pages are
     * asked for may be missed or seen.
     *
     * @param namespace the namespace
     * @param after {@link CounterPage#next} of the page before, or null for the first page
     * @param most how many counters a page has, at least 1
     * @param nowMillis as in {@link #read}
     * @return the page
     */
    CounterPage list(String namespace, @Nullable String after, int most, long nowMillis);

    /**
     * The namespaces that are counted in, for operators.
     *
     * @return their names in order, also of those of which no window runs; empty where the store cannot tell
     */
    default List<String> namespaces() {
        return List.of();
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

    /**
     * Counts on from what is there, by an operator's decision, in a namespace whose mark was lost or changed. So do the other
     * stores that share it, in whatever process, which have last seen the old mark before. A store that cannot lose what it
     * keeps does nothing.
     *
     * @param namespace the namespace
     */
    void reopen(String namespace);

    /**
     * Whether the counters are kept outside this process, so that asking for them takes time and may fail. The engine asks
     * such a store not again for what it has just refused, and tells its listeners how the store fares.
     *
     * @return false unless overridden
     */
    default boolean isRemote() {
        return false;
    }

    /**
     * How often the store has asked anew what it was asked, as the outcome was not known. For metrics.
     *
     * @return the number since it was opened; zero unless overridden
     */
    default long retries() {
        return 0;
    }

    /** Gives up what the store holds open; whoever opened it calls this, once nobody uses it. Nothing is forgotten by it. */
    @Override
    void close();

    private static <T> CompletionStage<T> completed(Supplier<T> step) {
        try {
            return CompletableFuture.completedFuture(step.get());
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(new CompletionException(e));
        }
    }
}
