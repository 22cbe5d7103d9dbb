package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which places. One lock for all: it is held for a few instructions, and by calls that run one at a time or few
 * at once. Charges are taken with the lock held, so that places and charges are one step.
 */
final class PlaceTable {
    private static final int FIRST_SWEEP = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    /** By place, until when each holder's lease runs; none without a holder, but for those whose leases have ended. */
    private final Map<PlaceKey, Map<MemoryReceipt.Placed, Long>> holders = new HashMap<>();

    private int sweepAt = FIRST_SWEEP;

    /** Takes the charges of an attempt together with its places, or nothing. */
    ReserveResult take(JointCharge attempt, List<Place> places, long nowMillis) {
        lock.lock();
        try {
            Refusal taken = taken(places, nowMillis);
            if (taken != null) {
                Refusal refusal = attempt.wouldRefuse();
                return refusal != null && isHopeless(refusal) ? refusal : taken;
            }
            ReserveResult result = attempt.take();
            return result instanceof Reservation charged ? placed(charged, places, nowMillis) : result;
        } finally {
            lock.unlock();
        }
    }

    /** What {@link #take} would be refused by, or null. */
    @Nullable
    Refusal wouldRefuse(JointCharge attempt, List<Place> places, long nowMillis) {
        Refusal refusal = attempt.wouldRefuse();
        if (refusal != null && isHopeless(refusal)) {
            return refusal;
        }
        lock.lock();
        try {
            Refusal taken = taken(places, nowMillis);
            return taken == null ? refusal : taken;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isHopeless(Refusal refusal) {
        return refusal.reason() == Refusal.Reason.LIMIT && refusal.retryAfterMillis() == Refusal.NEVER;
    }

    private @Nullable Refusal taken(List<Place> places, long nowMillis) {
        for (int i = 0; i < places.size(); i++) {
            Map<MemoryReceipt.Placed, Long> present = holders.get(places.get(i).key());
            if (present != null) {
                present.values().removeIf(end -> end <= nowMillis);
                if (present.size() >= places.get(i).max()) {
                    return new Refusal(i, Refusal.Reason.PLACE_TAKEN, Refusal.NEVER);
                }
            }
        }
        return null;
    }

    private Reservation placed(Reservation charged, List<Place> places, long nowMillis) {
        MemoryReceipt.Placed receipt = new MemoryReceipt.Placed((MemoryReceipt) charged.receipt(), this, places);
        for (Place place : places) {
            holders.computeIfAbsent(place.key(), key -> new HashMap<>()).put(receipt, leaseEnd(place, nowMillis));
        }
        if (holders.size() >= sweepAt) {
            holders.values().removeIf(ends -> {
                ends.values().removeIf(end -> end <= nowMillis);
                return ends.isEmpty();
            });
            sweepAt = Math.max(FIRST_SWEEP, 2 * holders.size());
        }
        return new Reservation(charged.request(), receipt);
    }

    private static long leaseEnd(Place place, long nowMillis) {
        long end = nowMillis + place.leaseMillis();
        return end < nowMillis ? Long.MAX_VALUE : end;
    }

    /** Has the leases count from an instant; false if one has ended, or the places have been given back. */
    boolean renew(MemoryReceipt.Placed receipt, long nowMillis) {
        lock.lock();
        try {
            boolean isHeld = true;
            for (Place place : receipt.places()) {
                Map<MemoryReceipt.Placed, Long> present = holders.getOrDefault(place.key(), Map.of());
                Long end = present.get(receipt);
                if (end == null || end <= nowMillis) {
                    isHeld = false;
                } else {
                    present.put(receipt, Math.max(end, leaseEnd(place, nowMillis)));
                }
            }
            return isHeld;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the places back. */
    void free(MemoryReceipt.Placed receipt) {
        lock.lock();
        try {
            for (Place place : receipt.places()) {
                holders.computeIfPresent(place.key(), (key, present) -> {
                    present.remove(receipt);
                    return present.isEmpty() ? null : present;
                });
            }
        } finally {
            lock.unlock();
        }
    }
}
