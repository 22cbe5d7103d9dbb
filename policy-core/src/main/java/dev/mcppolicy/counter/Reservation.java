package dev.mcppolicy.counter;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * The charges and places of one call, taken together. They count from the moment they are taken; the reservation only
 * says what becomes of them. It is settled once, by {@link #commit}, {@link #release} or {@link #settle}; a second settlement does
 * nothing, and a reservation that is never settled stays charged.
 *
 * <p>This class is threadsafe. Of two settlements at the same moment one counts; the other may return before the first
 * has changed a counter.
 */
public final class Reservation implements ReserveResult, Settlement {
    private static final AtomicIntegerFieldUpdater<Reservation> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(Reservation.class, "settled");
    private static final Receipt NO_RECEIPT = new Receipt() {
        @Override
        public long before(int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public CompletionStage<?> replace(long[] units) {
            return Receipt.DONE;
        }
    };
    private static final Reservation EMPTY = new Reservation(ReserveRequest.of(List.of()), NO_RECEIPT);

    static {
        // Everybody has this one, so that nobody may be told to have settled it.
        EMPTY.settled = 1;
    }

    private final ReserveRequest request;
    private final Receipt receipt;
    private volatile int settled;

    /**
     * A reservation of what a store has taken.
     *
     * @param request the charges and places
     * @param receipt what the store keeps of them
     */
    public Reservation(ReserveRequest request, Receipt receipt) {
        this.request = request;
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
     * What was asked for.
     *
     * @return the charges and places, and by what name others may settle them
     */
    public ReserveRequest request() {
        return request;
    }

    @Override
    public List<Charge> charges() {
        return request.charges();
    }

    @Override
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

    @Override
    @CanIgnoreReturnValue
    public CompletionStage<?> commit() {
        return claim() && !request.isEmpty() ? receipt.keep() : Receipt.DONE;
    }

    @Override
    @CanIgnoreReturnValue
    public CompletionStage<?> release() {
        return claim() && !request.isEmpty()
                ? receipt.replace(new long[charges().size()])
                : Receipt.DONE;
    }

    @Override
    @CanIgnoreReturnValue
    public CompletionStage<?> settle(Map<String, BigDecimal> actual) {
        long[] units = units(actual);
        return claim() && !request.isEmpty() ? receipt.replace(units) : Receipt.DONE;
    }

    /**
     * What the charges come to with real amounts in the place of some.
     *
     * @param actual real amounts, zero or more, by the counter's name, or by {@code tool/counter}, with {@code _global}
     *     for every tool
     * @return units by index of the charge
     * @throws IllegalArgumentException if an amount is negative or too large to be counted, or a name is that of no
     *     charge or of more than one
     */
    public long[] units(Map<String, BigDecimal> actual) {
        long[] units = charges().stream().mapToLong(Charge::units).toArray();
        BitSet named = new BitSet();
        actual.forEach((counter, amount) -> {
            int index = indexOf(counter);
            if (named.get(index)) {
                throw new IllegalArgumentException("the counter of `" + counter + "` is named twice");
            }
            named.set(index);
            units[index] = charges().get(index).key().definition().scale().unitsOf(amount);
            if (units[index] < 0) {
                throw new IllegalArgumentException("the amount for `" + counter + "` is negative or too large");
            }
        });
        return units;
    }

    /**
     * How many of the charges a name means.
     *
     * @param counter a name, as in {@link #units}
     * @return the number of charges so called
     */
    public int countOf(String counter) {
        return (int)
                charges().stream().filter(charge -> isCalled(charge, counter)).count();
    }

    @Override
    public boolean isSettled() {
        return settled != 0;
    }

    /**
     * Takes the right to settle, without settling. For whoever settles by {@link #receipt} itself, as the engine does.
     *
     * @return true for the first who asks, who then calls {@link Receipt#keep} or {@link Receipt#replace} once
     */
    public boolean claim() {
        return settled == 0 && SETTLED.compareAndSet(this, 0, 1);
    }

    private int indexOf(String counter) {
        int found = -1;
        for (int i = 0; i < charges().size(); i++) {
            if (isCalled(charges().get(i), counter)) {
                if (found >= 0) {
                    throw new IllegalArgumentException("this call charges two counters called `" + counter + "`: name `"
                            + qualified(charges().get(found)) + "` or `"
                            + qualified(charges().get(i)) + "`");
                }
                found = i;
            }
        }
        if (found < 0) {
            throw new IllegalArgumentException("no charge of this call has the counter `" + counter + "`");
        }
        return found;
    }

    private static boolean isCalled(Charge charge, String counter) {
        return charge.key().definition().counter().equals(counter)
                || qualified(charge).equals(counter);
    }

    private static String qualified(Charge charge) {
        return charge.key().definition().qualifiedName();
    }
}
