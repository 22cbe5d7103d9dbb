package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.testkit.internal.CallEnd;
import dev.mcppolicy.testkit.internal.ChosenCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tests of a rule that asks a human: each answer, none in time, and how long a yes holds. */
final class ApprovalTests {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration A_WHILE = Duration.ofMinutes(2);
    private static final int MOST_USES = 1_000;

    private final String tool;
    private final PolicyPart part;
    private final ToolCalls calls;
    private final RequireApproval rule;
    private final ChosenCall base;
    private final ToolCall call;

    ApprovalTests(String tool, PolicyPart part, ToolCalls calls, RequireApproval rule) {
        this.tool = tool;
        this.part = part;
        this.calls = calls;
        this.rule = rule;
        this.base = calls.nearest(rule.id());
        this.call = calls.call(base, Caller.anonymous());
    }

    /** The tests, the plainest first; none where no call was found that the rule asks about. */
    List<DraftedTest> all(String title) {
        Decision decision = part.look(call, base.at()).decision();
        boolean asks = decision instanceof Decision.ApprovalRequired approval
                && approval.rules().stream().anyMatch(asking -> asking.id().equals(rule.id()));
        List<DraftedTest> tests = new ArrayList<>();
        if (!asks || !calls.choices().admits(call)) {
            return tests;
        }
        tests.add(test(title + ": a yes in time", this::answeredInTime));
        tests.add(test(title + ": a no", steps -> answer(steps, StepRecorder.Answer.DECLINE, Duration.ZERO)));
        if (rule.by() != ApprovedBy.ANYONE) {
            tests.add(test(
                    title + ": a yes given at the client",
                    steps -> answer(steps, StepRecorder.Answer.APPROVE_AT_THE_CLIENT, Duration.ZERO)));
        }
        if (rule.by() != ApprovedBy.OPERATOR) {
            tests.add(test(
                    title + ": a yes that says not who gave it",
                    steps -> answer(steps, StepRecorder.Answer.APPROVE_SOMEHOW, Duration.ZERO)));
        }
        if (base.at().equals(ToolCalls.START)) {
            tests.add(askedAgain(title + ": a yes is for one call"));
        }
        Remembrance remember = rule.remember();
        if (remember != null) {
            tests.add(test(title + ": how long a yes holds", steps -> remembered(steps, remember)));
            Integer uses = remember.uses();
            if (uses != null && uses <= MOST_USES) {
                tests.add(test(title + ": how many calls a yes is for", steps -> used(steps, uses)));
            }
        }
        return tests;
    }

    private DraftedTest test(String title, Consumer<StepRecorder> make) {
        StepRecorder steps = part.record(base.at());
        make.accept(steps);
        return DraftedTest.of(tool, rule.id(), title, base.at(), steps.steps());
    }

    /** Too late, just in time, and the same call once more. */
    private void answeredInTime(StepRecorder steps) {
        Duration timeout = Duration.ofSeconds(rule.timeout().plusMillis(999).toSeconds());
        answer(steps, StepRecorder.Answer.APPROVE, timeout);
        answer(steps, StepRecorder.Answer.APPROVE, timeout.minus(A_SECOND));
        steps.call(call);
    }

    /** The same call again in the next window of limits that would refuse it in this one. */
    private DraftedTest askedAgain(String title) {
        StepRecorder steps = part.record(base.at().minus(A_WHILE));
        answer(steps, StepRecorder.Answer.APPROVE, Duration.ZERO);
        steps.advance(A_WHILE);
        steps.call(call);
        return DraftedTest.of(tool, rule.id(), title, steps.start(), steps.steps());
    }

    private void remembered(StepRecorder steps, Remembrance remember) {
        answer(steps, StepRecorder.Answer.APPROVE, Duration.ZERO);
        otherArguments(steps).ifPresent(other -> {
            steps.call(other);
        });
        Duration span = Duration.ofSeconds(remember.span().plusMillis(999).toSeconds());
        if (span.compareTo(A_SECOND) > 0) {
            steps.advance(span.minus(A_SECOND));
            steps.call(call);
        }
        steps.advance(A_SECOND);
        steps.call(call);
    }

    private void used(StepRecorder steps, int uses) {
        answer(steps, StepRecorder.Answer.APPROVE, Duration.ZERO);
        for (int i = 0; i <= uses; i++) {
            steps.call(call);
        }
    }

    /** A call with other arguments that this rule would ask about. */
    private Optional<ToolCall> otherArguments(StepRecorder steps) {
        return calls.withOtherArguments(call).stream()
                .filter(other -> calls.choices().admits(other)
                        && part.look(other, steps.start()).decision() instanceof Decision.ApprovalRequired)
                .findFirst();
    }

    private void answer(StepRecorder steps, StepRecorder.Answer answer, Duration after) {
        steps.answered(call, CallEnd.RETURNED, answer, after);
    }
}
