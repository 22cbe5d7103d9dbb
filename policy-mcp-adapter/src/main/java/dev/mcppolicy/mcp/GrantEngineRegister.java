package dev.mcppolicy.mcp;

import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicySource;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engines of the grants that have a policy. Grants that are given one source share its engine, and so what is counted
 * for all; an engine is made when its source first appears, and let go when no grant has it any more.
 *
 * <p>Which source a grant has is looked up in the map at each call, never remembered. That the map is another object than
 * before only says when to look for what has come and gone.
 *
 * <p>This class is threadsafe.
 */
final class GrantEngineRegister {
    /** An engine and the namespace that no other of those in use has. */
    private record Held(PolicyEngine engine, String namespace) {}

    /** What the map was found to hold, never changed. Engines, or why there is none, are by the identity of the source. */
    private record Found(
            @Nullable Object map,
            Map<String, PolicySource> sources,
            IdentityHashMap<PolicySource, Held> engines,
            IdentityHashMap<PolicySource, RuntimeException> failures) {}

    private final Supplier<? extends Map<String, ? extends PolicySource>> policies;
    private final BiFunction<PolicySource, String, PolicyEngine> maker;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Found found = new Found(null, Map.of(), new IdentityHashMap<>(), new IdentityHashMap<>());

    /**
     * A register.
     *
     * @param policies the sources of policies by the name of the grant, asked at each call
     * @param maker makes an engine of a source with a namespace for its counters
     * @throws RuntimeException if an engine cannot be made; later on that is the trouble of the source's grants alone
     */
    GrantEngineRegister(
            Supplier<? extends Map<String, ? extends PolicySource>> policies,
            BiFunction<PolicySource, String, PolicyEngine> maker) {
        this.policies = policies;
        this.maker = maker;
        this.found = searched(policies.get());
        found.failures().values().forEach(failure -> {
            throw failure;
        });
    }

    /**
     * The engine that judges under a grant, or null if the grant has no policy.
     *
     * @throws IllegalStateException if no engine can be made of the grant's source
     */
    @SuppressWarnings("ReferenceEquality") // the map says by its identity that nothing has changed
    @Nullable
    PolicyEngine engineOf(@Nullable String grant) {
        Map<String, ? extends PolicySource> map = policies.get();
        PolicySource source = grant == null ? null : map.get(grant);
        Held held = source == null ? null : found.engines().get(source);
        if (map != found.map() || (source != null && held == null)) {
            Found now = search();
            source = grant == null ? null : now.sources().get(grant);
            held = source == null ? null : now.engines().get(source);
            if (source != null && held == null) {
                throw new IllegalStateException(
                        "no engine can be made of the policy of a grant",
                        now.failures().get(source));
            }
        }
        return held == null ? null : held.engine();
    }

    /** The sources now in use by the names of their grants, in the order of these. */
    @SuppressWarnings("ReferenceEquality") // as above
    Map<String, PolicySource> sources() {
        return policies.get() == found.map() ? found.sources() : search().sources();
    }

    /** Has a listener called whenever grants were found to have come, gone or been given another source. */
    PolicySource.Subscription onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private Found search() {
        boolean changed;
        Found now;
        synchronized (this) {
            Found before = found;
            now = searched(policies.get());
            found = now;
            changed = !isSame(before.sources(), now.sources());
        }
        if (changed) {
            listeners.forEach(Runnable::run);
        }
        return now;
    }

    private synchronized Found searched(Map<String, ? extends PolicySource> map) {
        IdentityHashMap<PolicySource, Held> known = found.engines();
        Map<String, PolicySource> sources = new TreeMap<>(map);
        IdentityHashMap<PolicySource, Held> engines = new IdentityHashMap<>();
        Set<String> namespaces = new HashSet<>();
        for (PolicySource source : sources.values()) {
            Held held = known.get(source);
            if (held != null && engines.put(source, held) == null) {
                namespaces.add(held.namespace());
            }
        }
        IdentityHashMap<PolicySource, RuntimeException> failures = new IdentityHashMap<>();
        sources.forEach((grant, source) -> {
            if (source != null && !engines.containsKey(source) && !failures.containsKey(source)) {
                String namespace = unused("grant " + grant, namespaces);
                try {
                    engines.put(source, new Held(maker.apply(source, namespace), namespace));
                } catch (RuntimeException e) {
                    failures.put(source, e);
                }
            }
        });
        return new Found(map, sources, engines, failures);
    }

    /** The namespace wanted, or one like it where the grant of that name has left it to those it shared a policy with. */
    private static String unused(String wanted, Set<String> used) {
        String namespace = wanted;
        for (int i = 2; !used.add(namespace); i++) {
            namespace = wanted + " (" + i + ")";
        }
        return namespace;
    }

    @SuppressWarnings("ReferenceEquality") // a source is told from another by its identity
    private static boolean isSame(Map<String, PolicySource> some, Map<String, PolicySource> others) {
        return some.keySet().equals(others.keySet())
                && some.entrySet().stream().allMatch(entry -> others.get(entry.getKey()) == entry.getValue());
    }
}
