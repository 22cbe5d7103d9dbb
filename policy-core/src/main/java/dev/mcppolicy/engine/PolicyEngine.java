package dev.mcppolicy.engine;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.InMemoryCounterStore;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges tool calls by the policy in force.
 *
 * <ul>
 *   <li>Deciding: {@link #decide}, {@link #decideAsync}.
 *   <li>Answering for a human: {@link #approve}, {@link #decline}, {@link #timeOut}.
 *   <li>Reporting: {@link #finished}.
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
    private final CounterStore store;
    private final InstantSource clock;
    private final JsonLimits argumentLimits;
    private final WorkLimits workLimits;
    private final Duration storeTimeout;
    private final CounterNamespace namespace;
    private final String server;
    private final boolean strictCallers;
    private final PendingApprovals pending;
    private final Judge judge;
    private final Mode mode;
    private final AuditedViews views;
    private final DecisionReporter reporter;
    private volatile @Nullable CompiledPolicy compiled;

    PolicyEngine(PolicyEngineBuilder options) {
        this.source = options.source;
        this.store = Objects.requireNonNullElseGet(options.store, InMemoryCounterStore::new);
        this.clock = Objects.requireNonNullElseGet(options.clock, InstantSource::system);
        this.argumentLimits = Objects.requireNonNullElse(options.argumentLimits, JsonLimits.DEFAULT);
        this.workLimits = Objects.requireNonNullElse(options.workLimits, WorkLimits.DEFAULT);
        this.storeTimeout = Objects.requireNonNullElse(options.storeTimeout, PolicyEngineBuilder.DEFAULT_STORE_TIMEOUT);
        this.pending = new PendingApprovals(Objects.requireNonNullElse(
                options.maxPendingApprovals, PolicyEngineBuilder.DEFAULT_MAX_PENDING_APPROVALS));
        this.judge = new Judge(store, clock, argumentLimits, workLimits, storeTimeout, pending);
        this.mode = Objects.requireNonNullElse(options.mode, Mode.ENFORCE);
        this.namespace = new CounterNamespace(options.namespace);
        this.server = Objects.requireNonNullElse(options.server, "");
        this.strictCallers = options.strictCallers;
        this.views = new AuditedViews(
                options.beside,
                clock,
                new AuditedView.Setting(
                        namespace,
                        server,
                        strictCallers,
                        options.auditStore,
                        argumentLimits,
                        workLimits,
                        storeTimeout));
        Listeners listeners = new Listeners(options.requiredListeners, options.listeners);
        this.reporter = new DecisionReporter(listeners, views, pending, clock);
        Policy first = source.current();
        this.compiled = first == null ? null : compiled(first);
        if (first == null && views.concern(null)) {
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
     * not block.
     *
     * @param call the call
     * @return the decision
     */
    public Decision decide(ToolCall call) {
        if (reporter.isIdle()) {
            return judged(call);
        }
        long start = System.nanoTime();
        Work work = Work.within(workLimits);
        CompiledPolicy policy;
        try {
            policy = snapshot();
        } catch (Throwable e) {
            return reporter.decided(null, call, Denials.internalError(e), work, start);
        }
        return reporter.decided(policy, call, judged(policy, call, work), work, start);
    }

    /**
     * Decides on a call without blocking, if the store can do so.
     *
     * @param call the call
     * @return the decision; never completed exceptionally, save for want of memory
     */
    public CompletionStage<Decision> decideAsync(ToolCall call) {
        long start = System.nanoTime();
        Work work = Work.within(workLimits);
        CompiledPolicy policy = null;
        CompletableFuture<Decision> deciding;
        try {
            policy = snapshot();
            deciding = policy == null
                    ? CompletableFuture.completedFuture(new Denials(null).noPolicy())
                    : judge.judgeAsync(policy, call, work);
        } catch (Throwable e) {
            deciding = CompletableFuture.completedFuture(Denials.internalError(e));
        }
        CompletableFuture<Decision> decision = deciding.exceptionally(Denials::internalError);
        if (reporter.isIdle()) {
            return decision;
        }
        CompiledPolicy by = policy;
        return decision.thenCompose(made -> reporter.decidedAsync(by, call, made, work, start));
    }

    /**
     * Says that a human has approved. The call is judged again as of now, with its held charges credited; if it passes,
     * the charges move to the windows now current. Blocks as {@link #decide} does.
     *
     * @param approval the decision that asked
     * @return an {@code Allow}, or a {@code Deny} if the approval was answered before or is too late, the policy has
     *     changed, or the call no longer passes
     */
    public Decision approve(Decision.ApprovalRequired approval) {
        return answered(approval, () -> {
            if (!clock.instant().isBefore(approval.expiresAt())) {
                return denied(approval, DenialCode.APPROVAL_TIMED_OUT, "The approval came too late");
            }
            CompiledPolicy policy = snapshot();
            if (policy == null || !policy.revision().equals(approval.revision())) {
                return denied(approval, DenialCode.APPROVAL_VOID, "The policy changed while the approval was pending");
            }
            return judge.judgeApproved(policy, approval);
        });
    }

    /**
     * Says that a human has declined, or that nobody could be asked. The held charges are released.
     *
     * @param approval the decision that asked
     * @return the denial
     */
    public Decision decline(Decision.ApprovalRequired approval) {
        return answered(approval, () -> denied(approval, DenialCode.APPROVAL_DECLINED, "The approval was declined"));
    }

    /**
     * Says that no human has answered in time. The held charges are released.
     *
     * @param approval the decision that asked
     * @return the denial
     */
    public Decision timeOut(Decision.ApprovalRequired approval) {
        return answered(
                approval, () -> denied(approval, DenialCode.APPROVAL_TIMED_OUT, "The approval was not given in time"));
    }

    /**
     * Says what became of a call that was let through, for the listeners that heard of its decision. Settles no charges.
     *
     * @param call the call that was decided on
     * @param decision the decision, as {@link #decide}, {@link #decideAsync} or {@link #approve} returned it; to be
     *     finished once
     * @param outcome what became of the call
     */
    public void finished(ToolCall call, Decision.Allow decision, ToolOutcome outcome) {
        if (!decision.id().isEmpty()) {
            reporter.finished(call, decision.id(), decision.revision(), outcome);
        }
    }

    /**
     * Says what the engine would decide on a call now, and why, without charging anything.
     *
     * @param call the call
     * @return every rule that applies, with the values it looks at; those in audit mode with their own counters
     * @throws RuntimeException if a policy's source or a counter store fails
     */
    public Explanation explain(ToolCall call) {
        CompiledPolicy policy = snapshot();
        ToolCall frozen = call.frozen(argumentLimits);
        // A desk of its own, so that a question never asked takes no place among those pending.
        PendingApprovals nobodys = new PendingApprovals(1);
        Judge dryRun = new Judge(new DryRunStore(store), clock, argumentLimits, workLimits, storeTimeout, nobodys);
        Decision decision = policy == null ? new Denials(null).noPolicy() : dryRun.judge(policy, frozen, null);
        if (decision instanceof Decision.ApprovalRequired approval) {
            approval.answer();
        }
        List<AuditedView.Explained> audited = views.explain(policy, frozen, decision);
        Explainer.Looks looks = policy == null
                ? Explainer.Looks.NONE
                : new Explainer(store, clock.millis(), argumentLimits, workLimits).looks(policy, frozen);
        if (policy != null && policy.isAudited()) {
            looks = audited.get(0).looks().but(looks);
        }
        return new Explanation(
                decision,
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

    /**
     * How much work the judging of one call may be.
     *
     * @return the limits
     */
    public WorkLimits workLimits() {
        return workLimits;
    }

    /** The compiled form of the policy in force now. */
    @SuppressWarnings("ReferenceEquality") // a source says the same policy by the same object
    private @Nullable CompiledPolicy snapshot() {
        Policy policy = source.current();
        CompiledPolicy known = compiled;
        if (policy == null || (known != null && known.policy() == policy)) {
            return policy == null ? null : known;
        }
        CompiledPolicy fresh = compiled(policy);
        compiled = fresh;
        return fresh;
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
            CompiledPolicy policy = snapshot();
            return policy == null ? new Denials(null).noPolicy() : judge.judge(policy, call, null);
        } catch (Throwable e) {
            return Denials.internalError(e);
        }
    }

    private Decision judged(@Nullable CompiledPolicy policy, ToolCall call, Work work) {
        try {
            return policy == null ? new Denials(null).noPolicy() : judge.judge(policy, call, work);
        } catch (Throwable e) {
            return Denials.internalError(e);
        }
    }

    private Decision answered(Decision.ApprovalRequired approval, Supplier<Decision> answer) {
        long start = System.nanoTime();
        Decision decision;
        if (approval.answer()) {
            try {
                pending.remove(approval.ticket());
                decision = answer.get();
            } catch (Throwable e) {
                Judge.release(approval.reservation());
                decision = Denials.internalError(e);
            }
        } else {
            decision = Denials.ofApproval(DenialCode.APPROVAL_VOID, approval, "The approval was used before");
        }
        return reporter.isIdle() ? decision : reporter.answered(approval, decision, start);
    }

    private static Decision denied(Decision.ApprovalRequired approval, DenialCode code, String message) {
        Judge.release(approval.reservation());
        return Denials.ofApproval(code, approval, message);
    }
}
