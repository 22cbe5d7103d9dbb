package dev.mcppolicy.benchmarks;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Judging the mixed calls with limits that are never reached: one a day, or three together. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JudgingWithLimit {
    @State(Scope.Benchmark)
    public static class Mix {
        final Call[] calls = CallMix.mixed();
        final Caller agent = Caller.ofGrant("agent");
    }

    @State(Scope.Benchmark)
    public static class GlobalState {
        final Engine engine =
                new Engine(CommonPolicy.limited(dev.mcppolicy.model.limit.Scope.GLOBAL, CommonPolicy.UNREACHED));
    }

    @State(Scope.Benchmark)
    public static class GrantState {
        final Engine engine =
                new Engine(CommonPolicy.limited(dev.mcppolicy.model.limit.Scope.GRANT, CommonPolicy.UNREACHED));
    }

    @State(Scope.Benchmark)
    public static class ThreeState {
        final Engine engine = new Engine(CommonPolicy.limitedThreeTimes(CommonPolicy.UNREACHED));
    }

    @State(Scope.Benchmark)
    public static class HandLiteralState {
        final HandLimited hand = new HandLimited(HandWritten.withLiteral(), CommonPolicy.UNREACHED);
    }

    @State(Scope.Benchmark)
    public static class HandPatternState {
        final HandLimited hand = new HandLimited(HandWritten.withPattern(), CommonPolicy.UNREACHED);
    }

    @State(Scope.Benchmark)
    public static class CelState {
        final Contender cel = Cel.withPattern();
        final Bucket bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(CommonPolicy.UNREACHED)
                        .refillIntervally(CommonPolicy.UNREACHED, Duration.ofDays(1)))
                .build();
    }

    @Benchmark
    public Decision engineGlobal(GlobalState state, Mix mix, Turn turn) {
        return state.engine.decide(turn.call(mix.calls), mix.agent);
    }

    @Benchmark
    public Decision engineGrant(GrantState state, Mix mix, Turn turn) {
        return state.engine.decide(turn.call(mix.calls), mix.agent);
    }

    @Benchmark
    public Decision engineOwnGrant(GrantState state, Mix mix, Turn turn) {
        return state.engine.decide(turn.call(mix.calls), turn.ownCaller());
    }

    @Benchmark
    public Decision engineThreeLimits(ThreeState state, Mix mix, Turn turn) {
        return state.engine.decide(turn.call(mix.calls), mix.agent);
    }

    @Benchmark
    public boolean handLiteralThreeLimits(HandLiteralState state, Mix mix, Turn turn) {
        return state.hand.allowsThrice(turn.call(mix.calls), mix.agent.grant());
    }

    @Benchmark
    public boolean handLiteral(HandLiteralState state, Mix mix, Turn turn) {
        return state.hand.allows(turn.call(mix.calls));
    }

    @Benchmark
    public boolean handLiteralGrant(HandLiteralState state, Mix mix, Turn turn) {
        return state.hand.allows(turn.call(mix.calls), mix.agent.grant());
    }

    @Benchmark
    public boolean handLiteralOwnGrant(HandLiteralState state, Mix mix, Turn turn) {
        return state.hand.allows(turn.call(mix.calls), turn.ownCaller().grant());
    }

    @Benchmark
    public boolean handPattern(HandPatternState state, Mix mix, Turn turn) {
        return state.hand.allows(turn.call(mix.calls));
    }

    /** What one puts together today. */
    @Benchmark
    public boolean celAndBucket4j(CelState state, Mix mix, Turn turn) {
        return state.cel.allows(turn.call(mix.calls)) && state.bucket.tryConsume(1);
    }
}
