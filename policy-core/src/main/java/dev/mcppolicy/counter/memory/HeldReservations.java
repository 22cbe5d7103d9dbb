package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reservations that can be found by the name of their operation, until their deadline. What has no name is not here, and
 * costs one look at the next deadline. Names of what is settled are remembered in case the request is sent again, and the
 * more of them there are, the sooner they are forgotten: whoever asks much must not fill the memory.
 */
final class HeldReservations {
    private static final int FIRST_FORGOTTEN = 10_000;

    private record Deadline(OperationId id, Hold hold, Reservation reservation) {}

    private final Map<OperationId, Reservation> byId = new HashMap<>();
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>(
            Comparator.comparingLong(deadline -> deadline.hold().untilMillis()));
    private volatile long nextMillis = Long.MAX_VALUE;
    private int forgetAt = FIRST_FORGOTTEN;

    /** Does what is due at deadlines that are past. */
    void settleDue(long nowMillis) {
        if (nowMillis >= nextMillis) {
            settle(nowMillis);
        }
    }

    private synchronized void settle(long nowMillis) {
        while (!deadlines.isEmpty() && deadlines.element().hold().untilMillis() <= nowMillis) {
            Deadline due = deadlines.remove();
            byId.remove(due.id());
            if (due.hold().then() == Hold.Then.RELEASE) {
                due.reservation().release();
            } else {
                due.reservation().commit();
            }
        }
        nextMillis = deadlines.isEmpty()
                ? Long.MAX_VALUE
                : deadlines.element().hold().untilMillis();
    }

    /** What a request has taken under its name, or takes now. */
    synchronized ReserveResult once(
            ReserveRequest request, Hold hold, long nowMillis, Supplier<? extends ReserveResult> attempt) {
        Reservation first = byId.get(hold.id());
        if (first != null) {
            if (!first.request().equals(request)) {
                throw new IllegalArgumentException("an operation's id stands for one request");
            }
            return first;
        }
        if (hold.untilMillis() <= nowMillis) {
            throw new IllegalArgumentException("the deadline of the request is past");
        }
        ReserveResult result = attempt.get();
        if (result instanceof Reservation taken) {
            forgetSettled();
            byId.put(hold.id(), taken);
            deadlines.add(new Deadline(hold.id(), hold, taken));
            nextMillis = deadlines.element().hold().untilMillis();
        }
        return result;
    }

    private void forgetSettled() {
        if (byId.size() >= forgetAt) {
            byId.values().removeIf(Reservation::isSettled);
            deadlines.removeIf(deadline -> !byId.containsKey(deadline.id()));
            forgetAt = Math.max(FIRST_FORGOTTEN, 2 * byId.size());
        }
    }

    int size() {
        return byId.size();
    }

    /** What is held under a name and has not been settled, or null. */
    synchronized @Nullable Reservation find(OperationId id) {
        Reservation held = byId.get(id);
        return held == null || held.isSettled() ? null : held;
    }

    /** Puts others in the place of charges that are held, which nobody else does meanwhile. */
    synchronized ReserveResult instead(Reservation held, Supplier<? extends ReserveResult> attempt) {
        if (!(held.receipt() instanceof MemoryReceipt receipt)) {
            return attempt.get();
        }
        synchronized (receipt.lock()) {
            if (!held.charges().isEmpty() && (held.isSettled() || !receipt.isWhole())) {
                throw new IllegalStateException("the reservation is settled");
            }
            ReserveResult result = attempt.get();
            if (result instanceof Reservation) {
                receipt.spend();
                if (held.claim() && receipt instanceof MemoryReceipt.Placed placed) {
                    placed.free();
                }
            }
            return result;
        }
    }
}
