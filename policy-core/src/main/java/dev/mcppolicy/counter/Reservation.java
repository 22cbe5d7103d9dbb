package dev.mcppolicy.counter;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The charges of one call, taken together. They count from the moment they are taken; the reservation only says what
 * becomes of them. It is settled once, by {@link #commit}, {@link #release} or {@link #settle}; a second settlement does
 * nothing, and a reservation that is never settled stays charged.
 *
 * <p>This class is threadsafe. Of two settlements at the same moment one counts; the other may return before the first
 * has changed a counter.
 */
public final class Reservation implements ReserveResult {
    private static final AtomicIntegerFieldUpdater<Reservation> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(Reservation.class, "settled");
    private static final CompletionStage<@Nullable Void> DONE = CompletableFuture.completedStage(null);
    private static final Receipt NO_RECEIPT = new Receipt() {
        @Override
        public long before(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public CompletionStage<?> replace(long[] units) {
            return DONE;
        }
    };
    private static final Reservation EMPTY = new Reservation(List.of(), NO_RECEIPT);

    static {
        // Everybody has this one, so that nobody may be told to have settled it.
        EMPTY.commit();
    }

    private final List<Charge> charges;
    private final Receipt receipt;
    private volatile int settled;

    /**
     * A reservation of charges that a store has taken.
     *
     * @param charges the charges, not changed afterwards
     * @param receipt what the store keeps of them
     */
    public Reservation(List<Charge> charges, Receipt receipt) {
        this.charges = charges;
        this.receipt = receipt;
    }

    /**
     * The reservation of no charge.
     *
     * @return a shared reservation that is settled already
     */
    public static Reservation empty() {
        return EMPTY;
    }

    /**
     * The same charges in a new reservation, to be used instead of this one, whose settlement settles shadows of it too:
     * charges that were taken elsewhere for the same call, to see what they would come to. What goes wrong with a shadow
     * concerns nobody, and it then stays charged.
     *
     * @param shadows the shadows, to be settled by nobody else
     * @param counters counters that only shadows may have, and that {@link #settle} takes note of, or ignores, where
     *     this reservation has no such charge
     * @return the new reservation
     */
    public Reservation withShadows(List<Reservation> shadows, Set<String> counters) {
        return new Reservation(charges, new ShadowedReceipt(receipt, shadows, counters));
    }

    /**
     * The charges that were taken, in the order of the limits.
     *
     * @return an unmodifiable list
     */
    public List<Charge> charges() {
        return charges;
    }

    /**
     * What a counter held just before its charge was taken.
     *
     * @param index which of the charges
     * @return units of the counter's scale
     */
    public long before(int index) {
        return receipt.before(index);
    }

    /**
     * What the store keeps of the charges; for stores.
     *
     * @return the receipt
     */
    public Receipt receipt() {
        return receipt;
    }

    /**
     * Keeps the charges as they are.
     *
     * @return true if this call settled the reservation, false if it was settled before
     */
    @CanIgnoreReturnValue
    public boolean commit() {
        return claim();
    }

    /**
     * Gives the charges back, each to the window in which it was taken.
     *
     * @return done when the store has given them back, at once if the reservation was settled before; completes
     *     exceptionally if the store could not, and then the charges stand
     */
    @CanIgnoreReturnValue
    public CompletionStage<?> release() {
        if (!claim()) {
            return DONE;
        }
        if (receipt instanceof ShadowedReceipt shadowed) {
            shadowed.releaseShadows();
        }
        return charges.isEmpty() ? DONE : receipt.replace(new long[charges.size()]);
    }

    /**
     * Puts the real amounts in the place of those reserved, and keeps the charges that are not named. The real amount
     * may exceed the limit: it is a fact, not a request.
     *
     * @param actual real amounts by counter name, zero or more; the name of a counter of the tool goes before that of
     *     an every-tool counter
     * @return done when the store has made the change, at once if the reservation was settled before; completes
     *     exceptionally if the store could not, and then the reserved amounts stand
     * @throws IllegalArgumentException if an amount is negative or too large to be counted, or no charge has such a
     *     counter; the reservation is then not settled
     */
    @CanIgnoreReturnValue
    public CompletionStage<?> settle(Map<String, BigDecimal> actual) {
        long[] units = charges.stream().mapToLong(Charge::units).toArray();
        actual.forEach((counter, amount) -> {
            int index = indexOf(counter);
            if (index < 0) {
                checkKnown(counter);
                return;
            }
            long exact = charges.get(index).key().definition().scale().unitsOf(amount);
            if (exact < 0) {
                throw new IllegalArgumentException("the amount for `" + counter + "` is negative or too large");
            }
            units[index] = exact;
        });
        if (!claim()) {
            return DONE;
        }
        if (receipt instanceof ShadowedReceipt shadowed) {
            shadowed.settleShadows(actual);
        }
        return charges.isEmpty() ? DONE : receipt.replace(units);
    }

    /**
     * Whether the reservation has been settled.
     *
     * @return true after the first settlement
     */
    public boolean isSettled() {
        return settled != 0;
    }

    private boolean claim() {
        return settled == 0 && SETTLED.compareAndSet(this, 0, 1);
    }

    private void checkKnown(String counter) {
        if (!(receipt instanceof ShadowedReceipt shadowed)
                || !shadowed.counters().contains(counter)) {
            throw new IllegalArgumentException("no charge of this call has the counter `" + counter + "`");
        }
    }

    /** Where a counter stands among the charges, that of a tool before that of every tool; below zero if nowhere. */
    int indexOf(String counter) {
        int everyTool = -1;
        for (int i = 0; i < charges.size(); i++) {
            CounterDefinition definition = charges.get(i).key().definition();
            if (definition.counter().equals(counter)) {
                if (definition.tool() != null) {
                    return i;
                }
                everyTool = i;
            }
        }
        return everyTool;
    }
}
