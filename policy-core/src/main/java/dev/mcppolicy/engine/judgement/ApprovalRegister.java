package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.engine.store.LoggedSettlement;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The approvals that wait for an answer: what is held for each, and how many there are of each caller, in all, and with a
 * thread that waits, all of which is bounded. Callers without identity share one bound. An approval is taken out by its first answer; one that expires loses its place when
 * another comes, whether its caller comes again or not. Its answer, which can only be a denial by then, still gives back
 * what it holds for {@link #LATE}; after that it is abandoned, and the store gives it back by itself.
 *
 * <p>This class is threadsafe.
 */
public final class ApprovalRegister {
    private static final String ANONYMOUS = "anonymous";
    private static final AtomicLong NUMBERS = new AtomicLong();

    /** How long after it expired an approval that nobody has answered is remembered. */
    static final Duration LATE = Duration.ofHours(1);

    /**
     * How many approvals may wait at once.
     *
     * @param perCaller of one caller
     * @param inAll of all callers
     * @param threads with a thread that waits
     */
    public record Bounds(int perCaller, int inAll, int threads) {}

    private final Bounds bounds;
    private int waitingThreads;
    private final Map<String, Integer> countByCaller = new HashMap<>();
    private final Map<String, PendingApproval> byId = new HashMap<>();
    /** Those without a place that can still be answered, about in the order in which they expired. */
    private final Queue<PendingApproval> expired = new ArrayDeque<>();

    private final NavigableSet<PendingApproval> byExpiry =
            new TreeSet<>(Comparator.comparing(PendingApproval::expiresAt).thenComparing(waiting -> waiting.number));

    public ApprovalRegister(Bounds bounds) {
        this.bounds = bounds;
    }

    /** One pending approval's place among its caller's, with what is held for it. */
    public static final class PendingApproval {
        private final String caller;
        private final Policy policy;
        private final Instant expiresAt;
        private final boolean holdsThread;
        /** The rules to which a human has said yes before, for a question that is asked once more. */
        private final List<AskingRule> approved;

        private final long number;
        private @Nullable String id;
        private Reservation reservation = Reservation.empty();
        private List<Reservation> shadow = List.of();
        private DecisionEvent.@Nullable Answer answer;

        private PendingApproval(
                String caller,
                Policy policy,
                Instant expiresAt,
                boolean holdsThread,
                List<AskingRule> approved,
                long number) {
            this.approved = approved;
            this.caller = caller;
            this.policy = policy;
            this.expiresAt = expiresAt;
            this.holdsThread = holdsThread;
            this.number = number;
        }

        Instant expiresAt() {
            return expiresAt;
        }

        /** The policy that asks. */
        public Policy policy() {
            return policy;
        }

        /** What is approved by a yes to some rules. */
        public Approved approvedBy(List<AskingRule> rules) {
            List<AskingRule> all =
                    Stream.concat(approved.stream(), rules.stream()).toList();
            return new Approved(all, expiresAt, holdsThread, approved.isEmpty());
        }

        /** What the call is charged while it waits. */
        public Reservation reservation() {
            return reservation;
        }

        /** What was charged for the call in shadow mode. */
        public List<Reservation> shadow() {
            return shadow;
        }

        /** What is known of the answer. */
        public DecisionEvent.@Nullable Answer answer() {
            return answer;
        }

        /** Gives back what the call is charged; what was charged in shadow mode stands, as for a call that is denied. */
        public void release() {
            CompletableFuture<?> unused = LoggedSettlement.release(reservation::release);
        }
    }

    /**
     * A place for another approval of the caller, or null if there are too many. Clears the places of all that expired.
     *
     * @param holdsThread whether a thread waits for the answer
     * @param approved the rules to which a human has said yes before
     */
    synchronized @Nullable PendingApproval tryAdd(
            Caller caller,
            Policy policy,
            Instant now,
            Instant expiresAt,
            boolean holdsThread,
            List<AskingRule> approved) {
        expire(now);
        String identity = identity(caller);
        if (isFull(identity, holdsThread)) {
            return null;
        }
        PendingApproval waiting =
                new PendingApproval(identity, policy, expiresAt, holdsThread, approved, NUMBERS.incrementAndGet());
        byExpiry.add(waiting);
        waitingThreads += holdsThread ? 1 : 0;
        countByCaller.merge(identity, 1, Integer::sum);
        return waiting;
    }

    /**
     * Whether {@link #tryAdd} would find a place for a call that holds no thread. Clears the places of all that expired.
     */
    synchronized boolean hasPlace(Caller caller, Instant now) {
        expire(now);
        return !isFull(identity(caller), false);
    }

    private boolean isFull(String identity, boolean holdsThread) {
        return byExpiry.size() >= bounds.inAll()
                || (holdsThread && waitingThreads >= bounds.threads())
                || countByCaller.getOrDefault(identity, 0) >= bounds.perCaller();
    }

    private static String identity(Caller caller) {
        return Objects.requireNonNullElse(caller.identity(), ANONYMOUS);
    }

    private void expire(Instant now) {
        while (!byExpiry.isEmpty() && !byExpiry.first().expiresAt.isAfter(now)) {
            PendingApproval first = byExpiry.first();
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
    }

    /** Notes what is held for an approval, which can be answered from now on. */
    synchronized void hold(PendingApproval waiting, String id, Reservation reservation) {
        waiting.id = id;
        waiting.reservation = reservation;
        byId.put(id, waiting);
        if (!byExpiry.contains(waiting)) {
            expired.add(waiting);
        }
    }

    /** Notes what was charged in shadow mode for an approval that waits. */
    public synchronized void holdShadow(String id, List<Reservation> reservations) {
        PendingApproval waiting = byId.get(id);
        if (waiting != null) {
            waiting.shadow = reservations;
        }
    }

    /** Notes what is known of the answer to an approval that waits, before it is taken out for that. */
    public synchronized void answered(String id, DecisionEvent.Answer answer) {
        PendingApproval waiting = byId.get(id);
        if (waiting != null) {
            waiting.answer = answer;
        }
    }

    /** Takes an approval out, for its first answer; null if it does not wait here, or no longer. */
    public synchronized @Nullable PendingApproval take(String id) {
        PendingApproval waiting = byId.remove(id);
        if (waiting != null) {
            leave(waiting);
        }
        return waiting;
    }

    /** Gives a place up that was taken for nothing; does nothing the second time. */
    synchronized void remove(PendingApproval waiting) {
        leave(waiting);
    }

    private void leave(PendingApproval waiting) {
        if (byExpiry.remove(waiting)) {
            waitingThreads -= waiting.holdsThread ? 1 : 0;
            countByCaller.computeIfPresent(waiting.caller, (caller, count) -> count == 1 ? null : count - 1);
        }
    }

    public synchronized int size() {
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
