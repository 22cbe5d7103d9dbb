package dev.mcppolicy.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Holds the number of approvals that each caller has pending within a bound. Callers without identity share one. */
final class PendingApprovals {
    private static final String ANONYMOUS = "anonymous";

    private final int maxPerCaller;
    private final ConcurrentMap<String, List<Ticket>> tickets = new ConcurrentHashMap<>();

    PendingApprovals(int maxPerCaller) {
        this.maxPerCaller = maxPerCaller;
    }

    /** One pending approval's place among its caller's. */
    static final class Ticket {
        private final String caller;
        private final Instant expiresAt;

        private Ticket(String caller, Instant expiresAt) {
            this.caller = caller;
            this.expiresAt = expiresAt;
        }

        Instant expiresAt() {
            return expiresAt;
        }
    }

    /** A place for another approval of the caller, or null if it has too many. An approval that expires loses its own. */
    @Nullable
    Ticket tryAdd(Caller caller, Instant now, Instant expiresAt) {
        Ticket ticket = new Ticket(Objects.requireNonNullElse(caller.identity(), ANONYMOUS), expiresAt);
        List<Ticket> after = tickets.compute(ticket.caller, (key, present) -> {
            List<Ticket> live = new ArrayList<>();
            if (present != null) {
                present.stream().filter(other -> other.expiresAt.isAfter(now)).forEach(live::add);
            }
            if (live.size() < maxPerCaller) {
                live.add(ticket);
            }
            return List.copyOf(live);
        });
        return after.contains(ticket) ? ticket : null;
    }

    void remove(Ticket ticket) {
        tickets.computeIfPresent(ticket.caller, (key, present) -> {
            List<Ticket> rest =
                    present.stream().filter(other -> other != ticket).toList();
            return rest.isEmpty() ? null : rest;
        });
    }
}
