package dev.mcppolicy.engine;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.store.FailureLog;
import dev.mcppolicy.engine.store.StoreTimeout;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An approval that has been asked for, and is put to the engine once there is an answer, or none in time. Whatever is no
 * approval in time is a denial.
 *
 * <p>This class is threadsafe.
 */
final class ApprovalQuestion {
    /** Causes can lead back in a circle. */
    private static final int MOST_CAUSES = 32;

    private static final String NOT_APPROVED = "No human approved it.";

    private final PolicyEngine engine;
    private final Decision.ApprovalRequired approval;
    private final CompletableFuture<ApprovalAnswer> answer;
    /** The answer, once the one who asks knows that no other is wanted. */
    private final CompletableFuture<ApprovalAnswer> closed;

    private ApprovalQuestion(
            PolicyEngine engine,
            Decision.ApprovalRequired approval,
            CompletableFuture<ApprovalAnswer> answer,
            CompletableFuture<ApprovalAnswer> asked) {
        this.engine = engine;
        this.approval = approval;
        this.answer = answer;
        this.closed = answer.whenComplete((known, failure) -> asked.cancel(true));
    }

    /** Asks. What the approver throws is an answer that failed. */
    static ApprovalQuestion ask(PolicyEngine engine, Decision.ApprovalRequired approval, Approver approver) {
        CompletableFuture<ApprovalAnswer> asked;
        try {
            asked = Objects.requireNonNull(approver.ask(ApprovalRequest.of(approval)), "the approver gave nothing")
                    .toCompletableFuture();
        } catch (Throwable e) {
            asked = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<ApprovalAnswer> given = asked;
        CompletableFuture<ApprovalAnswer> answer = StoreTimeout.within(() -> given, approval.timeout(), late -> {});
        return new ApprovalQuestion(engine, approval, answer, given);
    }

    /** What becomes of a call for which nobody can be asked. */
    static Decision askNobody(PolicyEngine engine, Decision.ApprovalRequired approval) {
        return explained(
                engine.withdraw(approval), approval, "A human must approve this call, and nobody can be asked here.");
    }

    /** No answer is wanted any more, which denies. */
    void withdraw() {
        answer.cancel(false);
    }

    /** Waits for the answer, and decides in this thread. An interrupt withdraws the question, and is kept. */
    Decision await() {
        try {
            ApprovalAnswer given = closed.get();
            return explained(given, engine.answer(approval, given));
        } catch (InterruptedException e) {
            withdraw();
            Decision denial = withdrawn();
            Thread.currentThread().interrupt();
            return denial;
        } catch (CancellationException e) {
            return withdrawn();
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause());
        }
    }

    /**
     * Decides once there is an answer, in a thread that neither the one who answers nor the timer waits for.
     *
     * @return never completed exceptionally, save for want of memory
     */
    CompletionStage<Decision> decision() {
        return decision(StoreTimeout.executor());
    }

    /** As {@link #decision()}, in threads of the caller's. */
    CompletionStage<Decision> decision(Executor threads) {
        return closed.handleAsync(this::decided, threads)
                .exceptionally(failure -> CompletableFuture.completedFuture(failed(failure)))
                .thenCompose(decision -> decision);
    }

    private CompletionStage<Decision> decided(@Nullable ApprovalAnswer given, @Nullable Throwable failure) {
        if (given == null) {
            return CompletableFuture.completedFuture(
                    failed(failure == null ? new NullPointerException("no answer") : failure));
        }
        return engine.answerAsync(approval, given).thenApply(decision -> explained(given, decision));
    }

    /** What becomes of the call; a no, and a yes that counts for nothing, with the author's words. */
    private Decision explained(ApprovalAnswer given, Decision decision) {
        boolean isNo = !given.isApproved()
                || (decision instanceof Decision.Deny deny
                        && deny.denial().code() == DenialCode.APPROVAL_DECLINED
                        && deny.denial().rule().equals(approval.rule()));
        return isNo ? explained(decision, approval, NOT_APPROVED) : decision;
    }

    /** No human says anything any more. */
    private Decision withdrawn() {
        return explained(engine.withdraw(approval), approval, NOT_APPROVED);
    }

    private Decision failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (isTimeOut(cause)) {
            return explained(engine.timeOut(approval), approval, "No human approved it in time.");
        }
        if (!(cause instanceof CancellationException)) {
            FailureLog.error("an approver failed; the call is denied", cause);
        }
        return withdrawn();
    }

    /** Also what waits in another's name wraps: a time-out on the way to the human is no human's no. */
    private static boolean isTimeOut(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof TimeoutException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** What the policy's author says of the approval, and why it was not given. */
    private static Decision explained(Decision decision, Decision.ApprovalRequired approval, String reason) {
        return decision instanceof Decision.Deny deny
                ? new Decision.Deny(
                        deny.denial().withMessage(approval.message()).followedBy(reason))
                : decision;
    }
}
