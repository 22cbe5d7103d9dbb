package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.engine.PolicyEngine;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for approvals, and puts the answers to the engine. Whatever is no approval in time is a denial. */
final class Approvals {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyEnforcer.class);

    private final @Nullable Approver approver;
    /** Where answers are put to the engine. */
    private final Executor threads;

    Approvals(@Nullable Approver approver) {
        this(approver, ApprovalThreads.EACH);
    }

    Approvals(@Nullable Approver approver, Executor threads) {
        this.approver = approver;
        this.threads = threads;
    }

    boolean useElicitation() {
        return approver instanceof ElicitationApprover;
    }

    /**
     * A question that has been asked.
     *
     * @param answer what the human says, or the exception that stands for it
     * @param decision what then becomes of the call: an allowance or a denial
     */
    record Asked(CompletableFuture<ApprovalAnswer> answer, CompletableFuture<Decision> decision) {
        /** No answer is wanted any more, which denies. */
        void withdraw() {
            answer.complete(ApprovalAnswer.DECLINED);
        }

        /** Waits for what becomes of the call. An interrupt withdraws the question. */
        Decision await() throws Exception {
            try {
                return decision.get();
            } catch (InterruptedException e) {
                withdraw();
                Decision denial = decision.join();
                Thread.currentThread().interrupt();
                return denial;
            }
        }
    }

    Asked ask(PolicyEngine engine, Decision.ApprovalRequired approval, ClientForm form) {
        CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
        if (approver == null) {
            Decision denial = explained(
                    engine.decline(approval),
                    approval,
                    "A human must approve this call, and nobody can be asked here.");
            return new Asked(answer, CompletableFuture.completedFuture(denial));
        }
        CompletableFuture<Decision> decision = answer.handleAsync(
                        (given, failure) -> settled(engine, approval, given, failure), threads)
                .exceptionally(failure -> unsettled(engine, approval, failure));
        var timed = answer.orTimeout(approval.timeout().toMillis(), TimeUnit.MILLISECONDS);
        ask(approver, new ApprovalRequest(approval, form), timed);
        return new Asked(answer, decision);
    }

    private static void ask(Approver approver, ApprovalRequest request, CompletableFuture<ApprovalAnswer> answer) {
        try {
            CompletableFuture<ApprovalAnswer> asked = Objects.requireNonNull(
                            approver.ask(request), "the approver gave nothing")
                    .toCompletableFuture();
            Relay.pass(asked, answer, given -> given);
        } catch (Throwable e) {
            answer.completeExceptionally(e);
        }
    }

    private static Decision settled(
            PolicyEngine engine,
            Decision.ApprovalRequired approval,
            @Nullable ApprovalAnswer given,
            @Nullable Throwable failure) {
        if (failure instanceof TimeoutException) {
            return explained(engine.timeOut(approval), approval, "No human approved it in time.");
        }
        if (failure != null) {
            LOG.error(
                    "an approver failed; the call of `{}` is denied",
                    approval.call().tool(),
                    failure);
        }
        return failure == null && given == ApprovalAnswer.APPROVED
                ? engine.approve(approval)
                : explained(engine.decline(approval), approval, "No human approved it.");
    }

    /** Where no thread could be had, say. */
    private static Decision unsettled(PolicyEngine engine, Decision.ApprovalRequired approval, Throwable failure) {
        LOG.error(
                "an answer could not be put to the engine; the call of `{}` is denied",
                approval.call().tool(),
                failure);
        return explained(engine.decline(approval), approval, "No human approved it.");
    }

    /** What the policy's author says of the approval, and why it was not given. */
    private static Decision explained(Decision decision, Decision.ApprovalRequired approval, String reason) {
        if (!(decision instanceof Decision.Deny deny)) {
            return decision;
        }
        return new Decision.Deny(
                deny.denial().withMessage(approval.message()).followedBy(reason));
    }
}
