package dev.mcppolicy.engine;

import dev.mcppolicy.model.Policy;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Holds the number of approvals that each caller has pending within a bound. Callers without identity share one. An
 * approval that expires loses its place, whether its caller comes again or not.
 */
final class PendingApprovals {
    private static final String ANONYMOUS = "anonymous";
    /** Over all engines, so that no ticket passes for one of another. */
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final int maxPerCaller;
    private final Map<String, Integer> countByCaller = new HashMap<>();
    private final NavigableSet<Ticket> byExpiry =
            new TreeSet<>(Comparator.comparing(Ticket::expiresAt).thenComparing(ticket -> ticket.number));

    PendingApprovals(int maxPerCaller) {
        this.maxPerCaller = maxPerCaller;
    }

    /** One pending approval's place among its caller's. */
    static final class Ticket {
        private final String caller;
        private final Policy policy;
        private final Instant expiresAt;
        private final long number;

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
    }

    /** A place for another approval of the caller, or null if it has too many. Clears the places of all that expired. */
    synchronized @Nullable Ticket tryAdd(Caller caller, Policy policy, Instant now, Instant expiresAt) {
        while (!byExpiry.isEmpty() && !byExpiry.first().expiresAt.isAfter(now)) {
            remove(byExpiry.first());
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

    /** Gives a place up; does nothing the second time. */
    synchronized void remove(Ticket ticket) {
        if (byExpiry.remove(ticket)) {
            countByCaller.computeIfPresent(ticket.caller, (caller, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized int size() {
        return byExpiry.size();
    }

    synchronized int callers() {
        return countByCaller.size();
    }
}
