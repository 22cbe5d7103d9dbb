package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** How many approvals wait: of one caller, in all, and with a thread that waits. */
class PendingBoundsTest {
    private static final Policy POLICY = TestPolicy.ofTool(approval());
    private static final String TOO_MANY = "deny LIMIT_EXCEEDED /tools/t/approval/0";

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");

    private PolicyEngineBuilder options() {
        return PolicyEngine.builder(POLICY).clock(clock);
    }

    private static ToolCall callOf(int caller, int session) {
        return ToolCall.of("t", null, Caller.ofPrincipal("p" + caller).withSession("s" + session));
    }

    @Test
    void no_more_than_64_wait_in_all_however_many_callers_and_sessions_there_are() {
        PolicyEngine engine = options().build();
        List<Decision.ApprovalRequired> waiting = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Decision decision = engine.decide(callOf(i / 20, i));
            if (decision instanceof Decision.ApprovalRequired approval) {
                waiting.add(approval);
            } else {
                Denial denial = Verdict.denial(decision);
                assertThat(denial.code()).isEqualTo(DenialCode.LIMIT_EXCEEDED);
                assertThat(denial.rule().value()).isEqualTo("/tools/t/approval/0");
                assertThat(denial.retryAfter()).isNull();
            }
        }
        assertThat(waiting).hasSize(64);

        assertThat(Verdict.of(engine.approve(waiting.get(0)))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(engine.decide(callOf(5_000, 0)))).startsWith("ask ");
        assertThat(Verdict.of(engine.decide(callOf(5_001, 0)))).isEqualTo(TOO_MANY);
    }

    @Test
    void thousands_of_sessions_of_one_caller_wait_for_eight() {
        PolicyEngine engine = options().build();
        long asked = 0;
        for (int i = 0; i < 5_000; i++) {
            asked += engine.decide(callOf(1, i)) instanceof Decision.ApprovalRequired ? 1 : 0;
        }

        assertThat(asked).isEqualTo(8);
        assertThat(Verdict.of(engine.decide(callOf(2, 0)))).startsWith("ask ");
    }

    @Test
    void engines_that_count_together_have_one_bound() {
        PolicyEngine one = options().maxPendingApprovalsInAll(2).build();
        PolicyEngine other = options()
                .maxPendingApprovalsInAll(50)
                .approvalsTogetherWith(one)
                .build();
        Decision.ApprovalRequired first = Verdict.approval(one.decide(callOf(1, 0)));
        Verdict.approval(other.decide(callOf(2, 0)));

        assertThat(Verdict.of(one.decide(callOf(3, 0)))).isEqualTo(TOO_MANY);
        assertThat(Verdict.of(other.decide(callOf(3, 0)))).isEqualTo(TOO_MANY);
        assertThat(Verdict.of(one.decline(first))).startsWith("deny APPROVAL_DECLINED");
        assertThat(Verdict.of(other.decide(callOf(1, 0)))).startsWith("deny APPROVAL_DECLINED");
        assertThat(Verdict.of(other.decide(callOf(3, 0)))).startsWith("ask ");
    }

    /** Each such call is made by a thread that is gone while it waits. */
    @Test
    void threads_that_wait_are_bounded_apart_from_calls_that_wait_without_one() throws Exception {
        BlockingQueue<CompletableFuture<ApprovalAnswer>> questions = new LinkedBlockingQueue<>();
        Approver approver = request -> {
            CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
            questions.add(answer);
            return answer;
        };
        PolicyEngine engine = options().maxWaitingThreads(2).approver(approver).build();
        List<CompletableFuture<String>> results = new ArrayList<>();
        List<CompletableFuture<ApprovalAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            results.add(guarded(engine, callOf(i, i)));
            answers.add(questions.take());
        }

        assertThat(guarded(engine, callOf(2, 0)).get()).isEqualTo("LIMIT_EXCEEDED");
        assertThat(engine.<String, RuntimeException>guard(ToolCall.of("other", Map.of()), call -> "ran", Denial::text))
                .isEqualTo("ran");
        CompletableFuture<String> without = engine.guardAsync(
                callOf(3, 0), call -> CompletableFuture.completedFuture("ran"), denial -> denial.code()
                        .name());
        questions.take().complete(ApprovalAnswer.APPROVED);
        assertThat(without.get()).isEqualTo("ran");

        answers.get(0).complete(ApprovalAnswer.APPROVED);
        assertThat(results.get(0).get()).isEqualTo("ran");
        results.add(guarded(engine, callOf(4, 0)));
        questions.take().complete(ApprovalAnswer.APPROVED);
        assertThat(results.get(2).get()).isEqualTo("ran");
        answers.get(1).complete(ApprovalAnswer.DECLINED);
        assertThat(results.get(1).get()).isEqualTo("APPROVAL_DECLINED");
    }

    private static CompletableFuture<String> guarded(PolicyEngine engine, ToolCall call) {
        CompletableFuture<String> result = new CompletableFuture<>();
        new Thread(() -> result.complete(engine.<String, RuntimeException>guard(
                        call, guarded -> "ran", denial -> denial.code().name())))
                .start();
        return result;
    }

    /** Where nobody is asked, no thread waits. */
    @Test
    void a_call_for_which_nobody_can_be_asked_takes_no_place_of_a_thread() {
        PolicyEngine engine = options().maxWaitingThreads(1).build();

        assertThat(engine.<String, RuntimeException>guard(
                        callOf(1, 0), call -> "ran", denial -> denial.code().name()))
                .isEqualTo("APPROVAL_DECLINED");
        assertThat(engine.pending.size()).isZero();
    }

    @Test
    void a_bound_is_at_least_one() {
        assertThatThrownBy(() -> options().maxPendingApprovalsInAll(0))
                .hasMessage("maximum of pending approvals in all must be at least 1, not 0");
        assertThatThrownBy(() -> options().maxWaitingThreads(0))
                .hasMessage("maximum of waiting threads must be at least 1, not 0");
        assertThatThrownBy(() -> options().maxWaitingThreads(1).maxWaitingThreads(2))
                .hasMessage("the maximum of waiting threads was already set to `1`");
    }
}
