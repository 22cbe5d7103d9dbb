package dev.mcppolicy.benchmarks;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.model.RuleId;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Each kind of decision by itself: many calls, all decided for one reason. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Kinds {
    @State(Scope.Benchmark)
    public static class Stateless {
        final Engine engine = new Engine(CommonPolicy.stateless());
        final Call[] allowed = CallMix.allowed();
        final ToolCall[] frozen = Stream.of(allowed)
                .map(call -> ToolCall.of(call.tool(), call.arguments()).frozen(JsonLimits.DEFAULT))
                .toArray(ToolCall[]::new);
        final Call[] tooLarge = CallMix.tooLarge();
        final Call[] onAnotherBranch = CallMix.onAnotherBranch();
        final Call[] hidden = CallMix.ofTool(CommonPolicy.HIDDEN);
        final Call[] unlisted = CallMix.ofTool("list_charges");
    }

    @State(Scope.Benchmark)
    public static class Limited {
        final Engine engine =
                new Engine(CommonPolicy.limited(dev.mcppolicy.model.limit.Scope.GLOBAL, CommonPolicy.UNREACHED));
        final Engine byGrant =
                new Engine(CommonPolicy.limited(dev.mcppolicy.model.limit.Scope.GRANT, CommonPolicy.UNREACHED));
        final Engine full = new Engine(CommonPolicy.limited(dev.mcppolicy.model.limit.Scope.GLOBAL, 1));
        final Call[] allowed = CallMix.allowed();
        final Caller agent = Caller.ofGrant("agent");

        public Limited() {
            if (full.decide(allowed[0], agent) instanceof Decision.Deny) {
                throw new IllegalStateException("the first call is allowed");
            }
        }
    }

    @Benchmark
    public Decision allowed(Stateless state, Turn turn) {
        return state.engine.decide(turn.call(state.allowed), Caller.anonymous());
    }

    /** Of calls with frozen arguments, which are known to be JSON. */
    @Benchmark
    public Decision allowedFrozen(Stateless state, Turn turn) {
        return state.engine.decide(state.frozen[turn.number() & (CallMix.SIZE - 1)]);
    }

    /** The private copy of the arguments alone. */
    @Benchmark
    public ToolCall freezing(Stateless state, Turn turn) {
        Call call = turn.call(state.allowed);
        return ToolCall.of(call.tool(), call.arguments()).frozen(JsonLimits.DEFAULT);
    }

    @Benchmark
    public Decision deniedByFirstRule(Stateless state, Turn turn) {
        return state.engine.decide(turn.call(state.tooLarge), Caller.anonymous());
    }

    @Benchmark
    public Decision deniedByLastRule(Stateless state, Turn turn) {
        return state.engine.decide(turn.call(state.onAnotherBranch), Caller.anonymous());
    }

    @Benchmark
    public Decision hidden(Stateless state, Turn turn) {
        return state.engine.decide(turn.call(state.hidden), Caller.anonymous());
    }

    @Benchmark
    public Decision unlisted(Stateless state, Turn turn) {
        return state.engine.decide(turn.call(state.unlisted), Caller.anonymous());
    }

    /** What there is to say about an unlisted tool, without the engine. */
    @Benchmark
    public Decision unlistedMessageAlone(Stateless state, Turn turn) {
        String message = "Tool \"" + turn.call(state.unlisted).tool() + "\" is not permitted by policy";
        RuleId rule = RuleId.DEFAULT_DENY;
        return new Decision.Deny(new Denial(DenialCode.NOT_LISTED, rule, rule.value(), message, null, null, "", false));
    }

    @Benchmark
    public Decision allowedWithLimit(Limited state, Turn turn) {
        return state.engine.decide(turn.call(state.allowed), state.agent);
    }

    @Benchmark
    public Decision allowedWithGrantLimit(Limited state, Turn turn) {
        return state.byGrant.decide(turn.call(state.allowed), state.agent);
    }

    @Benchmark
    public Decision deniedByLimit(Limited state, Turn turn) {
        return state.full.decide(turn.call(state.allowed), state.agent);
    }
}
