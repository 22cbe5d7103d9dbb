package dev.mcppolicy.counter;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
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
public final class Reservation implements ReserveResult, Settlement {
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

    @Override
    public List<Charge> charges() {
        return charges;
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
    public boolean commit() {
        return claim();
    }

    @Override
    @CanIgnoreReturnValue
    public CompletionStage<?> release() {
        if (!claim()) {
            return DONE;
        }
        return charges.isEmpty() ? DONE : receipt.replace(new long[charges.size()]);
    }

    @Override
    @CanIgnoreReturnValue
    public CompletionStage<?> settle(Map<String, BigDecimal> actual) {
        long[] units = units(actual);
        return !claim() || charges.isEmpty() ? DONE : receipt.replace(units);
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
        long[] units = charges.stream().mapToLong(Charge::units).toArray();
        BitSet named = new BitSet();
        actual.forEach((counter, amount) -> {
            int index = indexOf(counter);
            if (named.get(index)) {
                throw new IllegalArgumentException("the counter of `" + counter + "` is named twice");
            }
            named.set(index);
            units[index] = charges.get(index).key().definition().scale().unitsOf(amount);
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
                charges.stream().filter(charge -> isCalled(charge, counter)).count();
    }

    @Override
    public boolean isSettled() {
        return settled != 0;
    }

    private boolean claim() {
        return settled == 0 && SETTLED.compareAndSet(this, 0, 1);
    }

    private int indexOf(String counter) {
        int found = -1;
        for (int i = 0; i < charges.size(); i++) {
            if (isCalled(charges.get(i), counter)) {
                if (found >= 0) {
                    throw new IllegalArgumentException("this call charges two counters called `" + counter + "`: name `"
                            + qualified(charges.get(found)) + "` or `" + qualified(charges.get(i)) + "`");
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
