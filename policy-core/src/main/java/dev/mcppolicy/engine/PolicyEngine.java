package dev.mcppolicy.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.approval.RememberedApproval;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Settlement;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.judgement.Answers;
import dev.mcppolicy.engine.judgement.ApprovalRegister;
import dev.mcppolicy.engine.judgement.CallSettlement;
import dev.mcppolicy.engine.judgement.CompiledPolicy;
import dev.mcppolicy.engine.judgement.CounterNamespace;
import dev.mcppolicy.engine.judgement.DenialWording;
import dev.mcppolicy.engine.judgement.Explainer;
import dev.mcppolicy.engine.judgement.Judge;
import dev.mcppolicy.engine.judgement.Judgement;
import dev.mcppolicy.engine.store.FailureLog;
import dev.mcppolicy.engine.store.LoggedSettlement;
import dev.mcppolicy.engine.store.StoreAccess;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.tool.LockSource;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolChange;
import dev.mcppolicy.tool.ToolDefinition;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges tool calls by the policy in force.
 *
 * <ul>
 *   <li>Guarding: {@link #guard}, {@link #guardAsync}, which do all that follows but looking.
 *   <li>Deciding: {@link #decide}, {@link #decideAsync}.
 *   <li>Answering for a human: {@link #approve}, {@link #approveAsync}, {@link #decline}, {@link #timeOut}.
 *   <li>Running on: {@link #renew}, for whoever decides and does not guard.
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
    private final WorkLimits workLimits;
    private final boolean releaseWhenHandlerThrows;
    private final CounterNamespace namespace;
    private final String server;
    private final boolean strictCallers;
    /** Also for the engines that count their approvals together with this one's. */
    final ApprovalRegister pending;

    final Answers answers;
    private final ApprovalDecider approvals;
    private final @Nullable Approver approver;
    private final Judge judge;
    /** What is accepted of the server's tools; null where nothing locks them. */
    private final @Nullable LockSource lock;

    private final Explainer explainer;
    private final Mode mode;
    private final ShadowPolicies views;
    private final PlaceRenewal places;
    private final DecisionReporter reporter;
    private final PolicyReporter news;
    private final PolicySnapshot snapshot = new PolicySnapshot(this::compiled);

    PolicyEngine(PolicyEngineBuilder options) {
        this.source = options.source;
        this.clock = Objects.requireNonNullElseGet(options.clock, InstantSource::system);
        this.argumentLimits = Objects.requireNonNullElse(options.argumentLimits, JsonLimits.DEFAULT);
        this.workLimits = Objects.requireNonNullElse(options.workLimits, WorkLimits.DEFAULT);
        DecisionListeners listeners = new DecisionListeners(options.requiredListeners, options.listeners);
        this.store = StoreAccess.watched(
                Objects.requireNonNullElseGet(
                        options.store,
                        () -> Objects.requireNonNullElseGet(options.defaultStore, InMemoryCounterStore::new)),
                clock,
                Objects.requireNonNullElse(options.storeTimeout, PolicyEngineBuilder.DEFAULT_STORE_TIMEOUT),
                listeners.isEmpty() ? null : listeners::storeAsked);
        this.pending = options.pending();
        this.answers = options.answers();
        this.lock = options.lock;
        Judge.Admission admission = new Judge.Admission(argumentLimits, workLimits, this::accepts);
        this.mode = Objects.requireNonNullElse(options.mode, Mode.ENFORCE);
        Judge.Admission enforced =
                mode == Mode.ENFORCE ? admission : new Judge.Admission(argumentLimits, workLimits, call -> true);
        this.judge = Judge.inForce(store, enforced, pending, answers, !listeners.isEmpty());
        this.explainer = new Explainer(store, enforced, pending, answers, true);
        this.releaseWhenHandlerThrows = options.releaseWhenHandlerThrows;
        this.namespace = new CounterNamespace(options.namespace);
        this.server = Objects.requireNonNullElse(options.server, "");
        this.strictCallers = options.strictCallers;
        this.views = new ShadowPolicies(
                options.beside,
                clock,
                mode,
                new ShadowPolicy.Setting(
                        namespace, server, strictCallers, shadowStore(options), admission, store.timeout()));
        this.reporter = new DecisionReporter(listeners, views, pending, clock);
        this.places = new PlaceRenewal(store, views);
        this.news = new PolicyReporter(source, listeners, clock, mode);
        this.approvals = new ApprovalDecider(pending, answers, judge, this::snapshot, reporter, clock);
        this.approver = options.approver;
        if (views.concern(snapshot())) {
            warnUnheard();
        }
        news.follow();
    }

    private @Nullable CounterStore shadowStore(PolicyEngineBuilder options) {
        return options.shadowStore == null
                ? null
                : StoreAccess.watched(options.shadowStore, clock, store.timeout(), null)
                        .store();
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
     * Runs a tool if the policy lets it: judges the call, asks a human where the policy wants one, runs the body if the
     * call is allowed, and finishes the call however the body ends. Blocks while the store works, while a human is asked
     * and while the body runs. Without an approver, a call that needs an approval is denied.
     *
     * @param call the call
     * @param body runs the tool, for a call that is allowed alone; what it throws is thrown on
     * @param denied what to return for a call that is denied
     * @param <T> the type of the result
     * @param <X> the type of the checked exceptions of the body
     * @return what the body or the third argument returned
     * @throws X if the body throws it
     */
    @CanIgnoreReturnValue
    public <T extends @Nullable Object, X extends Exception> T guard(
            ToolCall call, GuardedBody<? extends T, X> body, Function<? super Denial, ? extends T> denied) throws X {
        return guard(call, body, denied, approver);
    }

    /**
     * As {@link #guard(ToolCall, GuardedBody, Function)}, with an approver for this call in the place of the engine's.
     *
     * @param call the call
     * @param body runs the tool
     * @param denied what to return for a call that is denied
     * @param asks asks a human, or null where nobody can be asked
     * @param <T> the type of the result
     * @param <X> the type of the checked exceptions of the body
     * @return what the body or the third argument returned
     * @throws X if the body throws it
     */
    @CanIgnoreReturnValue
    public <T extends @Nullable Object, X extends Exception> T guard(
            ToolCall call,
            GuardedBody<? extends T, X> body,
            Function<? super Denial, ? extends T> denied,
            @Nullable Approver asks)
            throws X {
        return new Guard(this, call.frozen(argumentLimits), asks).run(body, denied);
    }

    /**
     * As {@link #guard(ToolCall, GuardedBody, Function)}, without blocking, if the store can do so. A result that is
     * cancelled is not wanted any more: a tool that was not entered is not, and nothing stays charged; one that was is
     * cancelled in turn, and stays charged.
     *
     * @param call the call
     * @param body starts the tool, for a call that is allowed alone; a null stage is a failure
     * @param denied what to complete the result with for a call that is denied
     * @param <T> the type of the result
     * @return the result to come, completed exceptionally with what the body throws or its stage fails with
     */
    public <T extends @Nullable Object> CompletableFuture<T> guardAsync(
            ToolCall call,
            Function<? super GuardedCall, ? extends CompletionStage<? extends T>> body,
            Function<? super Denial, ? extends T> denied) {
        CompletableFuture<T> result = new CompletableFuture<>();
        guardAsync(call, body, denied, approver, result);
        return result;
    }

    /**
     * As {@link #guardAsync(ToolCall, Function, Function)}, with an approver for this call in the place of the engine's,
     * and a result that the caller has beforehand, so that it can be cancelled while the tool starts.
     *
     * @param call the call
     * @param body starts the tool
     * @param denied what to complete the result with for a call that is denied
     * @param asks asks a human, or null where nobody can be asked
     * @param result is completed as {@link #guardAsync(ToolCall, Function, Function)} says
     * @param <T> the type of the result
     */
    public <T extends @Nullable Object> void guardAsync(
            ToolCall call,
            Function<? super GuardedCall, ? extends CompletionStage<? extends T>> body,
            Function<? super Denial, ? extends T> denied,
            @Nullable Approver asks,
            CompletableFuture<T> result) {
        new AsyncGuard<T>(this, call.frozen(argumentLimits), body, denied, result).run(asks);
    }

    /**
     * Decides on a call. Blocks while the counter store works, within the store's own time-out; counters in memory do
     * not block. Whoever runs a call that is allowed tells its end to {@link #finish}.
     *
     * @param call the call
     * @return the decision
     */
    public Decision decide(ToolCall call) {
        return decide(call, false);
    }

    /** As {@link #decide(ToolCall)}, perhaps in a thread that waits for the human that may have to be asked. */
    Decision decide(ToolCall call, boolean waits) {
        if (reporter.isIdle()) {
            return judged(call, waits);
        }
        long start = System.nanoTime();
        Work work = Work.within(workLimits);
        CompiledPolicy policy = CompiledPolicy.none();
        Decision decision;
        try {
            policy = snapshot();
            decision = judge.judge(policy, call, work, waits);
        } catch (Throwable e) {
            decision = DenialWording.internalError(e, isListed(policy, call));
        }
        return reporter.decided(policy, call, decision, work, start);
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
        CompiledPolicy policy = CompiledPolicy.none();
        CompletableFuture<Decision> deciding;
        try {
            policy = snapshot();
            deciding = judge.judgeAsync(policy, call, work).thenApply(Judgement.Done::decision);
        } catch (Throwable e) {
            deciding = CompletableFuture.failedFuture(e);
        }
        CompiledPolicy by = policy;
        CompletableFuture<Decision> decision =
                deciding.exceptionally(failure -> DenialWording.internalError(failure, isListed(by, call)));
        if (reporter.isIdle()) {
            return decision;
        }
        return decision.thenCompose(made -> reporter.decidedAsync(by, call, made, work, start));
    }

    /**
     * Approves a call for a human. The call is judged again as of now, with its held charges credited; if it passes, the
     * charges move to the windows now current. Where another rule asks by then, it is asked about once more, within the
     * first question's time. Blocks as {@link #decide} does.
     *
     * <p>The yes counts as that of an operator: whoever calls this is the server's own code.
     *
     * @param approval the decision that asked
     * @return an {@code Allow}, or a {@code Deny} if the approval was answered before or is too late, the policy in force
     *     is not certain to judge as the one that asked, or the call no longer passes; an {@code ApprovalRequired} where
     *     another rule asks
     */
    public Decision approve(Decision.ApprovalRequired approval) {
        return approvals.approve(approval);
    }

    /**
     * As {@link #approve}, without blocking, if the store can do so.
     *
     * @param approval the decision that asked
     * @return as {@link #approve}; never completed exceptionally, save for want of memory
     */
    public CompletionStage<Decision> approveAsync(Decision.ApprovalRequired approval) {
        return approvals.approveAsync(approval);
    }

    /**
     * Answers for a human, as {@link #approve} or {@link #decline}. An answer by one whose word does not count is none: the
     * call is denied, and the same call is asked about again. For a rule that wants an operator that is any answer through
     * the caller's connection or by a way that is not known; for one that wants the client, one by a way that is not known.
     * Nobody answers for their own call: one {@link ApprovalAnswer#by} who is the caller's principal or else its grant.
     *
     * @param approval the decision that asked
     * @param answer the answer
     * @return as {@link #approve}
     */
    public Decision answer(Decision.ApprovalRequired approval, ApprovalAnswer answer) {
        return approvals.answer(approval, answer);
    }

    /**
     * As {@link #answer}, without blocking, if the store can do so.
     *
     * @param approval the decision that asked
     * @param answer the answer
     * @return as {@link #answer}; never completed exceptionally, save for want of memory
     */
    public CompletionStage<Decision> answerAsync(Decision.ApprovalRequired approval, ApprovalAnswer answer) {
        return approvals.answerAsync(approval, answer);
    }

    /**
     * The yeses of humans that hold for later calls now.
     *
     * @return a snapshot, the oldest first
     */
    public List<RememberedApproval> rememberedApprovals() {
        return answers.yeses().list(clock.instant());
    }

    /**
     * Withdraws a yes that holds for later calls, which are asked about again.
     *
     * @param id the yes
     * @return true if there was one; false if it is gone
     */
    @CanIgnoreReturnValue
    public boolean forget(RememberedApproval id) {
        return answers.yeses().forget(id.id());
    }

    /**
     * Declines a call for a human, or because nobody could be asked. The held charges are released. For as long as the
     * question could have waited, counted from now, the same call by the same caller is declined without asking again.
     *
     * @param approval the decision that asked
     * @return the denial
     */
    public Decision decline(Decision.ApprovalRequired approval) {
        return approvals.decline(approval);
    }

    /** Denies a call about which no human says anything any more; the same call is asked about again. */
    Decision withdraw(Decision.ApprovalRequired approval) {
        return approvals.withdraw(approval);
    }

    /**
     * Denies a call because no human has answered in time. The held charges are released.
     *
     * @param approval the decision that asked
     * @return the denial
     */
    public Decision timeOut(Decision.ApprovalRequired approval) {
        return approvals.timeOut(approval);
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
        CompletionStage<?> settled = outcome.keepsCharge(releaseWhenHandlerThrows)
                ? LoggedSettlement.keep(settlement)
                : LoggedSettlement.release(settlement::release);
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
        CallSettlement.check(settlement, actual);
        if (settlement instanceof CallSettlement own && !own.finish()) {
            return CompletableFuture.completedStage(null);
        }
        CompletionStage<?> settled = LoggedSettlement.settle(() -> settlement.settle(actual));
        tellEnd(call, decision, outcome);
        return settled;
    }

    /**
     * Renews the leases of the places that a call holds, which it loses when a lease ends. Whoever runs a call that was
     * decided on, and not guarded, does so at each third of the lease while it runs; {@link #guard} and {@link #guardAsync}
     * do so by themselves.
     *
     * @param decision the decision, as {@link #decide}, {@link #decideAsync} or {@link #approve} returned it
     * @return whether the call holds all its places, true without any; false also once it is finished. Completes
     *     exceptionally if a store could not be told, and then the lease runs on
     */
    public CompletionStage<Boolean> renew(Decision.Allow decision) {
        return places.renew(decision);
    }

    /** Keeps the places of a call that begins to run, until it is settled. */
    void running(Decision.Allow decision) {
        places.keep(decision);
    }

    /**
     * Ends a call whose result is not wanted any more. Its tool may still run, and so holds its places until
     * {@link #ended}.
     */
    void cancelled(ToolCall call, Decision.Allow decision, ToolOutcome outcome) {
        boolean mayRun = outcome == ToolOutcome.CANCELLED
                && decision.reservation() instanceof CallSettlement own
                && own.hasPlaces();
        if (!mayRun) {
            finish(call, decision, outcome);
        } else if (((CallSettlement) decision.reservation()).finish()) {
            tellEnd(call, decision, outcome);
        }
    }

    /** Ends a call whose tool has ended, whatever was told of it before. */
    void ended(ToolCall call, Decision.Allow decision, ToolOutcome outcome) {
        finish(call, decision, outcome);
        CompletionStage<?> unused = LoggedSettlement.keep(decision.reservation());
    }

    private void tellEnd(ToolCall call, Decision.Allow decision, ToolOutcome outcome) {
        if (!decision.id().isEmpty()) {
            reporter.finished(call, decision.id(), decision.revision(), outcome, DecisionReporter.settled(decision));
        }
    }

    /**
     * What the engine would decide on a call now, and why, without charging anything.
     *
     * @param call the call
     * @return every rule that applies, with the values it looks at; those in shadow mode with their own counters
     * @throws RuntimeException if a policy's source or a counter store fails
     */
    public Explanation explain(ToolCall call) {
        CompiledPolicy policy = snapshot();
        ToolCall frozen = call.frozen(argumentLimits);
        Explainer.Explained explained = explainer.explain(policy, frozen);
        List<ShadowPolicy.Explained> shadow = views.explain(policy, frozen, explained.decision());
        Explainer.Evaluations evaluations =
                policy.isShadow() ? shadow.get(0).evaluations().but(explained.evaluations()) : explained.evaluations();
        return new Explanation(
                explained.decision(),
                evaluations.rules(),
                evaluations.limits(),
                evaluations.places(),
                shadow.stream().map(ShadowPolicy.Explained::decision).toList());
    }

    /**
     * Whether a tool is to be listed: it is not hidden, and listed by the policy where the default is deny. Where the
     * engine or the policy is in shadow mode, every tool is listed, as it can be called.
     *
     * @param tool the tool's name
     * @return false also when there is no policy or something fails, and where a lock is in force
     */
    public boolean lists(String tool) {
        return lists(tool, null);
    }

    /**
     * As {@link #lists(String)}, of a tool whose definition is known, as it must be under a lock.
     *
     * @param tool the tool as its server offers it
     * @return false also when the lock does not accept it
     */
    public boolean lists(ToolDefinition tool) {
        return lists(tool.name(), tool);
    }

    private boolean lists(String tool, @Nullable ToolDefinition definition) {
        try {
            Policy policy = source.current();
            return policy != null && (mode == Mode.SHADOW || (policy.lists(tool) && accepts(definition)));
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
     * The policies that are judged beside the one in force, in shadow mode.
     *
     * @return their names, in the order in which they were added
     */
    public List<String> policiesBeside() {
        return views.namesBeside();
    }

    /**
     * Who is asked where the policy wants a human.
     *
     * @return the approver, or null where nobody can be asked
     */
    public @Nullable Approver approver() {
        return approver;
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

    /**
     * Holds what a server offers against the lock, and tells the listeners in what it is not as accepted, unless they were
     * told the same last. Whoever guards under a lock calls this with each listing.
     *
     * @param offered all that the server offers
     * @return the changes; empty where all is as accepted, and where no lock is in force
     * @throws RuntimeException if the source of the lock fails
     */
    @CanIgnoreReturnValue
    public List<ToolChange> offered(ServerTools offered) {
        if (lock == null) {
            return List.of();
        }
        List<ToolChange> changes = lock.current().changes(offered);
        news.offered(server, changes);
        return changes;
    }

    /** Whether a tool is known to be listed, where something has failed and more may fail. */
    private boolean isListed(CompiledPolicy policy, ToolCall call) {
        try {
            return policy.lists(call.tool()) && (mode == Mode.SHADOW || accepts(call));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private boolean accepts(ToolCall call) {
        return accepts(call.definition());
    }

    private boolean accepts(@Nullable ToolDefinition tool) {
        return lock == null || (tool != null && lock.current().accepts(tool));
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
        news.inForce(policy);
        return fresh;
    }

    private void warnUnheard() {
        if (reporter.isIdle()) {
            FailureLog.warning("nothing is judged in shadow mode, as no listener would hear of it", null);
        }
    }

    private Decision judged(ToolCall call, boolean waits) {
        CompiledPolicy policy = CompiledPolicy.none();
        try {
            policy = snapshot();
            return judge.judge(policy, call, null, waits);
        } catch (Throwable e) {
            return DenialWording.internalError(e, isListed(policy, call));
        }
    }
}
