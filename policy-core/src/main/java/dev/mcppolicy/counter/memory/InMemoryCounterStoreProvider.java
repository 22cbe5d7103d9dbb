package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStoreProvider;
import dev.mcppolicy.counter.StoreUrl;
import java.util.Set;

/** Opens {@code memory:}, and {@code memory:200000} with that capacity. */
public final class InMemoryCounterStoreProvider implements CounterStoreProvider {
    /** A billion counters and more are no number that anybody means. */
    private static final int MOST_DIGITS = 9;

    /** For the service loader. */
    public InMemoryCounterStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("memory");
    }

    @Override
    public CounterStore open(StoreUrl url) {
        if (url.rest().isEmpty()) {
            return new InMemoryCounterStore();
        }
        boolean isNumber =
                url.rest().length() <= MOST_DIGITS && url.rest().chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber || url.rest().startsWith("0")) {
            throw new IllegalArgumentException("`memory:` is followed by nothing or by a number of counters");
        }
        return new InMemoryCounterStore(Integer.parseInt(url.rest()));
    }
}
