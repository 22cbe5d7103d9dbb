package dev.mcppolicy.benchmarks;

import com.google.common.util.concurrent.RateLimiter;
import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.counter.ReserveResult;
import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Window;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One limit alone, which is never reached, with its reading of the clock. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Counting {
    private static final InstantSource CLOCK = InstantSource.system();

    /** This library's counters, without the engine. */
    static final class StoreCounter {
        private final List<Charge> charges;

        StoreCounter(String name) {
            CounterDefinition counter = new CounterDefinition(
                    "benchmark",
                    "",
                    RulePlace.tool("tool"),
                    name,
                    Window.Calendar.DAY,
                    dev.mcppolicy.model.limit.Scope.GLOBAL,
                    Scale.WHOLE);
            this.charges = List.of(new Charge(CounterKey.of(counter, null, null), 1, CommonPolicy.UNREACHED));
        }

        ReserveResult take(CounterStore store) {
            return store.reserve(ReserveRequest.of(charges), CLOCK.millis());
        }
    }

    static Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(CommonPolicy.UNREACHED)
                        .refillIntervally(CommonPolicy.UNREACHED, Duration.ofDays(1)))
                .build();
    }

    /** What all threads count in together. */
    @State(Scope.Benchmark)
    public static class Shared {
        final CounterStore store = new InMemoryCounterStore();
        final StoreCounter counter = new StoreCounter("shared");
        final Engine engine =
                new Engine(CommonPolicy.limitAlone(dev.mcppolicy.model.limit.Scope.GLOBAL, CommonPolicy.UNREACHED));
        final Engine grantEngine =
                new Engine(CommonPolicy.limitAlone(dev.mcppolicy.model.limit.Scope.GRANT, CommonPolicy.UNREACHED));
        final Call call = CallMix.allowed()[0];
        final HandCounter hand = new HandCounter(HandCounter.DAY_MILLIS, CommonPolicy.UNREACHED);
        final Bucket bucket = bucket();
        final io.github.resilience4j.ratelimiter.RateLimiter resilience =
                io.github.resilience4j.ratelimiter.RateLimiter.of(
                        "shared",
                        RateLimiterConfig.custom()
                                .limitRefreshPeriod(Duration.ofDays(1))
                                .limitForPeriod(Integer.MAX_VALUE)
                                .timeoutDuration(Duration.ZERO)
                                .build());
        // More permits a second than any machine takes.
        final RateLimiter guava = RateLimiter.create(1e12);
    }

    /** What each thread counts in alone. */
    @State(Scope.Thread)
    public static class Own {
        final HandCounter hand = new HandCounter(HandCounter.DAY_MILLIS, CommonPolicy.UNREACHED);
        final Bucket bucket = bucket();
        final StoreCounter counter = new StoreCounter("own-" + System.identityHashCode(this));
    }

    @Benchmark
    public long clock() {
        return CLOCK.millis();
    }

    @Benchmark
    public ReserveResult store(Shared shared) {
        return shared.counter.take(shared.store);
    }

    @Benchmark
    public ReserveResult storeOwnKey(Shared shared, Own own) {
        return own.counter.take(shared.store);
    }

    @Benchmark
    public Decision engine(Shared shared, Turn turn) {
        return shared.engine.decide(shared.call, turn.ownCaller());
    }

    @Benchmark
    public Decision engineOwnKey(Shared shared, Turn turn) {
        return shared.grantEngine.decide(shared.call, turn.ownCaller());
    }

    @Benchmark
    public boolean handWritten(Shared shared) {
        return shared.hand.tryTake(CLOCK.millis());
    }

    @Benchmark
    public boolean handWrittenOwnKey(Own own) {
        return own.hand.tryTake(CLOCK.millis());
    }

    @Benchmark
    public boolean bucket4j(Shared shared) {
        return shared.bucket.tryConsume(1);
    }

    @Benchmark
    public boolean bucket4jOwnKey(Own own) {
        return own.bucket.tryConsume(1);
    }

    @Benchmark
    public boolean resilience4j(Shared shared) {
        return shared.resilience.acquirePermission();
    }

    @Benchmark
    public boolean guava(Shared shared) {
        return shared.guava.tryAcquire();
    }
}
