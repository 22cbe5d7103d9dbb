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
import dev.mcppolicy.model.RuleId;
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
import java.util.Set;
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
    /** The rules for which a human has approved the call; null of a call that nobody was asked about. */
    private final @Nullable Set<RuleId> approved;
    /** Whether a thread waits for the answer of a human. */
    private final boolean holdsThread;

    private final Reservation held;
    private final Work work;
    private boolean heldIsGone;
    /** The rules that ask a human about the call; one question for all. */
    private final List<CompiledApproval> asking = new ArrayList<>();

    private ApprovalRegister.@Nullable PendingApproval waiting;
    private boolean timed;
    private long nowMillis;

    private Judgement(
            Judge judge,
            CompiledPolicy policy,
            CompiledTool tool,
            ToolCall call,
            @Nullable Set<RuleId> approved,
            boolean holdsThread,
            Reservation held,
            Work work) {
        this.work = work;
        this.holdsThread = holdsThread;
        this.judge = judge;
        this.policy = policy;
        this.tool = tool;
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
            Set<RuleId> approved,
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
            return denied(tool.refused(refusal));
        }
        heldIsGone = true;
        return passed((Reservation) result);
    }

    /** Ends, as the charges could not be taken: passes where every limit is told to fail open. */
    Need reserveFailed(Throwable failure) {
        // The store may have given the held charges back before it failed.
        heldIsGone = true;
        Decision.Deny denial = tool.chargeFailure();
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
        Decision.Deny denial = tool.check(arguments, facts, work);
        if (denial != null) {
            return denied(denial);
        }
        for (CompiledApproval rule : tool.approvals()) {
            Truth fires = rule.fires(arguments, facts, work);
            if (fires == Truth.CANNOT_TELL || work.passedBy() != null) {
                return denied(rule.cannotTell(arguments, facts, work));
            }
            if (fires == Truth.TRUE && (approved == null || !approved.contains(rule.id()))) {
                asking.add(rule);
            }
        }
        if (approved != null && !asking.isEmpty()) {
            return denied(asking.get(0).notAskedFor());
        }
        CompiledApproval declined = judge.declined(asking, policy, call, this::now);
        if (declined != null) {
            return denied(declined.declined());
        }
        ReserveRequest request = tool.request(arguments, call.caller());
        if (request == null) {
            return denied(tool.chargeDenial(arguments, call.caller()));
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
                holdsThread);
        return waiting == null ? asking.get(0).tooManyPending() : null;
    }

    /** Whoever answers may not be this process; after the last moment at which anybody can, the charges are given back. */
    private static Hold hold(ApprovalRegister.PendingApproval waiting) {
        long until = waiting.expiresAt().plus(ApprovalRegister.LATE).toEpochMilli();
        return new Hold(OperationId.random(), until, Hold.Then.RELEASE);
    }

    /** How long the question can wait: no longer than any rule lets it. */
    private Duration timeout() {
        return asking.stream()
                .map(CompiledApproval::timeout)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Instant now() {
        return Instant.ofEpochMilli(nowMillis());
    }

    private Need denied(Decision.Deny denial) {
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
