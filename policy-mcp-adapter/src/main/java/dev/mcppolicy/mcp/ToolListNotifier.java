package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.engine.PolicySource.Subscription;
import dev.mcppolicy.mcp.transport.LoggerName;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.text.VisibleText;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Tells clients when another policy, or another source of policies for a grant, changes which of a server's tools are to be
 * seen, and the operator when one comes that enforces nothing.
 *
 * <p>This class is threadsafe.
 */
final class ToolListNotifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoggerName.ENFORCER);

    /** A source that is listened to, and the policy that it was last known to have. */
    private record Watched(AtomicReference<@Nullable Policy> policy, Subscription subscription) {}

    private final EngineByGrant engines;
    private final Supplier<List<String>> tools;
    private final Supplier<Mono<Void>> notification;
    private final Consumer<Policy> news;
    private final Subscription grants;
    private IdentityHashMap<PolicySource, Watched> watched = new IdentityHashMap<>();
    private Map<String, PolicySource> sourceByGrant;
    private boolean closed;

    /** A watch; the news are what else is to be looked at in a policy that comes into force. */
    ToolListNotifier(
            EngineByGrant engines,
            Supplier<List<String>> tools,
            Supplier<Mono<Void>> notification,
            Consumer<Policy> news) {
        this.engines = engines;
        this.tools = tools;
        this.notification = notification;
        this.news = news;
        this.sourceByGrant = engines.sourceByGrant();
        sourceByGrant.values().stream()
                .filter(Objects::nonNull)
                .forEach(source -> watched.computeIfAbsent(source, this::watch));
        this.grants = engines.onChange(() -> attempt(this::follow));
    }

    private Watched watch(PolicySource source) {
        AtomicReference<@Nullable Policy> known = new AtomicReference<>(source.current());
        return new Watched(
                known,
                source.subscribe(next -> attempt(() -> {
                    Policy before = known.getAndSet(next);
                    warn(before, next);
                    news.accept(next);
                    List<String> names = tools.get();
                    if (!visible(before, names).equals(visible(next, names))) {
                        tell();
                    }
                })));
    }

    /** Takes up the sources of grants that have come, lets go of those that are gone, and tells if some grant sees others. */
    private void follow() {
        List<String> names = tools.get();
        boolean changed;
        synchronized (this) {
            if (closed) {
                return;
            }
            Map<String, PolicySource> before = sourceByGrant;
            IdentityHashMap<PolicySource, Watched> known = watched;
            sourceByGrant = engines.sourceByGrant();
            watched = new IdentityHashMap<>();
            for (PolicySource source : sourceByGrant.values()) {
                Watched watch = known.get(source);
                if (watch != null) {
                    watched.put(source, watch);
                } else if (source != null && !watched.containsKey(source)) {
                    // One that fails is nobody else's trouble.
                    attempt(() -> begin(source));
                }
            }
            known.forEach((source, watch) -> {
                if (!watched.containsKey(source)) {
                    watch.subscription().close();
                }
            });
            changed = showsOthers(before, known, names);
        }
        if (changed) {
            tell();
        }
    }

    private void begin(PolicySource source) {
        Watched fresh = watch(source);
        watched.put(source, fresh);
        Policy policy = fresh.policy().get();
        warn(null, policy);
        if (policy != null) {
            news.accept(policy);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a source is told from another by its identity
    private boolean showsOthers(
            Map<String, PolicySource> before, IdentityHashMap<PolicySource, Watched> known, List<String> names) {
        Set<String> grants = new HashSet<>(before.keySet());
        grants.addAll(sourceByGrant.keySet());
        return grants.stream().anyMatch(grant -> {
            PolicySource old = before.get(grant);
            PolicySource now = sourceByGrant.get(grant);
            return old != now && !visible(policy(old, known), names).equals(visible(policy(now, watched), names));
        });
    }

    private static @Nullable Policy policy(
            @Nullable PolicySource source, IdentityHashMap<PolicySource, Watched> watches) {
        Watched watch = source == null ? null : watches.get(source);
        return watch == null ? null : watch.policy().get();
    }

    private static void warn(@Nullable Policy before, @Nullable Policy after) {
        if (after != null && after.mode() == Mode.SHADOW && (before == null || before.mode() == Mode.ENFORCE)) {
            LOG.warn(
                    "SHADOW MODE: the new policy {} is judged, and NOTHING OF IT IS ENFORCED",
                    VisibleText.of(after.toString()));
        }
    }

    void tell() {
        notification.get().subscribe(done -> {}, ToolListNotifier::untold);
    }

    private static void attempt(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            untold(e);
        }
    }

    private static void untold(Throwable failure) {
        LOG.warn("clients could not be told of the tools that another policy shows", failure);
    }

    private Set<String> visible(@Nullable Policy policy, List<String> names) {
        return policy == null
                ? Set.of()
                : names.stream().filter(name -> engines.lists(policy, name)).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        grants.close();
        synchronized (this) {
            closed = true;
            watched.values().forEach(watch -> watch.subscription().close());
        }
    }
}
