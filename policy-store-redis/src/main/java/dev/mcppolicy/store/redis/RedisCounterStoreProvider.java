package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.CounterStoreProvider;
import dev.mcppolicy.counter.StoreUrl;
import java.util.Set;

/** Opens {@code redis://host:6379} and, over TLS, {@code rediss://host:6379}, as {@link RedisCounterStore#open} does. */
public final class RedisCounterStoreProvider implements CounterStoreProvider {
    /** For the service loader. */
    public RedisCounterStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of(RedisUrl.SCHEME, RedisUrl.SCHEME_OF_TLS);
    }

    @Override
    public CounterStore open(StoreUrl url) {
        return RedisCounterStore.open(url.scheme() + ":" + url.rest());
    }
}
