package dev.mcppolicy.counter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A receipt beside the shadows of its charges. Nothing that a shadow does changes what becomes of the charges. */
final class ShadowedReceipt implements Receipt {
    private static final Logger LOG = System.getLogger(Reservation.class.getName());

    private final Receipt own;
    private final List<Reservation> shadows;
    private final Set<String> counters;

    /** The receipt itself, or one that has shadows already, which are kept. */
    ShadowedReceipt(Receipt receipt, List<Reservation> shadows, Set<String> counters) {
        if (receipt instanceof ShadowedReceipt before) {
            List<Reservation> all = new ArrayList<>(before.shadows);
            all.addAll(shadows);
            this.own = before.own;
            this.shadows = List.copyOf(all);
            this.counters = union(before.counters, counters);
        } else {
            this.own = receipt;
            this.shadows = List.copyOf(shadows);
            this.counters = Collections.unmodifiableSet(new HashSet<>(counters));
        }
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        Set<String> all = new HashSet<>(left);
        all.addAll(right);
        return Collections.unmodifiableSet(all);
    }

    Set<String> counters() {
        return counters;
    }

    @Override
    public long before(int index) {
        return own.before(index);
    }

    @Override
    public CompletionStage<?> replace(long[] units) {
        return own.replace(units);
    }

    void releaseShadows() {
        shadows.forEach(shadow -> attempt(shadow::release));
    }

    /** Puts the real amounts where a shadow has such a counter and can count them. */
    void settleShadows(Map<String, BigDecimal> actual) {
        shadows.forEach(shadow -> attempt(() -> shadow.settle(countable(shadow, actual))));
    }

    private static Map<String, BigDecimal> countable(Reservation shadow, Map<String, BigDecimal> actual) {
        Map<String, BigDecimal> known = new HashMap<>();
        actual.forEach((counter, amount) -> {
            int index = shadow.indexOf(counter);
            if (index >= 0
                    && shadow.charges().get(index).key().definition().scale().unitsOf(amount) >= 0) {
                known.put(counter, amount);
            }
        });
        return known;
    }

    private static void attempt(Supplier<CompletionStage<?>> settlement) {
        try {
            settlement.get().whenComplete((done, failure) -> {
                if (failure != null) {
                    warn(failure);
                }
            });
        } catch (Throwable e) {
            warn(e);
        }
    }

    private static void warn(Throwable failure) {
        try {
            LOG.log(Level.WARNING, "charges in audit mode could not be settled, and stand", failure);
        } catch (Throwable e) {
            // There is nowhere left to say it, and the charges in force are still to be settled.
        }
    }
}
