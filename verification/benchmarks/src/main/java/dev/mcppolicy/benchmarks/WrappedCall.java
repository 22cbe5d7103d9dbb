package dev.mcppolicy.benchmarks;

import dev.mcppolicy.model.Policy;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A tool call from the client through the MCP SDK to the handler and back, in one process and one thread. All calls are
 * allowed: a denied one would be spared the handler.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WrappedCall {
    private static Policy policy() {
        return CommonPolicy.limited(dev.mcppolicy.model.limit.Scope.GLOBAL, CommonPolicy.UNREACHED);
    }

    private static ChargeServer wrapped(Wire wire) {
        return ChargeServer.wrapped(policy(), wire);
    }

    @State(Scope.Benchmark)
    public static class Calls {
        final Call[] calls = CallMix.allowed();
    }

    @State(Scope.Benchmark)
    public static class UnwrappedState {
        final ChargeServer server = ChargeServer.unwrapped(Wire.ofObjects());
    }

    @State(Scope.Benchmark)
    public static class WrappedState {
        final ChargeServer server = wrapped(Wire.ofObjects());
    }

    @State(Scope.Benchmark)
    public static class LockedState {
        final ChargeServer server = ChargeServer.locked(policy(), Wire.ofObjects());
    }

    @State(Scope.Benchmark)
    public static class UnwrappedJsonState {
        final ChargeServer server = ChargeServer.unwrapped(Wire.ofJson());
    }

    @State(Scope.Benchmark)
    public static class WrappedJsonState {
        final ChargeServer server = wrapped(Wire.ofJson());
    }

    @Benchmark
    public CallToolResult unwrapped(UnwrappedState state, Calls calls, Turn turn) {
        return state.server.answer(turn.call(calls.calls));
    }

    @Benchmark
    public CallToolResult wrapped(WrappedState state, Calls calls, Turn turn) {
        return state.server.answer(turn.call(calls.calls));
    }

    @Benchmark
    public CallToolResult locked(LockedState state, Calls calls, Turn turn) {
        return state.server.answer(turn.call(calls.calls));
    }

    @Benchmark
    public CallToolResult unwrappedJson(UnwrappedJsonState state, Calls calls, Turn turn) {
        return state.server.answer(turn.call(calls.calls));
    }

    @Benchmark
    public CallToolResult wrappedJson(WrappedJsonState state, Calls calls, Turn turn) {
        return state.server.answer(turn.call(calls.calls));
    }
}
