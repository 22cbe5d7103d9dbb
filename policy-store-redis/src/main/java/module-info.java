import org.jspecify.annotations.NullMarked;

/** Counters in Redis, which several machines share. */
@NullMarked
module dev.mcppolicy.store.redis {
    requires transitive dev.mcppolicy.core;
    requires lettuce.core;
    requires reactor.core;
    requires static transitive com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    provides dev.mcppolicy.counter.CounterStoreProvider with
            dev.mcppolicy.store.redis.RedisCounterStoreProvider;

    exports dev.mcppolicy.store.redis;
}
