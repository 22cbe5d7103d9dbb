package dev.mcppolicy.benchmarks.stores;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.store.redis.RedisCounterStore;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A server of its own beside a script that does nothing, and beside a bucket of Bucket4j: by the same client with the same
 * options, over one connection that all threads share, as the store has one.
 */
final class RedisComparison {
    private static final int THREADS = 16;
    private static final List<String> IN_MEMORY = List.of("--save", "", "--appendonly", "no");
    private static final List<String> DURABLE = List.of("--save", "", "--appendonly", "yes", "--appendfsync", "always");

    private RedisComparison() {}

    static void run(Pairs pairs, Consumer<Pairs.Outcome> outcomes) throws IOException, InterruptedException {
        try (RedisServer server = RedisServer.start(IN_MEMORY);
                CounterStore store = RedisCounterStore.open(server.url());
                RedisClient client = client(server);
                StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            for (int threads : List.of(1, THREADS)) {
                outcomes.accept(pairs.measure(Decisions.twoLimits(store), nothing(connection), threads));
                outcomes.accept(pairs.measure(Decisions.oneLimit(store), bucket(connection, "Redis"), threads));
            }
            outcomes.accept(pairs.measure(
                    Decisions.withoutLimits("no limit, Redis", store), Decisions.withoutLimitsInMemory(), 1));
        }
        try (RedisServer server = RedisServer.start(DURABLE);
                CounterStore store = RedisCounterStore.open(server.url());
                RedisClient client = client(server);
                StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            outcomes.accept(
                    pairs.measure(Decisions.oneLimit(store), bucket(connection, "Redis with `appendfsync always`"), 1));
        }
    }

    private static RedisClient client(RedisServer server) {
        RedisClient client = RedisClient.create(server.url());
        client.setOptions(ClientOptions.builder()
                .timeoutOptions(TimeoutOptions.enabled(Duration.ofSeconds(1)))
                .build());
        return client;
    }

    private static Side nothing(StatefulRedisConnection<byte[], byte[]> connection) {
        RedisCommands<byte[], byte[]> commands = connection.sync();
        String script = commands.scriptLoad("return {}".getBytes(StandardCharsets.UTF_8));
        byte[][] keys = {{'k'}};
        return Side.of("a script that does nothing, Redis", thread -> () -> {
            List<Object> answer = commands.evalsha(script, ScriptOutputType.MULTI, keys, new byte[0]);
            Decisions.require(answer.isEmpty());
        });
    }

    private static Side bucket(StatefulRedisConnection<byte[], byte[]> connection, String server) {
        LettuceBasedProxyManager<byte[]> manager = Bucket4jLettuce.casBasedBuilder(connection)
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
                .build();
        BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(Integer.MAX_VALUE)
                        .refillIntervally(Integer.MAX_VALUE, Duration.ofMinutes(1))
                        .build())
                .build();
        return Side.of("a bucket of Bucket4j, " + server, thread -> {
            Bucket bucket = manager.getProxy(new byte[] {'b', (byte) thread}, () -> configuration);
            return () -> Decisions.require(bucket.tryConsume(1));
        });
    }
}
