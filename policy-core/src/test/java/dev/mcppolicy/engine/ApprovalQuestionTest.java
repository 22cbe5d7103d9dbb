package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.approval.InMemoryApprovalQueue;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A question that is asked, and what its answer is worth. */
class ApprovalQuestionTest {
    private static final Policy ONCE =
            TestPolicy.ofTool(approval().within(Duration.ofMinutes(10)), limit("calls", Window.Calendar.DAY, "1"));
    private static final ToolCall CALL = ToolCall.of("t", Map.of());

    private final InMemoryApprovalQueue queue = new InMemoryApprovalQueue();

    @Test
    void an_answer_that_cannot_be_put_to_the_engine_denies_and_gives_the_charge_back() {
        PolicyEngine engine = PolicyEngine.builder(ONCE).maxPendingApprovals(1).build();
        for (int i = 0; i < 3; i++) {
            ApprovalQuestion question = ApprovalQuestion.ask(
                    engine,
                    Verdict.approval(engine.decide(CALL)),
                    request -> CompletableFuture.completedFuture(ApprovalAnswer.APPROVED));

            Decision decision = question.decision(task -> {
                        throw new OutOfMemoryError("unable to create native thread");
                    })
                    .toCompletableFuture()
                    .join();

            assertThat(Verdict.denial(decision).code()).isEqualTo(DenialCode.APPROVAL_DECLINED);
        }
    }

    @Test
    void a_call_has_left_the_queue_before_it_is_decided_on() {
        PolicyEngine engine = PolicyEngine.of(ONCE);
        List<List<ApprovalRequest>> waiting = new ArrayList<>();
        ApprovalQuestion question = ApprovalQuestion.ask(engine, Verdict.approval(engine.decide(CALL)), queue);
        CompletableFuture<Decision> decision = question.decision(task -> {
                    waiting.add(queue.list());
                    task.run();
                })
                .toCompletableFuture();
        assertThat(queue.list()).hasSize(1);

        question.withdraw();

        assertThat(decision).isCompleted();
        assertThat(waiting).containsExactly(List.of());
    }

    @Test
    void the_denial_says_what_the_author_says_and_why_there_was_no_yes() {
        PolicyEngine engine = PolicyEngine.of(TestPolicy.ofTool(approval().saying("Ask the owner")));
        String nobody = engine.guard(CALL, call -> "ran", denial -> denial.code() + " " + denial.message());
        String declined = engine.guard(
                CALL,
                call -> "ran",
                denial -> denial.code() + " " + denial.message(),
                request -> CompletableFuture.completedFuture(ApprovalAnswer.DECLINED));

        assertThat(nobody)
                .isEqualTo("APPROVAL_DECLINED Ask the owner."
                        + " A human must approve this call, and nobody can be asked here.");
        assertThat(declined).isEqualTo("APPROVAL_DECLINED Ask the owner. No human approved it.");
    }

    @Test
    void a_time_out_on_the_way_to_the_human_is_no_humans_no_however_it_is_wrapped() {
        TimeoutException out = new TimeoutException("10 s");
        for (Throwable failure : List.of(
                out,
                new CompletionException(out),
                new IllegalStateException(new CompletionException(new ExecutionException(out))))) {
            PolicyEngine engine = PolicyEngine.of(ONCE);
            List<Approver> approvers = List.of(request -> CompletableFuture.failedFuture(failure), request -> {
                throw new IllegalStateException(failure);
            });
            for (Approver approver : approvers) {
                CompletableFuture<String> later = new CompletableFuture<>();
                engine.guardAsync(
                        CALL,
                        call -> CompletableFuture.completedFuture("ran"),
                        denial -> denial.code().name(),
                        approver,
                        later);
                assertThat(later.join()).isEqualTo("APPROVAL_TIMED_OUT");

                String atOnce = engine.guard(
                        CALL, call -> "ran", denial -> denial.code().name(), approver);
                assertThat(atOnce).isEqualTo("APPROVAL_TIMED_OUT");
            }
        }
    }

    @Test
    void a_failure_whose_causes_lead_in_a_circle_is_no_yes() {
        IllegalStateException first = new IllegalStateException();
        IllegalStateException second = new IllegalStateException(first);
        first.initCause(second);

        String denied = PolicyEngine.of(ONCE)
                .guard(
                        CALL,
                        call -> "ran",
                        denial -> denial.code().name(),
                        request -> CompletableFuture.failedFuture(second));

        assertThat(denied).isEqualTo("APPROVAL_DECLINED");
    }
}
