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
    /** Whoever asks for what there is no room for has all places looked at no more often. */
    private static final long BETWEEN_SWEEPS_MILLIS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    /** By place, until when each holder's lease runs; none without a holder, but for those whose leases have ended. */
    private final Map<PlaceKey, Map<MemoryReceipt.Placed, Long>> holders = new HashMap<>();

    private final PlaceRoom room;
    private int sweepAt = FIRST_SWEEP;
    /** From when on all places are looked at again for one that wants room. */
    private long sweepFromMillis = Long.MIN_VALUE;

    /**
     * A table in which nobody holds a place.
     *
     * @param mostAtWill how many places may be held that callers can open at will
     * @param mostPerPayer how many of them by one payer in one namespace
     */
    PlaceTable(int mostAtWill, int mostPerPayer) {
        this.room = new PlaceRoom(mostAtWill, mostPerPayer);
    }

    /** Takes the charges of an attempt together with its places, or nothing. */
    ReserveResult take(JointCharge attempt, List<Place> places, String payer, long nowMillis) {
        lock.lock();
        try {
            Refusal refusal = refusal(attempt, places, payer, nowMillis);
            if (refusal != null) {
                return refusal;
            }
            ReserveResult result = attempt.take();
            return result instanceof Reservation charged ? placed(charged, places, payer, nowMillis) : result;
        } finally {
            lock.unlock();
        }
    }

    /** What {@link #take} would be refused by, or null. */
    @Nullable
    Refusal wouldRefuse(JointCharge attempt, List<Place> places, String payer, long nowMillis) {
        lock.lock();
        try {
            Refusal refusal = refusal(attempt, places, payer, nowMillis);
            return refusal == null ? attempt.wouldRefuse() : refusal;
        } finally {
            lock.unlock();
        }
    }

    /** The refusal to report where there is no place; null where there is one, whatever the limits say. */
    private @Nullable Refusal refusal(JointCharge attempt, List<Place> places, String payer, long nowMillis) {
        Refusal taken = taken(places, nowMillis);
        if (taken != null) {
            Refusal limit = attempt.wouldRefuse();
            return limit != null && isHopeless(limit) ? limit : taken;
        }
        Refusal full = full(places, payer, nowMillis);
        if (full != null) {
            Refusal limit = attempt.wouldRefuse();
            return limit == null ? full : limit;
        }
        return null;
    }

    private static boolean isHopeless(Refusal refusal) {
        return refusal.reason() == Refusal.Reason.LIMIT && refusal.retryAfterMillis() == Refusal.NEVER;
    }

    private @Nullable Refusal taken(List<Place> places, long nowMillis) {
        for (int i = 0; i < places.size(); i++) {
            PlaceKey key = places.get(i).key();
            Map<MemoryReceipt.Placed, Long> present = holders.get(key);
            if (present != null) {
                dropDead(key, present, nowMillis);
                if (present.size() >= places.get(i).max()) {
                    return new Refusal(i, Refusal.Reason.PLACE_TAKEN, Refusal.NEVER);
                }
            }
        }
        return null;
    }

    private @Nullable Refusal full(List<Place> places, String payer, long nowMillis) {
        int lacking = room.lacking(places, payer);
        if (lacking >= 0 && nowMillis >= sweepFromMillis) {
            sweep(nowMillis);
            lacking = room.lacking(places, payer);
        }
        return lacking < 0 ? null : new Refusal(lacking, Refusal.Reason.PLACES_FULL, Refusal.NEVER);
    }

    private Reservation placed(Reservation charged, List<Place> places, String payer, long nowMillis) {
        MemoryReceipt.Placed receipt = new MemoryReceipt.Placed((MemoryReceipt) charged.receipt(), this, places, payer);
        for (Place place : places) {
            holders.computeIfAbsent(place.key(), key -> new HashMap<>()).put(receipt, leaseEnd(place, nowMillis));
            room.take(place.key(), payer);
        }
        if (holders.size() >= sweepAt) {
            sweep(nowMillis);
            sweepAt = Math.max(FIRST_SWEEP, 2 * holders.size());
        }
        return new Reservation(charged.request(), receipt);
    }

    private void sweep(long nowMillis) {
        holders.entrySet().removeIf(entry -> {
            dropDead(entry.getKey(), entry.getValue(), nowMillis);
            return entry.getValue().isEmpty();
        });
        sweepFromMillis = nowMillis + BETWEEN_SWEEPS_MILLIS;
    }

    private void dropDead(PlaceKey key, Map<MemoryReceipt.Placed, Long> present, long nowMillis) {
        present.entrySet().removeIf(entry -> {
            boolean isDead = entry.getValue() <= nowMillis;
            if (isDead) {
                room.give(key, entry.getKey().payer());
            }
            return isDead;
        });
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

    /** How many calls hold a place. */
    int held(PlaceKey key, long nowMillis) {
        lock.lock();
        try {
            return (int) holders.getOrDefault(key, Map.of()).values().stream()
                    .filter(end -> end > nowMillis)
                    .count();
        } finally {
            lock.unlock();
        }
    }

    /** Has no lease end later than if it were renewed at an instant, to which the clock was put back. */
    void rewind(long nowMillis) {
        lock.lock();
        try {
            sweepFromMillis = Long.MIN_VALUE;
            holders.forEach((key, present) -> present.replaceAll((receipt, end) -> receipt.places().stream()
                    .filter(place -> place.key().equals(key))
                    .mapToLong(place -> Math.min(end, leaseEnd(place, nowMillis)))
                    .min()
                    .orElse(end)));
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
                    if (present.remove(receipt) != null) {
                        room.give(key, receipt.payer());
                    }
                    return present.isEmpty() ? null : present;
                });
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody is known to hold a place, nor to have held one that was not given back. */
    boolean isEmpty() {
        lock.lock();
        try {
            return holders.isEmpty() && room.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
