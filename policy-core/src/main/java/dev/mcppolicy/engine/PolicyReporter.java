package dev.mcppolicy.engine;

import dev.mcppolicy.decision.PolicyEvent;
import dev.mcppolicy.decision.ToolsEvent;
import dev.mcppolicy.engine.store.FailureLog;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.tool.ToolChange;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells an engine's listeners which policy it judges by, before it tells them of any decision by that policy, and which
 * changes of its source were refused.
 *
 * <p>This class is threadsafe; events are told one after the other.
 */
final class PolicyReporter {
    private final PolicySource source;
    private final DecisionListeners listeners;
    private final InstantSource clock;
    private final Mode mode;
    /** The policy that was told of last; guarded by {@code this}. */
    private @Nullable Policy told;
    /** The changes of tools that were told of last; guarded by {@code this}. */
    private List<ToolChange> toldChanges = List.of();

    PolicyReporter(PolicySource source, DecisionListeners listeners, InstantSource clock, Mode mode) {
        this.source = source;
        this.listeners = listeners;
        this.clock = clock;
        this.mode = mode;
    }

    /** Tells in what a server's tools are not as they were accepted, unless that was told last. Never throws. */
    synchronized void offered(String server, List<ToolChange> changes) {
        if (!listeners.isEmpty() && !changes.equals(toldChanges)) {
            toldChanges = changes;
            attempt(() -> listeners.toolsChanged(new ToolsEvent(clock.instant(), server, changes)));
        }
    }

    /** Hears of the source from now on, for as long as the engine is in use. */
    void follow() {
        if (listeners.isEmpty()) {
            return;
        }
        attempt(() -> {
            this.<Policy>subscribe(PolicyReporter::inForce, source::subscribe);
            this.<String>subscribe(PolicyReporter::refused, source::subscribeRefusals);
        });
    }

    /** Tells of a policy, unless it was told of last or is in force no longer. Never throws. */
    synchronized void inForce(Policy policy) {
        if (!listeners.isEmpty()) {
            attempt(() -> tell(policy));
        }
    }

    @SuppressWarnings("ReferenceEquality") // a source says the same policy by the same object
    private void tell(Policy policy) {
        Policy before = told;
        if (policy == before || source.current() != policy) {
            return;
        }
        String origin = source.origin();
        told = policy;
        listeners.policyChanged(
                before == null
                        ? new PolicyEvent.Started(
                                clock.instant(), policy.revision(), policy.name(), origin, mode, version())
                        : new PolicyEvent.Reloaded(
                                clock.instant(), before.revision(), policy.revision(), policy.name(), origin));
    }

    private synchronized void refused(String problem) {
        attempt(() -> listeners.policyChanged(new PolicyEvent.Refused(
                clock.instant(), told == null ? "" : told.revision(), source.origin(), problem)));
    }

    private static void attempt(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable e) {
            FailureLog.error("what happened to a policy could not be told", e);
        }
    }

    /** The version of this jar as the build wrote it down, or null where no build has. */
    private static @Nullable String version() {
        try (InputStream in = PolicyReporter.class.getResourceAsStream("version.txt")) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.isEmpty() || text.startsWith("$") ? null : text;
        } catch (IOException e) {
            return null;
        }
    }

    /** Subscribes so that a source that outlives the engine does not keep it. */
    private <T> void subscribe(BiConsumer<PolicyReporter, T> heard, Subscribing<T> subscribing) {
        WeakReference<PolicyReporter> ear = new WeakReference<>(this);
        PolicySource.Subscription[] subscription = new PolicySource.Subscription[1];
        subscription[0] = subscribing.subscribe(news -> {
            PolicyReporter still = ear.get();
            if (still != null) {
                heard.accept(still, news);
            } else if (subscription[0] != null) {
                subscription[0].close();
            }
        });
    }

    private interface Subscribing<T> {
        PolicySource.Subscription subscribe(Consumer<? super T> listener);
    }
}
