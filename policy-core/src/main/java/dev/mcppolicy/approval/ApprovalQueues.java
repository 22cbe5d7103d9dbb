package dev.mcppolicy.approval;

import dev.mcppolicy.counter.StoreUrl;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Opens queues by URL, so that where calls wait for a human is a word of a configuration. */
public final class ApprovalQueues {
    private static final String MEMORY = "memory";

    /** The artifacts that open what this one does not, by scheme. */
    private static final Map<String, String> ARTIFACTS = Map.of(
            "sqlite", "policy-store-sqlite",
            "postgres", "policy-store-postgres",
            "postgresql", "policy-store-postgres");

    private ApprovalQueues() {}

    /**
     * Opens a queue with the system's clock, by the provider of the URL's scheme that the thread's class loader sees.
     *
     * @param url as in {@link StoreUrl}; {@code memory:} for a queue in memory
     * @return the queue, to be closed by whoever asked for it
     * @throws IllegalArgumentException if there is no provider for the scheme or more than one, with what to add, or if the
     *     URL says what the queue does not know
     * @throws RuntimeException if the queue cannot be opened
     */
    public static ApprovalQueue open(String url) {
        return open(url, InstantSource.system());
    }

    /**
     * Opens a queue with another clock.
     *
     * @param url as in {@link #open(String)}
     * @param clock the time, as the engines that ask know it
     * @return the queue, to be closed by whoever asked for it
     * @throws IllegalArgumentException as {@link #open(String)}
     * @throws RuntimeException as {@link #open(String)}
     */
    public static ApprovalQueue open(String url, InstantSource clock) {
        StoreUrl parsed = StoreUrl.parse(url);
        if (parsed.scheme().equals(MEMORY)) {
            if (!parsed.rest().isEmpty()) {
                throw new IllegalArgumentException("`memory:` is followed by nothing");
            }
            return new InMemoryApprovalQueue(clock);
        }
        return provider(parsed.scheme()).open(parsed, clock);
    }

    private static ApprovalQueueProvider provider(String scheme) {
        List<ApprovalQueueProvider> providers = new ArrayList<>();
        TreeSet<String> known = new TreeSet<>(List.of(MEMORY));
        for (ApprovalQueueProvider provider : ServiceLoader.load(ApprovalQueueProvider.class)) {
            known.addAll(provider.schemes());
            if (provider.schemes().contains(scheme)) {
                providers.add(provider);
            }
        }
        if (providers.size() > 1) {
            throw new IllegalArgumentException("two providers open `" + scheme + ":`: "
                    + providers.get(0).getClass().getName() + " and "
                    + providers.get(1).getClass().getName());
        }
        if (providers.isEmpty()) {
            String artifact = ARTIFACTS.get(scheme);
            throw new IllegalArgumentException("no queue of approvals opens `" + scheme + ":`"
                    + (artifact == null
                            ? "; known are " + String.join(", ", known)
                            : "; add the artifact `" + artifact + "`"));
        }
        return providers.get(0);
    }
}
