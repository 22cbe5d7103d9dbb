package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.OperationId;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.condition.CallFacts;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.condition.CounterPath;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The judging of one call by the rules of its tool. It owns the order of the steps, and does no input or output: it says
 * what it needs of the counter store, and whoever drives it asks for that, blocking or not, and says what came of it.
 * Used by one thread at a time.
 */
public final class Judgement {
    /** What comes next. */
    sealed interface Need {}

    /** The conditions need counters: {@link #read} or {@link #readFailed} goes on. */
    record Read(List<CounterKey> keys) implements Need {}

    /** The charges are to be taken: {@link #reserved} or {@link #reserveFailed} goes on. */
    record Reserve(ReserveRequest request) implements Need {}

    /**
     * The call is judged.
     *
     * @param decision the decision
     * @param taken what was charged for it
     */
    public record Done(Decision decision, Reservation taken) implements Need {}

    private static final long[] NOTHING_READ = {};

    private final Judge judge;
    private final CompiledPolicy policy;
    private final CompiledTool tool;
    private final ToolCall call;
    private final Map<String, @Nullable Object> arguments;
    /** What a human has approved of the call; null of one that nobody was asked about. */
    private final @Nullable Approved approved;
    /** Whether a thread waits for the answer of a human. */
    private final boolean holdsThread;

    private final Reservation held;
    private final Work work;
    private boolean heldIsGone;
    /** What the call is charged, and the places that it takes: those of all, until its conditions say what does not concern it. */
    private CompiledCharges charges;
    /** The rules that ask a human about the call; one question for all. */
    private final List<CompiledApproval> asking = new ArrayList<>();

    /** The yeses to earlier calls that this one runs on. */
    private final List<YesRegister.Yes> used = new ArrayList<>();

    private ApprovalRegister.@Nullable PendingApproval waiting;
    private boolean timed;
    private long nowMillis;

    private Judgement(
            Judge judge,
            CompiledPolicy policy,
            CompiledTool tool,
            ToolCall call,
            @Nullable Approved approved,
            boolean holdsThread,
            Reservation held,
            Work work) {
        this.work = work;
        this.holdsThread = holdsThread;
        this.judge = judge;
        this.policy = policy;
        this.tool = tool;
        this.charges = tool.charges();
        this.call = call;
        this.arguments = call.argumentsAsObject();
        this.approved = approved;
        this.held = held;
    }

    /** Of a call that is made. */
    static Judgement of(Judge judge, CompiledPolicy policy, CompiledTool tool, ToolCall call, Work work) {
        return new Judgement(judge, policy, tool, call, null, false, Reservation.empty(), work);
    }

    /** Of a call that is made by a thread which waits for the human that may have to be asked. */
    static Judgement ofWaiting(Judge judge, CompiledPolicy policy, CompiledTool tool, ToolCall call, Work work) {
        return new Judgement(judge, policy, tool, call, null, true, Reservation.empty(), work);
    }

    /** Of a call that a human has approved for some rules: its held charges are credited to it. */
    static Judgement ofApproved(
            Judge judge,
            CompiledPolicy policy,
            CompiledTool tool,
            ToolCall call,
            Approved approved,
            Reservation held,
            Work work) {
        return new Judgement(judge, policy, tool, call, approved, false, held, work);
    }

    /** What the call is charged already. */
    Reservation held() {
        return held;
    }

    /** Whether the held charges are gone, or may be: giving them back would then be doing so twice. */
    boolean heldIsGone() {
        return heldIsGone;
    }

    /** The instant of the decision, read from the clock when it is first needed and not again. */
    long nowMillis() {
        if (!timed) {
            nowMillis = judge.clock().millis();
            timed = true;
        }
        return nowMillis;
    }

    /** Begins. */
    Need begin() {
        Decision.Deny denial = tool.takeChargeWork(arguments, call.caller(), work);
        if (denial != null) {
            return denied(denial);
        }
        return tool.reads().isEmpty() ? conditions(facts(NOTHING_READ)) : new Read(keysToRead());
    }

    /** Goes on with the values of the counters asked for. */
    Need read(long[] units) {
        return conditions(facts(units));
    }

    /** Ends, as the counters could not be read. */
    Need readFailed(Throwable failure) {
        return denied(judge.storeFailed(tool.readFailure(), failure));
    }

    /** Ends with what the store said to the charges. */
    Need reserved(ReserveResult result) {
        if (result instanceof Refusal refusal) {
            return denied(charges.refused(refusal));
        }
        heldIsGone = true;
        return passed((Reservation) result);
    }

    /** Ends, as the charges could not be taken: passes where every limit is told to fail open. */
    Need reserveFailed(Throwable failure) {
        // The store may have given the held charges back before it failed.
        heldIsGone = true;
        Decision.Deny denial = charges.failure(runs());
        if (denial != null) {
            return denied(judge.storeFailed(denial, failure));
        }
        judge.goesOnUncounted(call, failure);
        return passed(Reservation.empty());
    }

    /** The counters that the conditions read, without those that the call has not. */
    List<CounterKey> keysToRead() {
        List<CounterKey> keys = new ArrayList<>();
        for (CounterKey key : tool.readKeys(arguments, call.caller())) {
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** What the conditions look at beside the arguments, with the values of {@link #keysToRead}. */
    CallFacts facts(long[] units) {
        return tool.needsFacts() ? CallFacts.of(readings(units), call.caller(), now()) : CallFacts.NONE;
    }

    private Map<CounterPath, BigDecimal> readings(long[] units) {
        Map<CounterPath, BigDecimal> values = new HashMap<>();
        int next = 0;
        for (Map.Entry<CounterPath, CompiledLimit> read : tool.reads().entrySet()) {
            CounterKey key = read.getValue().key(arguments, call.caller());
            if (key != null) {
                values.put(read.getKey(), key.definition().scale().amountOf(units[next++]));
            }
        }
        return values;
    }

    /** Each approval rule is put to the call once, since a predicate need not say the same twice. */
    private Need conditions(CallFacts facts) {
        List<StoreRule> unconcerned = new ArrayList<>();
        Decision.Deny denial = tool.check(arguments, facts, work, unconcerned);
        if (denial != null) {
            return denied(denial);
        }
        for (CompiledApproval rule : tool.approvals()) {
            Truth fires = rule.fires(arguments, facts, work);
            if (fires == Truth.CANNOT_TELL || work.passedBy() != null) {
                return denied(rule.cannotTell(arguments, facts, work));
            }
            if (fires == Truth.TRUE && (approved == null || !approved.has(rule.id()))) {
                asking.add(rule);
            }
        }
        denial = asking.isEmpty() ? null : answeredBefore();
        if (denial != null) {
            return denied(denial);
        }
        charges = tool.charges().but(unconcerned);
        ReserveRequest request = charges.request(arguments, call.caller(), runs());
        if (request == null) {
            return denied(charges.denial(arguments, call.caller()));
        }
        if (!asking.isEmpty()) {
            denial = queue();
        }
        if (denial != null) {
            return denied(denial);
        }
        if (request.isEmpty()) {
            return passed(Reservation.empty());
        }
        return new Reserve(waiting == null ? request : request.withHold(hold(waiting)));
    }

    /** Looks what humans have answered before to the rules that fire; the rest of them ask. The denial by one, or null. */
    private Decision.@Nullable Deny answeredBefore() {
        CompiledApproval declined = judge.declined(asking, policy, call, now());
        if (declined != null) {
            return declined.declined();
        }
        asking.removeIf(rule -> {
            YesRegister.Yes yes = judge.use(rule, policy, call, now());
            if (yes != null) {
                used.add(yes);
            }
            return yes != null;
        });
        if (asking.isEmpty()) {
            return null;
        }
        // The call waits first, and looks again for what it can run on.
        giveUsesBack();
        boolean mayAsk = approved == null
                || (approved.mayAskAgain() && approved.expiresAt().isAfter(now()));
        return mayAsk ? null : asking.get(0).notAskedFor();
    }

    private void giveUsesBack() {
        judge.unused(used);
        used.clear();
    }

    /** Whether the call runs if it is let pass: a place is taken by a call that does, and not by one that waits. */
    private boolean runs() {
        return judge.runs() && asking.isEmpty();
    }

    /** Takes a place for the approval among those that wait; the denial if there is none. */
    private Decision.@Nullable Deny queue() {
        ApprovalRegister register = judge.register();
        if (register == null) {
            return null;
        }
        if (judge.isDry()) {
            return register.hasPlace(call.caller(), now())
                    ? null
                    : asking.get(0).tooManyPending();
        }
        waiting = register.tryAdd(
                call.caller(),
                Objects.requireNonNull(policy.policy(), "a rule asks that no policy has"),
                now(),
                now().plus(timeout()),
                approved == null ? holdsThread : approved.holdsThread(),
                approved == null ? List.of() : approved.rules());
        return waiting == null ? asking.get(0).tooManyPending() : null;
    }

    /** Whoever answers may not be this process; after the last moment at which anybody can, the charges are given back. */
    private static Hold hold(ApprovalRegister.PendingApproval waiting) {
        long until = waiting.expiresAt().plus(ApprovalRegister.LATE).toEpochMilli();
        return new Hold(OperationId.random(), until, Hold.Then.RELEASE);
    }

    /** How long the question can wait: no longer than any rule lets it, and one that is asked once more than the first. */
    private Duration timeout() {
        Duration shortest = asking.stream()
                .map(CompiledApproval::timeout)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Duration left = approved == null ? shortest : Duration.between(now(), approved.expiresAt());
        return left.compareTo(shortest) < 0 ? left : shortest;
    }

    private Instant now() {
        return Instant.ofEpochMilli(nowMillis());
    }

    private Need denied(Decision.Deny denial) {
        giveUsesBack();
        ApprovalRegister register = judge.register();
        if (waiting != null && register != null) {
            register.remove(waiting);
        }
        return new Done(denial, Reservation.empty());
    }

    private Need passed(Reservation taken) {
        return new Done(asking.isEmpty() ? judge.allowed(policy, taken) : question(taken), taken);
    }

    private Decision question(Reservation taken) {
        String id = DecisionIds.next();
        ApprovalRegister register = judge.register();
        if (waiting != null && register != null) {
            register.hold(waiting, id, taken);
        }
        return new Decision.ApprovalRequired(
                id,
                judge.frozen(call),
                asking.stream().map(CompiledApproval::asking).toList(),
                timeout(),
                waiting == null ? now().plus(timeout()) : waiting.expiresAt(),
                CallSettlement.charged(taken),
                policy.revision());
    }
}
