package dev.mcppolicy.counter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Opens counter stores by URL, so that which store keeps the counters is a word of a configuration. */
public final class CounterStores {
    /** The artifacts that open what this one does not, by scheme. */
    private static final Map<String, String> ARTIFACTS = Map.of(
            "sqlite", "policy-store-sqlite",
            "postgres", "policy-store-postgres",
            "postgresql", "policy-store-postgres",
            "redis", "policy-store-redis",
            "rediss", "policy-store-redis");

    private CounterStores() {}

    /**
     * Opens a store, by the provider of the URL's scheme that the thread's class loader sees.
     *
     * @param url as in {@link StoreUrl}; {@code memory:} for counters in memory, {@code memory:200000} for so many
     * @return the store, to be closed by whoever asked for it
     * @throws IllegalArgumentException if there is no provider for the scheme or more than one, with what to add, or if the
     *     URL says what the store does not know
     * @throws RuntimeException if the store cannot be opened
     */
    public static CounterStore open(String url) {
        StoreUrl parsed = StoreUrl.parse(url);
        return provider(parsed).open(parsed);
    }

    /**
     * Has a namespace counted on from what is there, by an operator's decision, after its loss was noticed: by all processes
     * that share the store, when each next asks it, and also where the store does not open for what is lost.
     *
     * @param url as for {@link #open}
     * @param namespace the namespace
     * @throws IllegalArgumentException as {@link #open}
     * @throws RuntimeException if the store cannot be opened, or fails
     */
    public static void reopen(String url, String namespace) {
        StoreUrl parsed = StoreUrl.parse(url);
        provider(parsed).reopen(parsed, namespace);
    }

    private static CounterStoreProvider provider(StoreUrl parsed) {
        List<CounterStoreProvider> providers = new ArrayList<>();
        TreeSet<String> known = new TreeSet<>();
        for (CounterStoreProvider provider : ServiceLoader.load(CounterStoreProvider.class)) {
            known.addAll(provider.schemes());
            if (provider.schemes().contains(parsed.scheme())) {
                providers.add(provider);
            }
        }
        if (providers.size() > 1) {
            throw new IllegalArgumentException("two providers open `" + parsed.scheme() + ":`: "
                    + providers.get(0).getClass().getName() + " and "
                    + providers.get(1).getClass().getName());
        }
        if (providers.isEmpty()) {
            String artifact = ARTIFACTS.get(parsed.scheme());
            throw new IllegalArgumentException("no counter store opens `" + parsed.scheme() + ":`"
                    + (artifact == null
                            ? "; known are " + String.join(", ", known)
                            : "; add the artifact `" + artifact + "`"));
        }
        return providers.get(0);
    }
}
