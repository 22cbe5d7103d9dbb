package dev.mcppolicy.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.Settlement;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Judges tool calls by the policy in force.
 *
 * <ul>
 *   <li>Deciding: {@link #decide}, {@link #decideAsync}.
 *   <li>Answering for a human: {@link #approve}, {@link #approveAsync}, {@link #decline}, {@link #timeOut}.
 *   <li>Ending: {@link #finish}.
 *   <li>Looking: {@link #explain}, {@link #lists}, {@link #policy}.
 * </ul>
 *
 * <p>Whatever goes wrong inside is a denial: no method that returns a decision throws, save for want of memory. One call
 * is judged by one snapshot of the policy from the first check to the last charge. The engine's time is in whole
 * milliseconds; an instant is taken down to its millisecond.
 *
 * <p>This class is threadsafe.
 */
@CheckReturnValue
public final class PolicyEngine {
    private final PolicySource source;
    private final StoreAccess store;
    private final InstantSource clock;
    private final JsonLimits argumentLimits;
    private final boolean releaseWhenHandlerThrows;
    private final CounterNamespace namespace;
    private final String server;
    private final boolean strictCallers;
    private final PendingApprovals pending;
    private final Judge judge;
    private final Mode mode;
    private final AuditedViews views;
    private final DecisionReporter reporter;
    private final PolicySnapshot snapshot = new PolicySnapshot(this::compiled);

    PolicyEngine(PolicyEngineBuilder options) {
        this.source = options.source;
        this.clock = Objects.requireNonNullElseGet(options.clock, InstantSource::system);
        this.argumentLimits = Objects.requireNonNullElse(options.argumentLimits, JsonLimits.DEFAULT);
        this.store = new StoreAccess(
                Objects.requireNonNullElseGet(options.store, InMemoryCounterStore::new),
                clock,
                Objects.requireNonNullElse(options.storeTimeout, PolicyEngineBuilder.DEFAULT_STORE_TIMEOUT));
        this.pending = new PendingApprovals(Objects.requireNonNullElse(
                options.maxPendingApprovals, PolicyEngineBuilder.DEFAULT_MAX_PENDING_APPROVALS));
        Listeners listeners = new Listeners(options.requiredListeners, options.listeners);
        this.judge = Judge.inForce(store, argumentLimits, pending, !listeners.isEmpty());
        this.mode = Objects.requireNonNullElse(options.mode, Mode.ENFORCE);
        this.releaseWhenHandlerThrows = options.releaseWhenHandlerThrows;
        this.namespace = new CounterNamespace(options.namespace);
        this.server = Objects.requireNonNullElse(options.server, "");
        this.strictCallers = options.strictCallers;
        this.views = new AuditedViews(
                options.beside,
                clock,
                new AuditedView.Setting(
                        namespace, server, strictCallers, options.auditStore, argumentLimits, store.timeout()));
        this.reporter = new DecisionReporter(listeners, views, pending, clock);
        if (views.concern(snapshot())) {
            warnUnheard();
        }
    }

    /**
     * An engine with counters in memory and the system's clock.
     *
     * @param policy the policy, which never changes
     * @return the engine
     */
    public static PolicyEngine of(Policy policy) {
        return builder(policy).build();
    }

    /**
     * A builder of an engine for a fixed policy.
     *
     * @param policy the policy
     * @return the builder
     */
    public static PolicyEngineBuilder builder(Policy policy) {
        return builder(PolicySource.of(policy));
    }

    /**
     * A builder of an engine for a policy that may change.
     *
     * @param source where the policy comes from
     * @return the builder
     */
    public static PolicyEngineBuilder builder(PolicySource source) {
        return new PolicyEngineBuilder(source);
    }

    /**
     * Decides on a call. Blocks while the counter store works, within the store's own time-out; counters in memory do
     * not block. Whoever runs a call that is allowed tells its end to {@link #finish}.
     *
     * @param call the call
     * @return the decision
     */
    public Decision decide(ToolCall call) {
        if (reporter.isIdle()) {
            return judged(call);
        }
        long start = System.nanoTime();
        CompiledPolicy policy = CompiledPolicy.none();
        Decision decision;
        try {
            policy = snapshot();
            decision = judge.judge(policy, call);
        } catch (Throwable e) {
            decision = Denials.internalError(e);
        }
        return reporter.decided(policy, call, decision, start);
    }

    /**
     * Decides on a call without blocking, if the store can do so.
     *
     * @param call the call
     * @return the decision; never completed exceptionally, save for want of memory
     */
    public CompletionStage<Decision> decideAsync(ToolCall call) {
        long start = System.nanoTime();
        CompiledPolicy policy = CompiledPolicy.none();
        CompletableFuture<Decision> deciding;
        try {
            policy = snapshot();
            deciding = judge.judgeAsync(policy, call).thenApply(Judgement.Done::decision);
        } catch (Throwable e) {
            deciding = CompletableFuture.completedFuture(Denials.internalError(e));
        }
        CompletableFuture<Decision> decision = deciding.exceptionally(Denials::internalError);
        if (reporter.isIdle()) {
            return decision;
        }
        CompiledPolicy by = policy;
        return decision.thenCompose(made -> reporter.decidedAsync(by, call, made, start));
    }

    /**
     * Approves a call for a human. The call is judged again as of now, with its held charges credited; if it passes, the
     * charges move to the windows now current. Blocks as {@link #decide} does.
     *
     * @param approval the decision that asked
     * @return an {@code Allow}, or a {@code Deny} if the approval was answered before or is too late, the policy has
     *     changed, or the call no longer passes
     */
    public Decision approve(Decision.ApprovalRequired approval) {
        long start = System.nanoTime();
        PendingApprovals.Ticket ticket = pending.take(approval.id());
        Decision decision = approvalDenial(approval, ticket);
        if (decision == null && ticket != null) {
            try {
                decision = judge.judgeApproved(snapshot(), approval.call(), ticket.reservation());
            } catch (Throwable e) {
                decision = Denials.internalError(e);
            }
        }
        return answered(approval, ticket, Objects.requireNonNull(decision), start);
    }

    /**
     * As {@link #approve}, without blocking, if the store can do so.
     *
     * @param approval the decision that asked
     * @return as {@link #approve}; never completed exceptionally, save for want of memory
     */
    public CompletionStage<Decision> approveAsync(Decision.ApprovalRequired approval) {
        long start = System.nanoTime();
        PendingApprovals.Ticket ticket = pending.take(approval.id());
        Decision denial = approvalDenial(approval, ticket);
        if (denial != null || ticket == null) {
            return CompletableFuture.completedFuture(answered(approval, ticket, Objects.requireNonNull(denial), start));
        }
        CompletableFuture<Decision> deciding;
        try {
            deciding = judge.judgeApprovedAsync(snapshot(), approval.call(), ticket.reservation());
        } catch (Throwable e) {
            deciding = CompletableFuture.failedFuture(e);
        }
        return deciding.exceptionally(Denials::internalError)
                .thenApply(decision -> answered(approval, ticket, decision, start));
    }

    /**
     * Declines a call for a human, or because nobody could be asked. The held charges are released.
     *
     * @param approval the decision that asked
     * @return the denial
     */
    public Decision decline(Decision.ApprovalRequired approval) {
        return refused(approval, DenialCode.APPROVAL_DECLINED, "The approval was declined");
    }

    /**
     * Denies a call because no human has answered in time. The held charges are released.
     *
     * @param approval the decision that asked
     * @return the denial
     */
    public Decision timeOut(Decision.ApprovalRequired approval) {
        return refused(approval, DenialCode.APPROVAL_TIMED_OUT, "The approval was not given in time");
    }

    /**
     * Ends a call that was allowed: its charges stand or are given back by {@link ToolOutcome#keepsCharge}, unless they
     * were settled before, and the listeners that heard of the decision hear of its end. Whoever first tells how a call
     * ended is believed; to tell it again does nothing.
     *
     * @param call the call that was decided on
     * @param decision the decision, as {@link #decide}, {@link #decideAsync} or {@link #approve} returned it
     * @param outcome how the call ended
     * @return done when the store has settled the charges; never completed exceptionally: where the store cannot, the
     *     charges stand, and the log says so
     */
    @CanIgnoreReturnValue
    public CompletionStage<?> finish(ToolCall call, Decision.Allow decision, ToolOutcome outcome) {
        Settlement settlement = decision.reservation();
        if (settlement instanceof CallSettlement own && !own.finish()) {
            return CompletableFuture.completedStage(null);
        }
        CompletionStage<?> settled = CompletableFuture.completedStage(null);
        if (outcome.keepsCharge(releaseWhenHandlerThrows)) {
            settlement.commit();
        } else {
            settled = CallSettlement.releaseOrLog(settlement::release);
        }
        tellEnd(call, decision, outcome);
        return settled;
    }

    /**
     * As {@link #finish(ToolCall, Decision.Allow, ToolOutcome)}, with the real amounts in the place of those reserved,
     * which stand however the call ended: a tool that can name them has acted.
     *
     * @param call the call that was decided on
     * @param decision the decision
     * @param outcome how the call ended
     * @param actual real amounts by counter, as in {@link Settlement#settle}
     * @return as {@link #finish(ToolCall, Decision.Allow, ToolOutcome)}
     * @throws IllegalArgumentException as {@link Settlement#settle}; the call is then not finished
     */
    @CanIgnoreReturnValue
    public CompletionStage<?> finish(
            ToolCall call, Decision.Allow decision, ToolOutcome outcome, Map<String, BigDecimal> actual) {
        Settlement settlement = decision.reservation();
        if (settlement instanceof CallSettlement own) {
            long[] unused = own.units(actual);
            if (!own.finish()) {
                return CompletableFuture.completedStage(null);
            }
        }
        CompletionStage<?> settled = CallSettlement.settleOrLog(() -> settlement.settle(actual));
        tellEnd(call, decision, outcome);
        return settled;
    }

    private void tellEnd(ToolCall call, Decision.Allow decision, ToolOutcome outcome) {
        if (!decision.id().isEmpty()) {
            reporter.finished(call, decision.id(), decision.revision(), outcome);
        }
    }

    /**
     * What the engine would decide on a call now, and why, without charging anything.
     *
     * @param call the call
     * @return every rule that applies, with the values it looks at; those in audit mode with their own counters
     * @throws RuntimeException if a policy's source or a counter store fails
     */
    public Explanation explain(ToolCall call) {
        CompiledPolicy policy = snapshot();
        ToolCall frozen = call.frozen(argumentLimits);
        Explainer.Explained explained = new Explainer(store, argumentLimits).explain(policy, frozen);
        List<AuditedView.Explained> audited = views.explain(policy, frozen, explained.decision());
        Explainer.Looks looks = policy.isAudited() ? audited.get(0).looks().but(explained.looks()) : explained.looks();
        return new Explanation(
                explained.decision(),
                looks.rules(),
                looks.limits(),
                audited.stream().map(AuditedView.Explained::decision).toList());
    }

    /**
     * Whether a tool is to be listed: it is not hidden, and listed by the policy where the default is deny. Where the
     * engine or the policy is in audit mode, every tool is listed, as it can be called.
     *
     * @param tool the tool's name
     * @return false also when there is no policy or something fails
     */
    public boolean lists(String tool) {
        try {
            Policy policy = source.current();
            return policy != null && (mode == Mode.AUDIT || policy.lists(tool));
        } catch (Throwable e) {
            FailureLog.error("the policy could not be read; the tool is not listed", e);
            return false;
        }
    }

    /**
     * The policy in force.
     *
     * @return the policy, or null while there is none
     */
    public @Nullable Policy policy() {
        return source.current();
    }

    /**
     * Whether the engine enforces its policy.
     *
     * @return the engine's own mode; a policy and its rules have theirs
     */
    public Mode mode() {
        return mode;
    }

    /**
     * The policies that are judged beside the one in force, in audit mode.
     *
     * @return their names, in the order in which they were added
     */
    public List<String> policiesBeside() {
        return views.namesBeside();
    }

    /**
     * How large the arguments of a call may be.
     *
     * @return the limits
     */
    public JsonLimits argumentLimits() {
        return argumentLimits;
    }

    /** The compiled form of the policy in force now. */
    private CompiledPolicy snapshot() {
        return snapshot.of(source.current());
    }

    private CompiledPolicy compiled(Policy policy) {
        CompiledPolicy.Setting setting = new CompiledPolicy.Setting(namespace.settledBy(policy), server, strictCallers);
        CompiledPolicy fresh = CompiledPolicy.enforced(policy, mode, setting);
        if (views.concern(fresh)) {
            warnUnheard();
        }
        return fresh;
    }

    private void warnUnheard() {
        if (reporter.isIdle()) {
            FailureLog.warning("nothing is judged in audit mode, as no listener would hear of it", null);
        }
    }

    private Decision judged(ToolCall call) {
        try {
            return judge.judge(snapshot(), call);
        } catch (Throwable e) {
            return Denials.internalError(e);
        }
    }

    /** Why an approval counts for nothing, its held charges given back; null if the call is to be judged again. */
    private @Nullable Decision approvalDenial(
            Decision.ApprovalRequired approval, PendingApprovals.@Nullable Ticket ticket) {
        try {
            if (ticket == null) {
                return gone(approval);
            }
            if (isLate(approval)) {
                return denied(approval, ticket, DenialCode.APPROVAL_TIMED_OUT, "The approval came too late");
            }
            return snapshot().revision().equals(approval.revision())
                    ? null
                    : denied(
                            approval,
                            ticket,
                            DenialCode.APPROVAL_VOID,
                            "The policy changed while the approval was pending");
        } catch (Throwable e) {
            if (ticket != null) {
                ticket.release();
            }
            return Denials.internalError(e);
        }
    }

    private Decision refused(Decision.ApprovalRequired approval, DenialCode code, String message) {
        long start = System.nanoTime();
        PendingApprovals.Ticket ticket = pending.take(approval.id());
        Decision decision;
        try {
            decision = ticket == null ? gone(approval) : denied(approval, ticket, code, message);
        } catch (Throwable e) {
            decision = Denials.internalError(e);
        }
        return answered(approval, ticket, decision, start);
    }

    /** An approval that does not wait here: it was dropped when its time was over, or has been answered. */
    private Decision gone(Decision.ApprovalRequired approval) {
        return isLate(approval)
                ? Denials.ofApproval(DenialCode.APPROVAL_TIMED_OUT, approval, "The approval came too late")
                : Denials.ofApproval(DenialCode.APPROVAL_VOID, approval, "The approval was used before");
    }

    private boolean isLate(Decision.ApprovalRequired approval) {
        return !clock.instant().isBefore(approval.expiresAt());
    }

    private Decision answered(
            Decision.ApprovalRequired approval,
            PendingApprovals.@Nullable Ticket ticket,
            Decision decision,
            long start) {
        return reporter.isIdle()
                ? decision
                : reporter.answered(approval, ticket == null ? List.of() : ticket.audited(), decision, start);
    }

    private static Decision denied(
            Decision.ApprovalRequired approval, PendingApprovals.Ticket ticket, DenialCode code, String message) {
        ticket.release();
        return Denials.ofApproval(code, approval, message);
    }
}
