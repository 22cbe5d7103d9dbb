package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * What a decision with two limits costs beside a script that does nothing, and one with one limit beside a bucket of Bucket4j,
 * in turns of half a second, each pair for itself; run by hand, and told in {@code docs/stores.md}.
 */
public final class StoreTimings {
    private static final int PAIRS = 24;
    private static final int SKIPPED = 4;
    private static final long TURN_NANOS = 500_000_000L;

    private StoreTimings() {}

    private record Turn(double perSecond, double medianMicros) {}

    public static void main(String[] args) throws InterruptedException {
        for (List<String> options : List.of(RedisProcess.IN_MEMORY, RedisProcess.DURABLE)) {
            try (RedisProcess server = RedisProcess.start(options);
                    CounterStore store = RedisCounterStore.open(server.url())) {
                System.out.println("server: " + String.join(" ", options));
                RedisClient client = RedisClient.create(server.url());
                client.setOptions(ClientOptions.builder()
                        .timeoutOptions(TimeoutOptions.enabled(Duration.ofSeconds(1)))
                        .build());
                StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
                RedisCommands<byte[], byte[]> commands = connection.sync();
                String nothing = commands.scriptLoad("return {}".getBytes(StandardCharsets.UTF_8));
                byte[][] keys = {{'k'}};
                IntConsumer bare = thread -> commands.evalsha(nothing, ScriptOutputType.MULTI, keys, new byte[0]);
                Bucket[] buckets = buckets(connection);
                for (int threads : new int[] {1, 16}) {
                    compare("two limits", reserving(store, true), "a script that does nothing", bare, threads);
                    compare(
                            "one limit",
                            reserving(store, false),
                            "a bucket of Bucket4j",
                            thread -> take(buckets[thread]),
                            threads);
                }
                client.shutdown();
            }
        }
    }

    private static Bucket[] buckets(StatefulRedisConnection<byte[], byte[]> connection) {
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
        Bucket[] buckets = new Bucket[16];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = manager.getProxy(new byte[] {'b', (byte) i}, () -> configuration);
        }
        return buckets;
    }

    private static void take(Bucket bucket) {
        if (!bucket.tryConsume(1)) {
            throw new IllegalStateException("refused");
        }
    }

    private static IntConsumer reserving(CounterStore store, boolean isOfTwo) {
        ReserveRequest[] requests = new ReserveRequest[16];
        for (int i = 0; i < requests.length; i++) {
            Charge calls = new Charge(key("calls", Window.Calendar.MINUTE, "grant" + i), 1, Long.MAX_VALUE);
            Charge spend = new Charge(key("spend", Window.Calendar.DAY, "grant" + i), 1, Long.MAX_VALUE);
            requests[i] = ReserveRequest.of(isOfTwo ? List.of(calls, spend) : List.of(calls));
        }
        return thread -> {
            if (!(store.reserve(requests[thread], System.currentTimeMillis()) instanceof Reservation)) {
                throw new IllegalStateException("refused");
            }
        };
    }

    private static CounterKey key(String name, Window window, String grant) {
        return CounterKey.of(
                new CounterDefinition(
                        "policy", "server", RulePlace.tool("create_charge"), name, window, Scope.GRANT, Scale.WHOLE),
                grant,
                null);
    }

    private static void compare(String ours, IntConsumer store, String theirs, IntConsumer peer, int threads)
            throws InterruptedException {
        List<Turn> first = new ArrayList<>();
        List<Turn> second = new ArrayList<>();
        for (int pair = 0; pair < PAIRS + SKIPPED; pair++) {
            // By turns the one begins, and the other.
            Turn a = pair % 2 == 0 ? turn(store, threads) : null;
            Turn b = turn(peer, threads);
            a = a == null ? turn(store, threads) : a;
            if (pair >= SKIPPED) {
                first.add(a);
                second.add(b);
            }
        }
        double[] ratios = new double[PAIRS];
        double[] rates = new double[PAIRS];
        for (int i = 0; i < PAIRS; i++) {
            ratios[i] = first.get(i).medianMicros() / second.get(i).medianMicros();
            rates[i] = second.get(i).perSecond() / first.get(i).perSecond();
        }
        Arrays.sort(ratios);
        Arrays.sort(rates);
        System.out.printf(
                Locale.ROOT,
                "%d threads: %s %.0f a second, p50 %.0f us; %s %.0f a second, p50 %.0f us; time of the former over that of the"
                        + " latter %.2f (quartiles %.2f, %.2f), by throughput %.2f (%.2f, %.2f)%n",
                threads,
                ours,
                median(first.stream().mapToDouble(Turn::perSecond).toArray()),
                median(first.stream().mapToDouble(Turn::medianMicros).toArray()),
                theirs,
                median(second.stream().mapToDouble(Turn::perSecond).toArray()),
                median(second.stream().mapToDouble(Turn::medianMicros).toArray()),
                ratios[PAIRS / 2],
                ratios[PAIRS / 4],
                ratios[PAIRS * 3 / 4],
                rates[PAIRS / 2],
                rates[PAIRS / 4],
                rates[PAIRS * 3 / 4]);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static Turn turn(IntConsumer call, int threads) throws InterruptedException {
        long[][] nanos = new long[threads][];
        Thread[] workers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int thread = i;
            workers[i] = new Thread(() -> nanos[thread] = measured(call, thread));
        }
        for (Thread worker : workers) {
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        long[] all = Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Turn(all.length * (double) TimeUnit.SECONDS.toNanos(1) / TURN_NANOS, all[all.length / 2] / 1e3);
    }

    private static long[] measured(IntConsumer call, int thread) {
        long[] nanos = new long[1 << 17];
        int count = 0;
        long end = System.nanoTime() + TURN_NANOS;
        for (long now = System.nanoTime(); now < end && count < nanos.length; ) {
            call.accept(thread);
            long next = System.nanoTime();
            nanos[count++] = next - now;
            now = next;
        }
        return Arrays.copyOf(nanos, count);
    }
}
