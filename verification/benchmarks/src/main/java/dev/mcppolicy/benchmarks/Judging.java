package dev.mcppolicy.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Judging the mixed calls without a counter. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Judging {
    /** The calls. */
    @State(Scope.Benchmark)
    public static class Mix {
        final Call[] calls = CallMix.mixed();
    }

    /** One state a contender, so that a fork loads no other. */
    @State(Scope.Benchmark)
    public static class EngineState {
        final Contender contender = new Engine(CommonPolicy.stateless());
    }

    @State(Scope.Benchmark)
    public static class EngineMatcherState {
        final Contender contender = new Engine(CommonPolicy.statelessWithMatcher());
    }

    @State(Scope.Benchmark)
    public static class HandLiteralState {
        final Contender contender = HandWritten.withLiteral();
    }

    @State(Scope.Benchmark)
    public static class HandPatternState {
        final Contender contender = HandWritten.withPattern();
    }

    @State(Scope.Benchmark)
    public static class CelPatternState {
        final Contender contender = Cel.withPattern();
    }

    @State(Scope.Benchmark)
    public static class CelLiteralState {
        final Contender contender = Cel.withLiteral();
    }

    @State(Scope.Benchmark)
    public static class CedarState {
        final Contender contender = new Cedar();
    }

    @State(Scope.Benchmark)
    public static class CasbinState {
        final Contender contender = new Casbin();
    }

    @Benchmark
    public boolean engine(EngineState state, Mix mix, Turn turn) {
        return state.contender.allows(turn.call(mix.calls));
    }

    @Benchmark
    public boolean engineWithMatcher(EngineMatcherState state, Mix mix, Turn turn) {
        return state.contender.allows(turn.call(mix.calls));
    }

    @Benchmark
    public boolean handLiteral(HandLiteralState state, Mix mix, Turn turn) {
        return state.contender.allows(turn.call(mix.calls));
    }

    @Benchmark
    public boolean handPattern(HandPatternState state, Mix mix, Turn turn) {
        return state.contender.allows(turn.call(mix.calls));
    }

    @Benchmark
    public boolean celPattern(CelPatternState state, Mix mix, Turn turn) {
        return state.contender.allows(turn.call(mix.calls));
    }

    @Benchmark
    public boolean celLiteral(CelLiteralState state, Mix mix, Turn turn) {
        return state.contender.allows(turn.call(mix.calls));
    }

    @Benchmark
    public boolean cedar(CedarState state, Mix mix, Turn turn) {
        return state.contender.allows(turn.call(mix.calls));
    }

    @Benchmark
    public boolean casbin(CasbinState state, Mix mix, Turn turn) {
        return state.contender.allows(turn.call(mix.calls));
    }
}
