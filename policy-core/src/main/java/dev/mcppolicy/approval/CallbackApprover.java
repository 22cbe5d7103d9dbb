package dev.mcppolicy.approval;

import dev.mcppolicy.decision.AnswerWay;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Asks by a call that waits, in a thread for each question: a shared pool would be full of those who wait for humans. How
 * many there are is bounded by the approvals that callers may have pending.
 */
record CallbackApprover(Function<ApprovalRequest, ApprovalAnswer> question) implements Approver {
    @Override
    public CompletionStage<ApprovalAnswer> ask(ApprovalRequest request) {
        CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
        Thread waiting = new Thread(() -> answer(request, answer), "policy-approval");
        waiting.setDaemon(true);
        CompletableFuture<ApprovalAnswer> unused = answer.whenComplete((given, failure) -> {
            if (answer.isCancelled()) {
                waiting.interrupt();
            }
        });
        waiting.start();
        return answer;
    }

    private void answer(ApprovalRequest request, CompletableFuture<ApprovalAnswer> answer) {
        try {
            ApprovalAnswer given = question.apply(request);
            answer.complete(given == null ? null : given.through(AnswerWay.CALLBACK));
        } catch (Throwable e) {
            answer.completeExceptionally(e);
        }
    }
}
