package dev.mcppolicy.engine;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.judgement.Answers;
import dev.mcppolicy.engine.judgement.ApprovalRegister;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.text.SetOnce;
import dev.mcppolicy.tool.LockSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options of a {@link PolicyEngine}. Each is set at most once. Not threadsafe. */
public final class PolicyEngineBuilder {
    static final Duration DEFAULT_STORE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration MIN_STORE_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_STORE_TIMEOUT = Duration.ofMillis(Long.MAX_VALUE);
    private static final int DEFAULT_MAX_PENDING_APPROVALS = 8;
    private static final int DEFAULT_MAX_PENDING_IN_ALL = 64;
    /** How many noes are kept for each approval that may wait. */
    private static final int ANSWERS_PER_PENDING = 16;

    private static final int MAX_NAME = 64;
    private static final String PENDING = "maximum of pending approvals";
    private static final String IN_ALL = "maximum of pending approvals in all";
    private static final String THREADS = "maximum of waiting threads";

    final PolicySource source;
    final List<DecisionListener> requiredListeners = new ArrayList<>();
    final List<DecisionListener> listeners = new ArrayList<>();
    final Map<String, PolicySource> beside = new LinkedHashMap<>();

    @Nullable
    CounterStore store;

    @Nullable
    CounterStore defaultStore;

    @Nullable
    InstantSource clock;

    @Nullable
    JsonLimits argumentLimits;

    @Nullable
    WorkLimits workLimits;

    @Nullable
    Duration storeTimeout;

    @Nullable
    String namespace;

    @Nullable
    String server;

    private @Nullable Integer maxPendingApprovals;
    private @Nullable Integer maxPendingApprovalsInAll;
    private @Nullable Integer maxWaitingThreads;
    private @Nullable PolicyEngine sharing;

    @Nullable
    Mode mode;

    @Nullable
    CounterStore shadowStore;

    @Nullable
    LockSource lock;

    @Nullable
    Approver approver;

    boolean strictCallers;
    boolean releaseWhenHandlerThrows;

    PolicyEngineBuilder(PolicySource source) {
        this.source = Objects.requireNonNull(source, "source");
    }

    /**
     * Where the counters are kept. Default: in memory, for this engine alone.
     *
     * @param counterStore the store
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder store(CounterStore counterStore) {
        store = SetOnce.of("store", store, counterStore);
        return this;
    }

    /**
     * Where the counters are kept if {@link #store} is not set, for whoever makes several engines with options that others
     * choose. Default: in memory, for this engine alone.
     *
     * @param counterStore the store
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder defaultStore(CounterStore counterStore) {
        defaultStore = SetOnce.of("default store", defaultStore, counterStore);
        return this;
    }

    /**
     * The clock. Default: the system's.
     *
     * @param instants the clock
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder clock(InstantSource instants) {
        clock = SetOnce.of("clock", clock, instants);
        return this;
    }

    /**
     * How large the arguments of a call may be. Default: {@link JsonLimits#DEFAULT}.
     *
     * @param limits the limits
     * @return this builder
     * @throws IllegalStateException if they were set before
     */
    public PolicyEngineBuilder argumentLimits(JsonLimits limits) {
        argumentLimits = SetOnce.of("argument limits", argumentLimits, limits);
        return this;
    }

    /**
     * How much work the judging of one call may be, and, apart from that, the check of its arguments against the tool's
     * own schema. A call that passes a bound is denied. Default: {@link WorkLimits#DEFAULT}.
     *
     * @param limits the limits
     * @return this builder
     * @throws IllegalStateException if they were set before
     */
    public PolicyEngineBuilder workLimits(WorkLimits limits) {
        workLimits = SetOnce.of("work limits", workLimits, limits);
        return this;
    }

    /**
     * How long {@link PolicyEngine#decideAsync} waits for the store before it denies. Default: two seconds. The blocking
     * form relies on the store's own time-out.
     *
     * @param timeout at least one millisecond, and taken down to whole ones
     * @return this builder
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if it is less than one millisecond, or more milliseconds than a {@code long} holds
     */
    public PolicyEngineBuilder storeTimeout(Duration timeout) {
        if (timeout.compareTo(MIN_STORE_TIMEOUT) < 0) {
            throw new IllegalArgumentException("store timeout must be at least 1 millisecond, not " + timeout);
        }
        if (timeout.compareTo(MAX_STORE_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "store timeout must be at most " + Long.MAX_VALUE + " milliseconds, not " + timeout);
        }
        storeTimeout = SetOnce.of("store timeout", storeTimeout, timeout);
        return this;
    }

    /**
     * What sets this policy's counters apart from those of others in one store. It stays when the policy is replaced.
     * Default: the name of the first policy that the engine judges by, be it there when the engine is built or later.
     *
     * @param name the namespace, which does not begin with {@code (shadow}, as those of counters in shadow mode do
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder namespace(String name) {
        namespace = SetOnce.of("namespace", namespace, name);
        return this;
    }

    /**
     * What sets this server's counters apart from those of others in one store. Default: nothing.
     *
     * @param name the server's name
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder server(String name) {
        server = SetOnce.of("server", server, name);
        return this;
    }

    /**
     * Locks the server's tools: a call is denied with {@code DRIFTED}, and its tool hidden, unless the call says by what
     * {@linkplain ToolCall#withDefinition definition} its server offers the tool, and the lock accepts it. In {@link
     * Mode#SHADOW} of the engine it is told and denies nothing. Default: nothing is locked.
     *
     * @param accepted where the lock comes from
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder lock(LockSource accepted) {
        lock = SetOnce.of("lock", lock, accepted);
        return this;
    }

    /**
     * Whether the engine enforces its policy. In {@link Mode#SHADOW} it judges and tells its listeners, and lets every
     * call through that has a policy and arguments that can be judged. Default: {@link Mode#ENFORCE}.
     *
     * @param engineMode the mode
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder mode(Mode engineMode) {
        mode = SetOnce.of("mode", mode, engineMode);
        return this;
    }

    /**
     * Judges every call by another policy too, in shadow mode: listeners hear what it would have decided. Its counters
     * are its own, so that it counts what it would have let through, and nothing it does changes a decision.
     *
     * @param name what listeners call it: letters, digits, {@code .}, {@code _} and {@code -}, at most 64
     * @param policies where the other policy comes from
     * @return this builder
     * @throws IllegalStateException if a policy of that name was added before
     * @throws IllegalArgumentException if the name is no such name
     */
    public PolicyEngineBuilder shadow(String name, PolicySource policies) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "the name of a policy beside must be 1 to 64 letters, digits, `.`, `_` or `-`, not `" + name + "`");
        }
        if (beside.putIfAbsent(name, Objects.requireNonNull(policies, "policies")) != null) {
            throw new IllegalStateException("a policy beside was already named `" + name + "`");
        }
        return this;
    }

    /**
     * Where the counters of shadow mode are kept. Default: in memory, a store for each policy in shadow mode, so that they
     * never fill the store of those that are enforced; each holds up to a million counters, so give one here where the
     * heap is small. In a store given here they are set apart by their namespace, but
     * share its capacity and its clock.
     *
     * @param counterStore the store
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder shadowStore(CounterStore counterStore) {
        shadowStore = SetOnce.of("shadow store", shadowStore, counterStore);
        return this;
    }

    /**
     * Denies anonymous callers wherever a limit counts by an identity, instead of counting them all together.
     *
     * @return this builder
     */
    public PolicyEngineBuilder strictCallers() {
        strictCallers = true;
        return this;
    }

    /**
     * Asks a human where the policy wants one, for calls that {@link PolicyEngine#guard} runs. Default: nobody can be
     * asked, and such calls are denied.
     *
     * @param asks the approver
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder approver(Approver asks) {
        approver = SetOnce.of("approver", approver, asks);
        return this;
    }

    /**
     * Gives a call's charges back whenever its tool threw, as the reference proxy does, though the tool may have acted. A
     * result that is an error keeps them. Default: an exception keeps them.
     *
     * @return this builder
     */
    public PolicyEngineBuilder releaseWhenHandlerThrows() {
        releaseWhenHandlerThrows = true;
        return this;
    }

    /**
     * How many approvals one caller may have pending. Default: 8.
     *
     * @param max at least 1
     * @return this builder
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if it is less than 1
     */
    public PolicyEngineBuilder maxPendingApprovals(int max) {
        maxPendingApprovals = SetOnce.of(PENDING, maxPendingApprovals, atLeastOne(PENDING, max));
        return this;
    }

    /**
     * How many approvals may be pending in all. A call for which there is no place is denied with {@code LIMIT_EXCEEDED}.
     * Sixteen times as many noes of humans are kept, and as many yeses that hold for later calls. Default: 64.
     *
     * @param max at least 1
     * @return this builder
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if it is less than 1
     */
    public PolicyEngineBuilder maxPendingApprovalsInAll(int max) {
        maxPendingApprovalsInAll = SetOnce.of(IN_ALL, maxPendingApprovalsInAll, atLeastOne(IN_ALL, max));
        return this;
    }

    /**
     * How many calls of {@link PolicyEngine#guard}, each of which keeps a thread, may wait for humans at once; at most
     * half of the threads that serve such calls, so that those which need no approval are served. A call for which there
     * is no place is denied with {@code LIMIT_EXCEEDED}. Default: as many as may be pending in all.
     *
     * @param max at least 1
     * @return this builder
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if it is less than 1
     */
    public PolicyEngineBuilder maxWaitingThreads(int max) {
        maxWaitingThreads = SetOnce.of(THREADS, maxWaitingThreads, atLeastOne(THREADS, max));
        return this;
    }

    /**
     * Counts pending approvals, and keeps the answers of humans, together with another engine, as is due where two serve one
     * server. The bounds are the other's, whatever is set here.
     *
     * @param other the other engine
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder approvalsTogetherWith(PolicyEngine other) {
        SetOnce.checkUnset("engine to count approvals with", sharing != null);
        sharing = Objects.requireNonNull(other, "other");
        return this;
    }

    /** Where the calls of the engine wait for humans. */
    ApprovalRegister pending() {
        if (sharing != null) {
            return sharing.pending;
        }
        int inAll = pendingInAll();
        return new ApprovalRegister(new ApprovalRegister.Bounds(
                Objects.requireNonNullElse(maxPendingApprovals, DEFAULT_MAX_PENDING_APPROVALS),
                inAll,
                Objects.requireNonNullElse(maxWaitingThreads, inAll)));
    }

    /** Where the engine keeps what humans have answered. */
    Answers answers() {
        return sharing != null
                ? sharing.answers
                : Answers.none((int) Math.min(Integer.MAX_VALUE, (long) ANSWERS_PER_PENDING * pendingInAll()));
    }

    private int pendingInAll() {
        return Objects.requireNonNullElse(maxPendingApprovalsInAll, DEFAULT_MAX_PENDING_IN_ALL);
    }

    private static int atLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, not " + value);
        }
        return value;
    }

    /**
     * Adds a listener whose failure changes no decision; it is logged.
     *
     * @param listener hears of every decision before the caller has it
     * @return this builder
     */
    public PolicyEngineBuilder listener(DecisionListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Adds a listener without which no call passes, such as an audit log: when it fails, the call is denied with
     * {@code INTERNAL_ERROR} and its charges are released. Such listeners hear of a decision before the others, which
     * then hear of the decision as it was made.
     *
     * @param listener hears of every decision before the caller has it
     * @return this builder
     */
    public PolicyEngineBuilder requiredListener(DecisionListener listener) {
        requiredListeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Builds the engine.
     *
     * @return a new engine
     * @throws IllegalArgumentException if the namespace begins with {@code (shadow}
     */
    @CheckReturnValue
    public PolicyEngine build() {
        return new PolicyEngine(this);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '.'
                                || c == '_'
                                || c == '-');
    }
}
