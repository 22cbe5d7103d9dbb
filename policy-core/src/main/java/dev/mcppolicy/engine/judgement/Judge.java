package dev.mcppolicy.engine.judgement;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.condition.CallFacts;
import dev.mcppolicy.engine.store.FailureLog;
import dev.mcppolicy.engine.store.LoggedSettlement;
import dev.mcppolicy.engine.store.StoreAccess;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.Policy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Drives the {@link Judgement} of a call, and asks the counter store for what it needs. A store that fails becomes a
 * denial; nothing stays charged for a call that is denied, save where the store cannot say.
 */
@CheckReturnValue
public final class Judge {
    /**
     * What a call must keep to, whatever the policy.
     *
     * @param accepts whether the tool of a call is the one that was accepted
     */
    public record Admission(JsonLimits argumentLimits, WorkLimits workLimits, Predicate<ToolCall> accepts) {}

    private final StoreAccess store;
    private final Admission admission;
    private final @Nullable ApprovalRegister register;
    private final @Nullable Answers answers;
    private final boolean heard;
    /** Whether calls that ask a human take no place in the register. */
    private final boolean dry;
    /** Whether calls that are let pass run, and so take places. */
    private final boolean runs;
    /** Begins what is said to the log. */
    private final String who;

    private Judge(
            StoreAccess store,
            Admission admission,
            @Nullable ApprovalRegister register,
            @Nullable Answers answers,
            boolean heard,
            boolean dry,
            boolean runs,
            String who) {
        this.store = store;
        this.admission = admission;
        this.register = register;
        this.answers = answers;
        this.heard = heard;
        this.dry = dry;
        this.runs = runs;
        this.who = who;
    }

    /**
     * A judge whose decisions count.
     *
     * @param register where calls wait for a human
     * @param answers what humans have answered before
     * @param heard whether somebody hears of the decisions, so that each needs a name
     */
    public static Judge inForce(
            StoreAccess store, Admission admission, ApprovalRegister register, Answers answers, boolean heard) {
        return new Judge(store, admission, register, answers, heard, false, true, "");
    }

    /**
     * A judge in shadow mode, which asks nobody.
     *
     * @param runs whether the call runs at once, as no human is asked in force
     */
    public static Judge inShadow(StoreAccess store, Admission admission, boolean runs) {
        return new Judge(store, admission, null, null, false, false, runs, "in shadow mode: ");
    }

    /**
     * A judge that charges nothing and asks nobody.
     *
     * @param register where calls wait for a human, to see whether there is a place; null where nobody is asked
     * @param answers what humans have answered before, or null where they are not asked
     * @param runs whether a call that is let pass runs at once
     */
    static Judge dryRun(
            StoreAccess store,
            Admission admission,
            @Nullable ApprovalRegister register,
            @Nullable Answers answers,
            boolean runs) {
        return new Judge(store.dryRun(), admission, register, answers, false, true, runs, "");
    }

    /**
     * Decides on a call, blocking while the store works.
     *
     * @param left the work that is left for the call, or null where nobody else counts it
     * @param waits whether this thread waits for the human that may have to be asked
     */
    public Decision judge(CompiledPolicy policy, ToolCall call, @Nullable Work left, boolean waits) {
        String problem = call.problem(admission.argumentLimits());
        CompiledTool tool = problem == null ? tool(policy, call) : null;
        if (tool == null) {
            return refusal(policy, problem, call);
        }
        Work work = left == null ? tool.work(admission.workLimits()) : left;
        if (tool.isPlain()) {
            return judgePlain(policy, tool, call, work);
        }
        return driven(
                        waits
                                ? Judgement.ofWaiting(this, policy, tool, call, work)
                                : Judgement.of(this, policy, tool, call, work))
                .decision();
    }

    /** The rules for a call; null where it comes under none, or its tool is not the one that was accepted. */
    private @Nullable CompiledTool tool(CompiledPolicy policy, ToolCall call) {
        CompiledTool tool = policy.tool(call.tool());
        return tool != null && admission.accepts().test(call) ? tool : null;
    }

    /** The denial of a call that comes under no rules. */
    private Decision.Deny refusal(CompiledPolicy policy, @Nullable String problem, ToolCall call) {
        return policy.refusal(problem, call, admission.accepts());
    }

    /**
     * The steps of a {@link Judgement} in one go, without a state that would have to be allocated: measured, and most calls
     * come this way.
     */
    private Decision judgePlain(CompiledPolicy policy, CompiledTool tool, ToolCall call, Work work) {
        Map<String, @Nullable Object> arguments = call.argumentsAsObject();
        Decision denial = tool.takeChargeWork(arguments, call.caller(), work);
        if (denial == null) {
            denial = tool.check(arguments, CallFacts.NONE, work, List.of());
        }
        if (denial != null) {
            return denial;
        }
        ReserveRequest request = tool.charges().request(arguments, call.caller(), runs);
        if (request == null) {
            return tool.charges().denial(arguments, call.caller());
        }
        if (request.isEmpty()) {
            return allowed(policy, Reservation.empty());
        }
        long now = clock().millis();
        ReserveResult result;
        try {
            result = store.reserve(request, Reservation.empty(), now);
        } catch (Throwable e) {
            return done(Judgement.of(this, policy, tool, call, work).reserveFailed(e))
                    .decision();
        }
        return result instanceof Refusal refusal
                ? tool.charges().refused(refusal)
                : allowed(policy, (Reservation) result);
    }

    /** As {@link #judge}, with what was charged, also where a human would be asked. */
    public Judgement.Done judgeAndTake(CompiledPolicy policy, ToolCall call, Work left) {
        String problem = call.problem(admission.argumentLimits());
        CompiledTool tool = problem == null ? tool(policy, call) : null;
        return tool == null
                ? new Judgement.Done(refusal(policy, problem, call), Reservation.empty())
                : driven(Judgement.of(this, policy, tool, call, left));
    }

    /** As {@link #judgeAndTake}, with the store asked by its asynchronous form. */
    public CompletableFuture<Judgement.Done> judgeAsync(CompiledPolicy policy, ToolCall call, Work left) {
        String problem = call.problem(admission.argumentLimits());
        CompiledTool tool = problem == null ? tool(policy, call) : null;
        return tool == null
                ? CompletableFuture.completedFuture(
                        new Judgement.Done(refusal(policy, problem, call), Reservation.empty()))
                : drivenAsync(Judgement.of(this, policy, tool, call, left));
    }

    /** Decides anew on a call that a human has approved for some rules. What was held for it is settled in any case. */
    public Decision judgeApproved(CompiledPolicy policy, ToolCall call, Approved approved, Reservation held) {
        String problem = call.problem(admission.argumentLimits());
        CompiledTool tool = problem == null ? tool(policy, call) : null;
        if (tool == null) {
            release(held);
            return refusal(policy, problem, call);
        }
        Judgement judgement =
                Judgement.ofApproved(this, policy, tool, call, approved, held, tool.work(admission.workLimits()));
        try {
            return driven(judgement).decision();
        } finally {
            settleHeld(judgement);
        }
    }

    /** As {@link #judgeApproved}, with the store asked by its asynchronous form. */
    public CompletableFuture<Decision> judgeApprovedAsync(
            CompiledPolicy policy, ToolCall call, Approved approved, Reservation held) {
        String problem = call.problem(admission.argumentLimits());
        CompiledTool tool = problem == null ? tool(policy, call) : null;
        if (tool == null) {
            release(held);
            return CompletableFuture.completedFuture(refusal(policy, problem, call));
        }
        Judgement judgement =
                Judgement.ofApproved(this, policy, tool, call, approved, held, tool.work(admission.workLimits()));
        CompletableFuture<Judgement.Done> driven;
        try {
            driven = drivenAsync(judgement);
        } catch (Throwable e) {
            driven = CompletableFuture.failedFuture(e);
        }
        return driven.handle((done, failure) -> {
            settleHeld(judgement);
            if (failure != null) {
                throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
            }
            return done.decision();
        });
    }

    private static void settleHeld(Judgement judgement) {
        if (judgement.heldIsGone()) {
            CompletionStage<?> unused = LoggedSettlement.keep(judgement.held());
        } else {
            release(judgement.held());
        }
    }

    private static void release(Reservation held) {
        CompletableFuture<?> unused = LoggedSettlement.release(held::release);
    }

    private Judgement.Done driven(Judgement judgement) {
        Judgement.Need need = judgement.begin();
        if (need instanceof Judgement.Read read) {
            need = read(judgement, read);
        }
        if (need instanceof Judgement.Reserve reserve) {
            need = reserve(judgement, reserve);
        }
        return done(need);
    }

    private Judgement.Need read(Judgement judgement, Judgement.Read read) {
        long now = judgement.nowMillis();
        long[] units;
        try {
            units = store.read(read.keys(), judgement.held(), now);
        } catch (Throwable e) {
            return judgement.readFailed(e);
        }
        return judgement.read(units);
    }

    private Judgement.Need reserve(Judgement judgement, Judgement.Reserve reserve) {
        long now = judgement.nowMillis();
        ReserveResult result;
        try {
            result = store.reserve(reserve.request(), judgement.held(), now);
        } catch (Throwable e) {
            return judgement.reserveFailed(e);
        }
        return judgement.reserved(result);
    }

    private CompletableFuture<Judgement.Done> drivenAsync(Judgement judgement) {
        return drivenAsync(judgement, judgement.begin());
    }

    private CompletableFuture<Judgement.Done> drivenAsync(Judgement judgement, Judgement.Need need) {
        if (need instanceof Judgement.Read read) {
            return store.readAsync(read.keys(), judgement.held(), judgement.nowMillis())
                    .handle((units, failure) ->
                            failure == null ? judgement.read(units) : judgement.readFailed(unwrapped(failure)))
                    .thenCompose(next -> drivenAsync(judgement, next));
        }
        if (need instanceof Judgement.Reserve reserve) {
            return store.reserveAsync(reserve.request(), judgement.held(), judgement.nowMillis())
                    .handle((result, failure) -> done(
                            failure == null
                                    ? judgement.reserved(result)
                                    : judgement.reserveFailed(unwrapped(failure))));
        }
        return CompletableFuture.completedFuture(done(need));
    }

    private static Judgement.Done done(Judgement.Need need) {
        return (Judgement.Done) need;
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    InstantSource clock() {
        return store.clock();
    }

    /** Where calls wait for a human; null where nobody is asked. */
    @Nullable
    ApprovalRegister register() {
        return register;
    }

    /** Whether calls that ask a human take no place in the register. */
    boolean isDry() {
        return dry;
    }

    /** Whether a call that is let pass runs at once. */
    boolean runs() {
        return runs;
    }

    /** The first of the rules that fire for a call to which a human has said no before, or null. */
    @Nullable
    CompiledApproval declined(List<CompiledApproval> fired, CompiledPolicy policy, ToolCall call, Instant now) {
        return answers == null ? null : answers.noes().declined(fired, policy.revision(), call, now);
    }

    /** The yes that a call can run on for a rule, of which it is a use from now on; null where there is none. */
    YesRegister.@Nullable Yes use(CompiledApproval rule, CompiledPolicy policy, ToolCall call, Instant now) {
        Policy asking = policy.policy();
        return answers == null || asking == null ? null : answers.yeses().use(rule, asking, call, now, !dry);
    }

    /** Takes uses back, as the call did not come to run on them. */
    void unused(List<YesRegister.Yes> used) {
        if (answers != null && !dry) {
            used.forEach(answers.yeses()::unused);
        }
    }

    ToolCall frozen(ToolCall call) {
        return call.frozen(admission.argumentLimits());
    }

    Decision.Allow allowed(CompiledPolicy policy, Reservation reservation) {
        return heard ? policy.allowed(reservation, DecisionIds.next()) : policy.allowed(reservation);
    }

    /** The denial of a call for which the store failed, which the log hears of; throws for want of memory. */
    Decision.Deny storeFailed(Decision.Deny denial, Throwable failure) {
        if (failure instanceof OutOfMemoryError error) {
            throw error;
        }
        FailureLog.error(who + "the counter store failed; the call is denied", failure);
        return denial;
    }

    void goesOnUncounted(ToolCall call, Throwable failure) {
        FailureLog.warning(
                who + "the counter store failed; a call goes on uncounted, as all its limits are set to allow",
                ": `" + call.tool() + "`",
                failure);
    }
}
