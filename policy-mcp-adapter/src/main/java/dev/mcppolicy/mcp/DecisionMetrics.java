package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.StoreEvent;
import dev.mcppolicy.decision.ToolsEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts and times decisions by Micrometer, which a server that uses this class adds itself.
 *
 * <ul>
 *   <li>{@value #DECISIONS}, a timer: how long deciding took; tagged {@code tool}, {@code decision} ({@code allow},
 *       {@code deny}, {@code approval_required}) and {@code code} (of a denial, else {@code none}).
 *   <li>{@value #OUTCOMES}, a counter: what became of the calls let through; tagged {@code tool} and {@code outcome}.
 *   <li>{@value #SHADOW}, a counter: what policies in shadow mode would have decided; tagged {@code tool}, {@code view}
 *       (which policy), {@code decision} ({@code allow}, {@code deny}, {@code approval_required}, {@code not_judged}) and
 *       {@code differs} (whether the policy in force decided otherwise).
 *   <li>{@value #DRIFTED_TOOLS}, a gauge: how many tools, with the instructions as one, are not as they were accepted, where
 *       something locks them; tagged {@code server}.
 *   <li>{@value #STORE}, a timer: how long a counter store that is kept outside the process took to answer or to fail; tagged
 *       {@code operation} ({@code reserve}, {@code swap}, {@code settle}, {@code renew}, {@code read}) and {@code outcome}
 *       ({@code answered}, {@code failed}).
 *   <li>{@value #STORE_UP}, a gauge: 1 where what the store was asked last was answered, else 0; and {@value #STORE_RETRIES}, a
 *       gauge: how often the store has asked anew, as an outcome was not known.
 * </ul>
 *
 * <p>Behind a {@link PolicyEnforcer} a tool's name is one of the server's own, so the tags are bounded. Callers are no
 * tags. This class is threadsafe.
 */
public final class DecisionMetrics implements DecisionListener {
    /** The timer of decisions. */
    public static final String DECISIONS = "mcp.policy.decisions";

    /** The counter of outcomes. */
    public static final String OUTCOMES = "mcp.policy.outcomes";

    /** The counter of what policies in shadow mode would have decided. */
    public static final String SHADOW = "mcp.policy.shadow";

    /** The gauge of tools that are not as they were accepted. */
    public static final String DRIFTED_TOOLS = "mcp.policy.tools.drifted";

    /** The timer of what a counter store is asked. */
    public static final String STORE = "mcp.policy.store";

    /** The gauge of whether a counter store answers. */
    public static final String STORE_UP = "mcp.policy.store.up";

    /** The gauge of what a counter store has asked anew. */
    public static final String STORE_RETRIES = "mcp.policy.store.retries";

    private final MeterRegistry registry;
    private final AtomicBoolean isStoreMetered = new AtomicBoolean();
    private final AtomicInteger storeUp = new AtomicInteger();
    private final AtomicLong storeRetries = new AtomicLong();
    private final Map<String, AtomicInteger> drifted = new ConcurrentHashMap<>();

    /**
     * A listener that counts and times.
     *
     * @param registry where the meters are kept
     */
    @SuppressWarnings("exports") // a module that meters has Micrometer; one that does not must compile without it
    public DecisionMetrics(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    @Override
    public void decided(DecisionEvent event) {
        String kind = event.decision().fold(allow -> "allow", deny -> "deny", approval -> "approval_required");
        String code = event.decision() instanceof Decision.Deny deny
                ? deny.denial().code().name().toLowerCase(Locale.ROOT)
                : "none";
        Timer.builder(DECISIONS)
                .tag("tool", event.call().tool())
                .tag("decision", kind)
                .tag("code", code)
                .register(registry)
                .record(Duration.ofNanos(event.latencyNanos()));
        event.shadow().forEach(shadow -> registry.counter(
                        SHADOW,
                        "tool",
                        event.call().tool(),
                        "view",
                        shadow.view(),
                        "decision",
                        shadow.kind().id(),
                        "differs",
                        String.valueOf(shadow.differs()))
                .increment());
    }

    @Override
    public void toolsChanged(ToolsEvent event) {
        drifted.computeIfAbsent(
                        event.server(),
                        server -> registry.gauge(DRIFTED_TOOLS, Tags.of("server", server), new AtomicInteger()))
                .set(event.changes().size());
    }

    @Override
    public void storeAsked(StoreEvent event) {
        Timer.builder(STORE)
                .tag("operation", event.operation().id())
                .tag("outcome", event.failure() == null ? "answered" : "failed")
                .register(registry)
                .record(Duration.ofNanos(event.latencyNanos()));
        storeUp.set(event.failure() == null ? 1 : 0);
        storeRetries.set(event.retries());
        if (isStoreMetered.compareAndSet(false, true)) {
            registry.gauge(STORE_UP, storeUp);
            registry.gauge(STORE_RETRIES, storeRetries);
        }
    }

    @Override
    public void finished(OutcomeEvent event) {
        registry.counter(
                        OUTCOMES,
                        "tool",
                        event.call().tool(),
                        "outcome",
                        event.outcome().name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
