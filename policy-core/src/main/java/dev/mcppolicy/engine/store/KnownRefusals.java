package dev.mcppolicy.engine.store;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.RefusalOrder;
import dev.mcppolicy.counter.ReserveRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a store has refused a moment ago and would refuse again: an amount that a counter's window has no room for, or more of
 * it. It is known until the window has room, this process gives something back to the counter, or a second is over, by which
 * others may have given back and an operator may have reset it. Whoever asks on and on is then refused without the store.
 *
 * <p>The limit that is named refuses; of several that do, the store might have named one with a longer wait.
 */
final class KnownRefusals {
    private static final long LONGEST_MILLIS = 1_000;
    private static final int MOST = 4_096;

    private record Known(long units, long maxUnits, long fromMillis, long untilMillis, long roomMillis) {
        boolean refuses(Charge charge, long nowMillis) {
            return charge.units() >= units
                    && charge.maxUnits() <= maxUnits
                    && nowMillis >= fromMillis
                    && nowMillis < untilMillis;
        }
    }

    /** By the store: the engines of a process that share one hear of what each of them gives back. */
    private static final Map<CounterStore, KnownRefusals> BY_STORE = Collections.synchronizedMap(new WeakHashMap<>());

    private final Map<CounterKey, Known> known = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    private KnownRefusals() {}

    /** What is known of a store in this process. */
    static KnownRefusals of(CounterStore store) {
        return BY_STORE.computeIfAbsent(store, any -> new KnownRefusals());
    }

    /** How often something was forgotten; to be asked before the store is. */
    long changes() {
        return changes.get();
    }

    /** What the store would refuse a request by; null where it is to be asked. */
    @Nullable
    Refusal refusal(ReserveRequest request, long nowMillis) {
        if (request.hold() != null) {
            // It may have been taken before.
            return null;
        }
        List<Charge> charges = request.charges();
        return RefusalOrder.first(charges.size(), i -> waitMillis(charges.get(i), nowMillis));
    }

    private long waitMillis(Charge charge, long nowMillis) {
        if (charge.exceedsAlone()) {
            return Refusal.NEVER;
        }
        Known refused = known.isEmpty() ? null : known.get(charge.key());
        return refused != null && refused.refuses(charge, nowMillis)
                ? refused.roomMillis() - nowMillis
                : RefusalOrder.PASSES;
    }

    /**
     * Notes what the store has refused.
     *
     * @param changesBefore what {@link #changes} was before the store was asked
     */
    void note(ReserveRequest request, Refusal refusal, long nowMillis, long changesBefore) {
        long wait = refusal.retryAfterMillis();
        if (refusal.reason() != Refusal.Reason.LIMIT || wait <= 0) {
            return;
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        Charge charge = request.charges().get(refusal.index());
        long room = nowMillis + wait;
        if (room > nowMillis) {
            Known noted = new Known(
                    charge.units(), charge.maxUnits(), nowMillis, Math.min(room, nowMillis + LONGEST_MILLIS), room);
            known.put(charge.key(), noted);
            if (changes.get() != changesBefore) {
                // Something was given back meanwhile, and perhaps to this counter.
                known.remove(charge.key(), noted);
            }
        }
    }

    /** Forgets what is known of counters that may have more room now. */
    void forget(List<Charge> charges) {
        changes.incrementAndGet();
        for (Charge charge : charges) {
            known.remove(charge.key());
        }
    }
}
