package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The approvals that wait for an answer: what is held for each, and how many each caller has, which is bounded. Callers
 * without identity share one bound. An approval is taken out by its first answer; one that expires loses its place when
 * another comes, whether its caller comes again or not. Its answer, which can only be a denial by then, still gives back
 * what it holds for {@link #LATE}; after that it is abandoned, and what it holds stands.
 *
 * <p>This class is threadsafe.
 */
final class PendingApprovals {
    private static final String ANONYMOUS = "anonymous";
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** How long after it expired an approval that nobody has answered is remembered. */
    static final Duration LATE = Duration.ofHours(1);

    private final int maxPerCaller;
    private final Map<String, Integer> countByCaller = new HashMap<>();
    private final Map<String, Ticket> byId = new HashMap<>();
    /** Those without a place that can still be answered, about in the order in which they expired. */
    private final Queue<Ticket> expired = new ArrayDeque<>();

    private final NavigableSet<Ticket> byExpiry =
            new TreeSet<>(Comparator.comparing(Ticket::expiresAt).thenComparing(ticket -> ticket.number));

    PendingApprovals(int maxPerCaller) {
        this.maxPerCaller = maxPerCaller;
    }

    /** One pending approval's place among its caller's, with what is held for it. */
    static final class Ticket {
        private final String caller;
        private final Policy policy;
        private final Instant expiresAt;
        private final long number;
        private @Nullable String id;
        private Reservation reservation = Reservation.empty();
        private List<Reservation> audited = List.of();
        private DecisionEvent.@Nullable Answer answer;

        private Ticket(String caller, Policy policy, Instant expiresAt, long number) {
            this.caller = caller;
            this.policy = policy;
            this.expiresAt = expiresAt;
            this.number = number;
        }

        Instant expiresAt() {
            return expiresAt;
        }

        /** The policy that asks. */
        Policy policy() {
            return policy;
        }

        /** What the call is charged while it waits. */
        Reservation reservation() {
            return reservation;
        }

        /** What was charged for the call in audit mode. */
        List<Reservation> audited() {
            return audited;
        }

        /** What is known of the answer. */
        DecisionEvent.@Nullable Answer answer() {
            return answer;
        }

        /** Gives back what the call is charged; what was charged in audit mode stands, as for a call that is denied. */
        void release() {
            CompletableFuture<?> unused = CallSettlement.releaseOrLog(reservation::release);
        }
    }

    /** A place for another approval of the caller, or null if it has too many. Clears the places of all that expired. */
    synchronized @Nullable Ticket tryAdd(Caller caller, Policy policy, Instant now, Instant expiresAt) {
        while (!byExpiry.isEmpty() && !byExpiry.first().expiresAt.isAfter(now)) {
            Ticket first = byExpiry.first();
            leave(first);
            if (first.id != null) {
                expired.add(first);
            }
        }
        while (!expired.isEmpty() && !expired.peek().expiresAt.plus(LATE).isAfter(now)) {
            String abandoned = expired.remove().id;
            if (abandoned != null) {
                byId.remove(abandoned);
            }
        }
        String identity = Objects.requireNonNullElse(caller.identity(), ANONYMOUS);
        if (countByCaller.getOrDefault(identity, 0) >= maxPerCaller) {
            return null;
        }
        Ticket ticket = new Ticket(identity, policy, expiresAt, NUMBERS.incrementAndGet());
        byExpiry.add(ticket);
        countByCaller.merge(identity, 1, Integer::sum);
        return ticket;
    }

    /** Notes what is held for an approval, which can be answered from now on. */
    synchronized void hold(Ticket ticket, String id, Reservation reservation) {
        ticket.id = id;
        ticket.reservation = reservation;
        byId.put(id, ticket);
        if (!byExpiry.contains(ticket)) {
            expired.add(ticket);
        }
    }

    /** Notes what was charged in audit mode for an approval that waits. */
    synchronized void holdAudited(String id, List<Reservation> reservations) {
        Ticket ticket = byId.get(id);
        if (ticket != null) {
            ticket.audited = reservations;
        }
    }

    /** Notes what is known of the answer to an approval that waits, before it is taken out for that. */
    synchronized void answered(String id, DecisionEvent.Answer answer) {
        Ticket ticket = byId.get(id);
        if (ticket != null) {
            ticket.answer = answer;
        }
    }

    /** Takes an approval out, for its first answer; null if it does not wait here, or no longer. */
    synchronized @Nullable Ticket take(String id) {
        Ticket ticket = byId.remove(id);
        if (ticket != null) {
            leave(ticket);
        }
        return ticket;
    }

    /** Gives a place up that was taken for nothing; does nothing the second time. */
    synchronized void remove(Ticket ticket) {
        leave(ticket);
    }

    private void leave(Ticket ticket) {
        if (byExpiry.remove(ticket)) {
            countByCaller.computeIfPresent(ticket.caller, (caller, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized int size() {
        return byExpiry.size();
    }

    /** How many approvals can still be answered, those included that expired and are remembered. */
    synchronized int answerable() {
        return byId.size();
    }

    synchronized int callers() {
        return countByCaller.size();
    }
}
