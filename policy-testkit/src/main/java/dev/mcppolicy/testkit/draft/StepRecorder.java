package dev.mcppolicy.testkit.draft;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.testkit.DecisionAssert;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.internal.CallEnd;
import dev.mcppolicy.testkit.internal.JudgedCall;
import dev.mcppolicy.testkit.internal.RuleNames;
import dev.mcppolicy.testkit.internal.SpanText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes calls of a policy, and writes each down as a step of a test file that expects what was decided. */
final class StepRecorder {
    private final RuleNames names;
    private final PolicyTester tester;
    private final Instant start;
    private final List<Map<String, Object>> steps = new ArrayList<>();
    private final Set<CoverageGoal> goals = new LinkedHashSet<>();
    private @Nullable JudgedCall last;

    StepRecorder(CoverageRecorder coverage, RuleNames names, Instant start) {
        this.names = names;
        this.start = start;
        this.tester = coverage.observed(goals::add, judged -> last = judged);
        tester.at(start);
    }

    /** How a human answers: what stands in the file, and what it is. */
    enum Answer {
        APPROVE,
        DECLINE,
        APPROVE_AT_THE_CLIENT,
        APPROVE_SOMEHOW;

        private Object written() {
            return switch (this) {
                case APPROVE -> "approve";
                case DECLINE -> "decline";
                case APPROVE_AT_THE_CLIENT -> Map.of("approve", Map.of("by", "client"));
                case APPROVE_SOMEHOW -> Map.of("approve", Map.of("by", "unknown"));
            };
        }

        private ApprovalAnswer given() {
            return switch (this) {
                case APPROVE -> ApprovalAnswer.APPROVED.through(AnswerWay.OPERATOR);
                case DECLINE -> ApprovalAnswer.DECLINED.through(AnswerWay.OPERATOR);
                case APPROVE_AT_THE_CLIENT -> ApprovalAnswer.APPROVED.through(AnswerWay.CLIENT);
                case APPROVE_SOMEHOW -> ApprovalAnswer.APPROVED;
            };
        }
    }

    /** Makes a call whose tool returns; one that a human is asked about is left waiting. */
    @CanIgnoreReturnValue
    Decision call(ToolCall call) {
        return call(call, CallEnd.RETURNED);
    }

    @CanIgnoreReturnValue
    Decision call(ToolCall call, CallEnd end) {
        judge(call, end);
        write(step(call, end, latest()));
        return latest();
    }

    /** Makes a call, and answers where a human is asked. */
    @CanIgnoreReturnValue
    Decision answered(ToolCall call, CallEnd end, Answer answer, Duration after) {
        DecisionAssert waiting = judge(call, end);
        Map<String, Object> step = step(call, end, latest());
        if (latest() instanceof Decision.ApprovalRequired) {
            if (!after.isZero()) {
                tester.advance(after);
                step.put("after", SpanText.of(after));
            }
            DecisionAssert unused = waiting.answer(answer.given());
            step.put("answer", answer.written());
            step.put("then", ExpectedDecision.of(latest(), names).written());
        }
        write(step);
        return latest();
    }

    void advance(Duration span) {
        tester.advance(span);
        steps.add(new LinkedHashMap<>(Map.of("advance", SpanText.of(span))));
    }

    void at(Instant instant) {
        if (!instant.equals(tester.clock().instant())) {
            tester.at(instant);
            steps.add(new LinkedHashMap<>(Map.of("at", instant.toString())));
        }
    }

    private DecisionAssert judge(ToolCall call, CallEnd end) {
        return tester.call(call.tool())
                .withArgs(call.argumentsAsObject())
                .asCaller(call.caller())
                .ending(end)
                .decision();
    }

    private Map<String, Object> step(ToolCall call, CallEnd end, Decision decision) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("call", call.tool());
        if (!call.argumentsAsObject().isEmpty()) {
            step.put("args", call.argumentsAsObject());
        }
        if (!call.caller().equals(Caller.anonymous())) {
            step.put("as", written(call.caller()));
        }
        if (end.isLost()) {
            step.put("tool", "lost");
        } else if (end.outcome() == ToolOutcome.NOT_EXECUTED) {
            step.put("tool", "not_executed");
        }
        step.put("expect", ExpectedDecision.of(decision, names).written());
        return step;
    }

    /** Who calls, as a test file says it. */
    static Map<String, Object> written(Caller caller) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "grant", caller.grant());
        put(fields, "principal", caller.principal());
        put(fields, "session", caller.session());
        put(fields, "client", caller.client());
        if (!caller.attributes().isEmpty()) {
            fields.put("attributes", caller.attributes());
        }
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /** The same step again is the step so many times. */
    private void write(Map<String, Object> step) {
        if (!steps.isEmpty()) {
            Map<String, Object> before = new LinkedHashMap<>(steps.get(steps.size() - 1));
            Object times = before.remove("times");
            if (before.equals(step)) {
                Map<String, Object> repeated = new LinkedHashMap<>();
                step.forEach((name, value) -> {
                    if (name.equals("expect")) {
                        repeated.put("times", times == null ? 2 : (Integer) times + 1);
                    }
                    repeated.put(name, value);
                });
                steps.set(steps.size() - 1, repeated);
                return;
            }
        }
        steps.add(step);
    }

    Decision latest() {
        return judged().decision();
    }

    /** The call that was judged last, with all that is known of it. */
    JudgedCall judged() {
        return Objects.requireNonNull(last);
    }

    Instant now() {
        return tester.clock().instant();
    }

    Instant start() {
        return start;
    }

    List<Map<String, Object>> steps() {
        return steps;
    }

    Set<CoverageGoal> goals() {
        return goals;
    }
}
