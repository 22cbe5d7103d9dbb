package dev.mcppolicy.engine.judgement;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.Settlement;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.engine.store.FailureLog;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The charges and places of one call, with those that were taken for it in shadow mode: all are settled together, by
 * whoever comes first. Also knows whether the end of the call has been told.
 */
public final class CallSettlement implements Settlement {
    private static final AtomicIntegerFieldUpdater<CallSettlement> FINISHED =
            AtomicIntegerFieldUpdater.newUpdater(CallSettlement.class, "finished");

    private static final AtomicReferenceFieldUpdater<CallSettlement, long[]> SETTLED =
            AtomicReferenceFieldUpdater.newUpdater(CallSettlement.class, long[].class, "settled");
    /** The charges stand as they were reserved. */
    private static final long[] AS_RESERVED = {};

    private final Reservation own;
    /** Names of counters that only a policy in shadow mode may have. */
    private final Set<String> shadowCounters;
    /** What was charged in shadow mode. Written before anybody else has this settlement. */
    private List<Reservation> shadow = List.of();

    private volatile int finished;
    /** Real amounts of a call that still runs, and holds its places until it has ended. */
    private volatile @Nullable Map<String, BigDecimal> noted;

    private volatile @Nullable Future<?> renewal;
    /** What the charges come to in the end, in units by index, once they are settled; {@link #AS_RESERVED} for no change. */
    private volatile long @Nullable [] settled;

    private CallSettlement(Reservation own, Set<String> shadowCounters) {
        this.own = own;
        this.shadowCounters = shadowCounters;
    }

    /** For calls that are charged nothing and of which nobody hears, which share it. */
    public static CallSettlement shared(Set<String> shadowCounters) {
        return new CallSettlement(Reservation.empty(), shadowCounters);
    }

    /** The settlement of one call alone. */
    public static CallSettlement of(Reservation reservation, Set<String> shadowCounters) {
        Reservation own = reservation == Reservation.empty()
                ? new Reservation(reservation.request(), reservation.receipt())
                : reservation;
        return new CallSettlement(own, shadowCounters);
    }

    /** Ties charges to these that were taken in shadow mode. */
    public void add(List<Reservation> chargedInShadow) {
        shadow = chargedInShadow;
    }

    /** Whether this is the first word of how the call ended. */
    public boolean finish() {
        return finished == 0 && FINISHED.compareAndSet(this, 0, 1);
    }

    @Override
    public List<Charge> charges() {
        return own.charges();
    }

    @Override
    public long before(int index) {
        return own.before(index);
    }

    /** Whether the call holds places, be it in shadow mode. */
    public boolean hasPlaces() {
        if (!own.request().places().isEmpty()) {
            return true;
        }
        for (Reservation reservation : shadow) {
            if (!reservation.request().places().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What holds places until it is settled: the call's own reservation, and those in shadow mode. */
    public Stream<Reservation> placed() {
        return Stream.concat(Stream.of(own), shadow.stream())
                .filter(reservation -> !reservation.request().places().isEmpty());
    }

    /** Whether a reservation is the call's own, and not one in shadow mode. */
    @SuppressWarnings("ReferenceEquality") // a reservation is itself alone
    public boolean isOwn(Reservation reservation) {
        return reservation == own;
    }

    /** Ties what renews the places to the settlement, which ends it. */
    public void renewedBy(Future<?> task) {
        renewal = task;
        if (own.isSettled()) {
            task.cancel(false);
        }
    }

    /**
     * Puts the real amounts in the place of those reserved while the call runs: at once, or, where it holds places until
     * it has ended, by then.
     *
     * @throws IllegalArgumentException as {@link #settle}
     */
    CompletionStage<?> settleRunning(Map<String, BigDecimal> actual) {
        if (!hasPlaces()) {
            return settle(actual);
        }
        long[] unused = units(actual);
        synchronized (this) {
            if (noted == null) {
                noted = Map.copyOf(actual);
            }
        }
        return Receipt.DONE;
    }

    @Override
    @CanIgnoreReturnValue
    public CompletionStage<?> commit() {
        Map<String, BigDecimal> actual = noted;
        if (actual != null) {
            return settle(actual);
        }
        if (!claim(AS_RESERVED)) {
            return Receipt.DONE;
        }
        shadow.forEach(shadow -> attempt(shadow::commit));
        return own.request().isEmpty() ? Receipt.DONE : own.receipt().keep();
    }

    @Override
    @CanIgnoreReturnValue
    public CompletionStage<?> release() {
        Map<String, BigDecimal> actual = noted;
        if (actual != null) {
            return settle(actual);
        }
        long[] nothing = new long[own.charges().size()];
        if (!claim(nothing)) {
            return Receipt.DONE;
        }
        shadow.forEach(shadow -> attempt(shadow::release));
        return replaced(nothing);
    }

    @Override
    @CanIgnoreReturnValue
    public CompletionStage<?> settle(Map<String, BigDecimal> actual) {
        long[] units = units(actual);
        if (!claim(units)) {
            return Receipt.DONE;
        }
        shadow.forEach(shadow -> attempt(() -> shadow.settle(countable(shadow, actual))));
        return replaced(units);
    }

    @Override
    public boolean isSettled() {
        return own.isSettled();
    }

    /**
     * The charges in units, with real amounts in the place of some.
     *
     * @throws IllegalArgumentException as {@link #settle}
     */
    long[] units(Map<String, BigDecimal> actual) {
        Map<String, BigDecimal> mine = new HashMap<>(actual);
        mine.keySet().removeIf(counter -> own.countOf(counter) == 0 && shadowCounters.contains(counter));
        return own.units(mine);
    }

    /**
     * Checks real amounts, so that what then fails is the store's failure.
     *
     * @throws IllegalArgumentException as {@link #settle}
     */
    public static void check(Settlement settlement, Map<String, BigDecimal> actual) {
        if (settlement instanceof CallSettlement call) {
            long[] unused = call.units(actual);
        } else if (settlement instanceof Reservation reservation) {
            long[] unused = reservation.units(actual);
        }
    }

    /** As {@link Settlement#settle}, of a call that still runs. */
    public static CompletionStage<?> settleRunning(Settlement settlement, Map<String, BigDecimal> actual) {
        return settlement instanceof CallSettlement call ? call.settleRunning(actual) : settlement.settle(actual);
    }

    /** Settles by whoever comes first; what the charges come to is known before anybody sees that they are settled. */
    private boolean claim(long[] units) {
        boolean isFirst = SETTLED.compareAndSet(this, null, units) && own.claim();
        Future<?> task = renewal;
        if (isFirst && task != null) {
            task.cancel(false);
        }
        return isFirst;
    }

    /** What became of the charges; as they were reserved, where nobody has settled them. */
    public List<OutcomeEvent.Settled> settledCharges() {
        List<Charge> charges = own.charges();
        Map<String, BigDecimal> actual = noted;
        long[] units = settled == null && actual != null ? units(actual) : settled;
        List<OutcomeEvent.Settled> amounts = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            amounts.add(
                    OutcomeEvent.Settled.of(charge, units == null || units == AS_RESERVED ? charge.units() : units[i]));
        }
        return amounts;
    }

    /** Once the reservation is claimed. */
    private CompletionStage<?> replaced(long[] units) {
        return own.request().isEmpty() ? Receipt.DONE : own.receipt().replace(units);
    }

    /** The real amounts that a reservation in shadow mode can count. */
    private static Map<String, BigDecimal> countable(Reservation shadow, Map<String, BigDecimal> actual) {
        Map<String, BigDecimal> known = new HashMap<>();
        actual.forEach((counter, amount) -> {
            if (isCountable(shadow, counter, amount)) {
                known.put(counter, amount);
            }
        });
        return known;
    }

    private static boolean isCountable(Reservation shadow, String counter, BigDecimal amount) {
        try {
            return shadow.units(Map.of(counter, amount)).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void attempt(Supplier<CompletionStage<?>> settlement) {
        try {
            settlement.get().whenComplete((done, failure) -> {
                if (failure != null) {
                    failed(failure);
                }
            });
        } catch (Throwable e) {
            failed(e);
        }
    }

    private static void failed(Throwable failure) {
        FailureLog.warning(
                "charges in shadow mode could not be settled, and stand, as places do until their lease ends", failure);
    }

    /** What was charged, and what stood in the counters before, in the order of the limits. */
    public static List<DecisionEvent.Charged> charged(Settlement settlement) {
        List<Charge> charges = settlement.charges();
        List<DecisionEvent.Charged> charged = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            charged.add(DecisionEvent.Charged.of(charges.get(i), settlement.before(i)));
        }
        return charged;
    }
}
