package dev.mcppolicy.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Judging by a policy of one tool with five rules, and of a thousand such tools. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Tools {
    private static final int MANY = 1_000;

    /** The names of that many tools. */
    static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "tool_" + i).toList();
    }

    @State(Scope.Benchmark)
    public static class One {
        final Contender engine = new Engine(CommonPolicy.ofTools(List.of("tool_500")));
        final Call[] calls = CallMix.ofTool("tool_500");
    }

    @State(Scope.Benchmark)
    public static class Many {
        final Contender engine = new Engine(CommonPolicy.ofTools(names(MANY)));
        final Call[] calls = CallMix.ofTool("tool_500");
        final Call[] ofAll = ofAll(calls);
    }

    @State(Scope.Benchmark)
    public static class Differing {
        final Contender engine = new Engine(CommonPolicy.ofDifferingTools(names(MANY)));
        final Call[] ofAll = ofAll(CallMix.ofTool("tool_500"));
    }

    /** The calls of one tool, one for each of the thousand. */
    private static Call[] ofAll(Call[] calls) {
        List<String> names = names(MANY);
        return IntStream.range(0, MANY)
                .mapToObj(i -> new Call(CallMix.fresh(names.get(i)), calls[i % CallMix.SIZE].arguments()))
                .toArray(Call[]::new);
    }

    @Benchmark
    public boolean oneTool(One state, Turn turn) {
        return state.engine.allows(turn.call(state.calls));
    }

    @Benchmark
    public boolean oneOfManyTools(Many state, Turn turn) {
        return state.engine.allows(turn.call(state.calls));
    }

    /** Each call of another tool, so that the processor's caches must hold all rules. */
    @Benchmark
    public boolean manyToolsInTurn(Many state, Turn turn) {
        return state.engine.allows(state.ofAll[turn.number() % MANY]);
    }

    /** The same with rules that differ from tool to tool, so that the compiled policy can share next to none of them. */
    @Benchmark
    public boolean differingToolsInTurn(Differing state, Turn turn) {
        return state.engine.allows(state.ofAll[turn.number() % MANY]);
    }
}
