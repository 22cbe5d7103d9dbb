package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.testkit.internal.CallEnd;
import dev.mcppolicy.testkit.internal.ChosenCall;
import dev.mcppolicy.testkit.internal.SpanText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tests that fill a limit up in one step, with calls that are all alike. */
final class LimitTests {
    /** The most calls of one test. */
    static final int MOST_CALLS = 3_000;

    private static final CallEnd NOT_EXECUTED = CallEnd.of(ToolOutcome.NOT_EXECUTED);

    private final String tool;
    private final PolicyPart part;
    private final ToolCalls calls;

    LimitTests(String tool, PolicyPart part, ToolCalls calls) {
        this.tool = tool;
        this.part = part;
        this.calls = calls;
    }

    /** A test of a limit with a bound, if calls that are all alike fill it up, and nothing else refuses them before. */
    Optional<DraftedTest> fillsUp(Limit limit, String title) {
        ChosenCall base = base(limit);
        Instant start = startOf(base, limit.window());
        OtherCalls others = new OtherCalls(limit.scope(), limit.key());
        CountedCall counted = new CountedCall(limit, call -> passes(call, start));
        ToolCall one = calls.call(base, others.caller());
        ToolCall plain = counted.ofTwo(one);
        Explanation look = part.look(plain, start);
        ToolCall call = counted.thatFills(counted.modest(plain, look), look).orElse(null);
        if (call == null || !passes(call, start)) {
            return Optional.empty();
        }
        StepRecorder steps = part.record(start);
        if (!(steps.call(call, NOT_EXECUTED) instanceof Decision.Allow)) {
            return Optional.empty();
        }
        int times = 0;
        while (steps.call(call) instanceof Decision.Allow && times <= MOST_CALLS) {
            times++;
        }
        ToolCall next = counted.thatIsLeast(counted.modest(one, look), part.look(one, start))
                .orElse(call);
        Duration wait = waitFor(limit, steps.call(next));
        return times == 0 || wait == null
                ? Optional.empty()
                : Optional.of(DraftedTest.of(
                        tool,
                        limit.id(),
                        title,
                        start,
                        List.of(Map.of("fills_up", step(limit, call, next, times, wait, others, steps)))));
    }

    private Map<String, Object> step(
            Limit limit,
            ToolCall call,
            ToolCall next,
            int times,
            Duration wait,
            OtherCalls others,
            StepRecorder steps) {
        List<Object> together = new ArrayList<>();
        List<Object> apart = new ArrayList<>();
        List<ToolCall> beside = new ArrayList<>(others.byOthers(next));
        beside.addAll(others.ofOtherKeys(next, calls, other -> passes(other, steps.start())));
        notConcerned(limit, next, steps.start()).ifPresent(beside::add);
        for (ToolCall other : beside) {
            Decision decision = steps.call(other);
            if (decision instanceof Decision.Allow) {
                apart.add(difference(next, other));
            } else if (wait.equals(waitFor(limit, decision))) {
                together.add(difference(next, other));
            }
        }
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("limit", ExpectedDecision.of(steps.call(next), part.names()).name());
        step.put("call", tool);
        if (!call.argumentsAsObject().isEmpty()) {
            step.put("args", call.argumentsAsObject());
        }
        if (!StepRecorder.written(call.caller()).isEmpty()) {
            step.put("as", StepRecorder.written(call.caller()));
        }
        step.put("times", times);
        if (!next.equals(call)) {
            step.put("one_more", difference(call, next));
        }
        step.put("retry_after", SpanText.of(wait));
        if (!together.isEmpty()) {
            step.put("together", together);
        }
        if (!apart.isEmpty()) {
            step.put("apart", apart);
        }
        return step;
    }

    /** What a call has that another has not, or otherwise. */
    private static Map<String, Object> difference(ToolCall call, ToolCall other) {
        Map<String, Object> difference = new LinkedHashMap<>();
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        other.argumentsAsObject().forEach((name, value) -> {
            if (!call.argumentsAsObject().containsKey(name)
                    || !Objects.equals(call.argumentsAsObject().get(name), value)) {
                arguments.put(name, value);
            }
        });
        if (!arguments.isEmpty()) {
            difference.put("args", arguments);
        }
        if (!call.caller().equals(other.caller())) {
            difference.put("as", StepRecorder.written(other.caller()));
        }
        return difference;
    }

    /** How long to wait where the limit denies and a test file can say it, or null. */
    private static @Nullable Duration waitFor(Limit limit, Decision decision) {
        Duration wait =
                decision instanceof Decision.Deny deny && deny.denial().rule().equals(limit.id())
                        ? deny.denial().retryAfter()
                        : null;
        return wait != null && ExpectedDecision.isSayable(wait) ? wait : null;
    }

    /** The call that a rule concerns, and that comes nearest to passing all. */
    ChosenCall base(Rule rule) {
        return calls.nearest(rule.when().isEmpty() ? null : rule.id());
    }

    /** A call that is allowed and that a limit, by its {@code when}, does not count. */
    Optional<ToolCall> notConcerned(Limit limit, ToolCall call, Instant at) {
        if (limit.when().isEmpty()) {
            return Optional.empty();
        }
        return calls.single().stream()
                .map(timed -> ToolCall.of(tool, timed.call().argumentsAsObject(), call.caller()))
                .filter(other -> passes(other, at)
                        && part.look(other, at).limits().stream()
                                .anyMatch(look -> look.rule().id().equals(limit.id())
                                        && look.result() == Explanation.Result.NOT_CONCERNED))
                .findFirst();
    }

    /** When to begin, so that the end of a window tells it from others. */
    static Instant startOf(ChosenCall base, Window window) {
        if (!base.at().equals(ToolCalls.START)) {
            return base.at();
        }
        if (window instanceof Window.Zoned zoned) {
            return LocalDate.ofInstant(ToolCalls.START, ZoneOffset.UTC)
                    .atStartOfDay(zoned.zone())
                    .toInstant();
        }
        return window instanceof Window.Sliding sliding
                ? base.at()
                        .plus(Duration.ofSeconds(sliding.length().dividedBy(2).toSeconds()))
                : base.at();
    }

    /** Whether a first call is allowed that the schema admits. */
    boolean passes(ToolCall call, Instant at) {
        return calls.choices().admits(call) && part.look(call, at).decision() instanceof Decision.Allow;
    }
}
