package dev.mcppolicy.mcp;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicyEngineBuilder;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.engine.ToolNotExecutedException;
import dev.mcppolicy.mcp.transport.AdapterLog;
import dev.mcppolicy.mcp.transport.AnswerCheck;
import dev.mcppolicy.text.SetOnce;
import dev.mcppolicy.tool.LockSource;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/** Options of a {@link PolicyEnforcer}. Each is set at most once. Not threadsafe. */
public final class PolicyEnforcerBuilder {
    private final @Nullable PolicySource source;
    private final @Nullable Supplier<? extends Map<String, ? extends PolicySource>> policiesByGrant;
    private final List<Consumer<PolicyEngineBuilder>> engineOptions = new ArrayList<>();

    private @Nullable Approver approver;
    private @Nullable CallerResolver callers;
    private @Nullable DenialRenderer denialRenderer;
    private @Nullable InputCheck inputs;
    private @Nullable Integer handlerThreads;
    private @Nullable ToolLockWatch lock;

    PolicyEnforcerBuilder(PolicySource source) {
        this.source = Objects.requireNonNull(source, "source");
        this.policiesByGrant = null;
    }

    PolicyEnforcerBuilder(Supplier<? extends Map<String, ? extends PolicySource>> policiesByGrant) {
        this.source = null;
        this.policiesByGrant = Objects.requireNonNull(policiesByGrant, "policies by grant");
    }

    /**
     * Says who calls. Default: {@link CallerResolver#anonymous}, for stdio; with a policy for each grant there is none.
     *
     * @param resolver the resolver
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEnforcerBuilder callers(CallerResolver resolver) {
        callers = SetOnce.of("callers", callers, resolver);
        return this;
    }

    /**
     * Asks a human where the policy wants one. Default: nobody can be asked, and such calls are denied.
     *
     * @param asks the approver
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEnforcerBuilder approver(Approver asks) {
        approver = SetOnce.of("approver", approver, asks);
        return this;
    }

    /**
     * Locks the server's tools: a tool that is not defined as the lock accepts it is hidden from lists, and calls of it are
     * denied with {@code DRIFTED}, until the lock accepts it. {@link PolicyEnforcer#start} says what has changed. Default:
     * nothing is locked.
     *
     * @param accepted where the lock comes from; asked at every call and listing, so that an operator accepts a tool
     *     without a restart
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEnforcerBuilder lock(LockSource accepted) {
        ToolLockWatch watch = SetOnce.of("lock", lock, new ToolLockWatch(Objects.requireNonNull(accepted, "lock")));
        lock = watch;
        return engine(options -> options.lock(watch));
    }

    /**
     * How many threads run the handlers of a synchronous server. Half of them at most wait for humans, so that calls that
     * need none are served; a call beyond that is denied with {@code LIMIT_EXCEEDED}. Default: as many as the scheduler
     * has on which the SDK runs handlers, ten for each processor. A server with {@code immediateExecution(true)} runs them
     * in the threads of its container.
     *
     * @param threads at least 2
     * @return this builder
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if it is less than 2
     */
    public PolicyEnforcerBuilder handlerThreads(int threads) {
        if (threads < 2) {
            throw new IllegalArgumentException("handler threads must be at least 2, not " + threads);
        }
        handlerThreads = SetOnce.of("number of handler threads", handlerThreads, threads);
        return this;
    }

    /**
     * Words denials. Default: {@link DenialRenderer#standard}.
     *
     * @param renderer the renderer
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEnforcerBuilder denialRenderer(DenialRenderer renderer) {
        denialRenderer = SetOnce.of("denial renderer", denialRenderer, renderer);
        return this;
    }

    /**
     * Checks arguments against a tool's input schema once the policy has allowed the call; give the server's builder
     * {@code validateToolInputs(false)}, or it checks them before. Default: from SDK 2.0 on a check of our own, none
     * before, as the SDK itself. Our own takes RE2 patterns, knows each tool's schema apart from any other's whatever their
     * {@code $id}, and ends within the engine's limits on work; a schema that it cannot check is refused when the tool is
     * wrapped.
     *
     * @param validator the validator that the server is built with; nothing bounds what it does
     * @return this builder
     * @throws IllegalStateException if it was set before, or inputs are not to be checked
     */
    public PolicyEnforcerBuilder inputValidator(JsonSchemaValidator validator) {
        inputs = SetOnce.of("input validator", inputs, InputCheck.by(Objects.requireNonNull(validator, "validator")));
        return this;
    }

    /**
     * Leaves arguments unchecked against a tool's input schema.
     *
     * @return this builder
     * @throws IllegalStateException if a validator was set before
     */
    public PolicyEnforcerBuilder withoutInputValidation() {
        inputs = SetOnce.of("input validator", inputs, InputCheck.none());
        return this;
    }

    /**
     * Gives a call's charges back whenever its handler throws, as the reference proxy does, though the tool may have
     * acted. A result with {@code isError} keeps them. Default: only {@link ToolNotExecutedException} gives them back.
     *
     * @return this builder
     */
    public PolicyEnforcerBuilder releaseWhenHandlerThrows() {
        return engine(PolicyEngineBuilder::releaseWhenHandlerThrows);
    }

    /**
     * Where the counters are kept. Default: in memory, for this enforcer alone.
     *
     * @param store the store
     * @return this builder
     */
    public PolicyEnforcerBuilder store(CounterStore store) {
        return engine(options -> options.store(store));
    }

    /**
     * The clock. Default: the system's.
     *
     * @param clock the clock
     * @return this builder
     */
    public PolicyEnforcerBuilder clock(InstantSource clock) {
        return engine(options -> options.clock(clock));
    }

    /**
     * Adds a listener whose failure changes no decision.
     *
     * @param listener hears of every decision, before the handler is entered, in the thread that makes it
     * @return this builder
     */
    public PolicyEnforcerBuilder listener(DecisionListener listener) {
        return engine(options -> options.listener(listener));
    }

    /**
     * Adds a listener without which no call passes, such as an audit log.
     *
     * @param listener hears of every decision, before the handler is entered, in the thread that makes it
     * @return this builder
     */
    public PolicyEnforcerBuilder requiredListener(DecisionListener listener) {
        return engine(options -> options.requiredListener(listener));
    }

    /**
     * Sets further options of the engine, such as its mode or the server's name. With a policy for each grant they are
     * applied to every engine, those of grants that come later included.
     *
     * @param options called for each engine, in any thread; sets options, each at most once over all calls of this method and those named like an option
     * @return this builder
     */
    public PolicyEnforcerBuilder engine(Consumer<PolicyEngineBuilder> options) {
        engineOptions.add(Objects.requireNonNull(options, "options"));
        return this;
    }

    /**
     * Builds the enforcer.
     *
     * @return a new enforcer
     * @throws IllegalStateException if an option of the engine was set twice, or policies are given for each grant and
     *     nothing says who calls
     */
    @CheckReturnValue
    public PolicyEnforcer build() {
        if (policiesByGrant != null && callers == null) {
            throw new IllegalStateException("a policy for each grant needs `callers` that name the grant");
        }
        AdapterLog log = new AdapterLog();
        CallerIdentification identified =
                new CallerIdentification(Objects.requireNonNullElseGet(callers, CallerResolver::anonymous), log);
        return new PolicyEnforcer(new HandlerGuard.Setting(
                engines(),
                identified,
                approver instanceof ElicitationApprover elicitation ? elicitation : null,
                new AnswerCheck((context, session) -> identified.of(new CallOrigin(context, session, null)), log),
                Objects.requireNonNullElseGet(denialRenderer, DenialRenderer::standard),
                Objects.requireNonNullElseGet(inputs, InputCheck::asTheSdk),
                lock,
                log));
    }

    private EngineByGrant engines() {
        if (policiesByGrant == null) {
            PolicySource known = Objects.requireNonNull(source);
            return EngineByGrant.forAll(known, engineOf(known), unidentified());
        }
        // The engines come and go; the counters of a grant stay.
        CounterStore counters = new InMemoryCounterStore();
        List<Consumer<PolicyEngineBuilder>> options = List.copyOf(engineOptions);
        Approver asks = approver;
        int threads = handlerThreads();
        PolicyEngine unidentified = unidentified();
        return EngineByGrant.perGrant(
                new GrantEngineRegister(
                        policiesByGrant,
                        (policies, namespace) -> engineOf(
                                PolicyEngine.builder(policies)
                                        .namespace(namespace)
                                        .defaultStore(counters)
                                        .approvalsTogetherWith(unidentified),
                                asks,
                                threads,
                                options)),
                unidentified);
    }

    private int handlerThreads() {
        return Objects.requireNonNullElse(handlerThreads, Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE);
    }

    private PolicyEngine unidentified() {
        return engineOf(new ReplaceablePolicy(null));
    }

    private PolicyEngine engineOf(PolicySource policies) {
        return engineOf(PolicyEngine.builder(policies), approver, handlerThreads(), engineOptions);
    }

    private static PolicyEngine engineOf(
            PolicyEngineBuilder engine,
            @Nullable Approver asks,
            int threads,
            List<Consumer<PolicyEngineBuilder>> options) {
        if (asks != null) {
            engine.approver(asks);
        }
        engine.maxWaitingThreads(Math.max(1, threads / 2));
        options.forEach(option -> option.accept(engine));
        return engine.build();
    }
}
