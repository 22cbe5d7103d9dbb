package dev.mcppolicy.engine;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.json.JsonLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options of a {@link PolicyEngine}. Each is set at most once. Not threadsafe. */
public final class PolicyEngineBuilder {
    static final Duration DEFAULT_STORE_TIMEOUT = Duration.ofSeconds(2);
    static final int DEFAULT_MAX_PENDING_APPROVALS = 8;

    final PolicySource source;
    final List<DecisionListener> requiredListeners = new ArrayList<>();
    final List<DecisionListener> listeners = new ArrayList<>();

    @Nullable
    CounterStore store;

    @Nullable
    InstantSource clock;

    @Nullable
    JsonLimits argumentLimits;

    @Nullable
    Duration storeTimeout;

    @Nullable
    String namespace;

    @Nullable
    String server;

    @Nullable
    Integer maxPendingApprovals;

    boolean strictCallers;

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
        store = once("store", store, counterStore);
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
        clock = once("clock", clock, instants);
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
        argumentLimits = once("argument limits", argumentLimits, limits);
        return this;
    }

    /**
     * How long {@link PolicyEngine#decideAsync} waits for the store before it denies. Default: two seconds. The blocking
     * form relies on the store's own time-out.
     *
     * @param timeout more than zero
     * @return this builder
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if it is not more than zero
     */
    public PolicyEngineBuilder storeTimeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("store timeout must be more than zero, not " + timeout);
        }
        storeTimeout = once("store timeout", storeTimeout, timeout);
        return this;
    }

    /**
     * What sets this policy's counters apart from those of others in one store. It stays when the policy is replaced.
     * Default: the name of the first policy that the engine judges by, be it there when the engine is built or later.
     *
     * @param name the namespace
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public PolicyEngineBuilder namespace(String name) {
        namespace = once("namespace", namespace, name);
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
        server = once("server", server, name);
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
     * How many approvals one caller may have pending. Default: 8.
     *
     * @param max at least 1
     * @return this builder
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if it is less than 1
     */
    public PolicyEngineBuilder maxPendingApprovals(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("maximum of pending approvals must be at least 1, not " + max);
        }
        maxPendingApprovals = once("maximum of pending approvals", maxPendingApprovals, max);
        return this;
    }

    /**
     * Adds a listener whose failure changes no decision; it is logged.
     *
     * @param listener hears of every decision, in the caller's thread
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
     * @param listener hears of every decision, in the caller's thread
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
     */
    @CheckReturnValue
    public PolicyEngine build() {
        return new PolicyEngine(this);
    }

    private static <T> T once(String option, @Nullable T present, T value) {
        if (present != null) {
            throw new IllegalStateException(option + " was already set to " + present);
        }
        return Objects.requireNonNull(value, option);
    }
}
