package dev.mcppolicy.engine;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.engine.judgement.Answers;
import dev.mcppolicy.engine.judgement.ApprovalRegister;
import dev.mcppolicy.engine.judgement.Approved;
import dev.mcppolicy.engine.judgement.CompiledPolicy;
import dev.mcppolicy.engine.judgement.DenialWording;
import dev.mcppolicy.engine.judgement.Judge;
import dev.mcppolicy.model.Policy;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides on calls that waited for a human: by their first answer, once, in time and under the policy by which they were
 * asked about. What is held for a call is settled in any case.
 */
final class ApprovalDecider {
    private final ApprovalRegister pending;
    private final Answers answers;
    private final Judge judge;
    private final Supplier<CompiledPolicy> snapshot;
    private final DecisionReporter reporter;
    private final InstantSource clock;

    ApprovalDecider(
            ApprovalRegister pending,
            Answers answers,
            Judge judge,
            Supplier<CompiledPolicy> snapshot,
            DecisionReporter reporter,
            InstantSource clock) {
        this.pending = pending;
        this.answers = answers;
        this.judge = judge;
        this.snapshot = snapshot;
        this.reporter = reporter;
        this.clock = clock;
    }

    /** A call that is to be judged again, or the denial that makes that needless. */
    private record Answered(
            ApprovalRegister.@Nullable PendingApproval waiting,
            CompiledPolicy policy,
            @Nullable Decision denial) {}

    /** Decides by an answer, if it is one. */
    Decision answer(Decision.ApprovalRequired approval, ApprovalAnswer answer) {
        noted(approval, answer);
        if (!counts(approval, answer)) {
            return withdraw(approval);
        }
        return answer.isApproved() ? approve(approval, answer.by()) : decline(approval);
    }

    /** As {@link #answer}, without blocking. */
    CompletionStage<Decision> answerAsync(Decision.ApprovalRequired approval, ApprovalAnswer answer) {
        noted(approval, answer);
        if (!counts(approval, answer)) {
            return CompletableFuture.completedFuture(withdraw(approval));
        }
        return answer.isApproved()
                ? approveAsync(approval, answer.by())
                : CompletableFuture.completedFuture(decline(approval));
    }

    /** Whether the word of the one who answers counts for what is asked. */
    private static boolean counts(Decision.ApprovalRequired approval, ApprovalAnswer answer) {
        Caller caller = approval.call().caller();
        String name = caller.principal() == null ? caller.grant() : caller.principal();
        if (answer.by() != null && answer.by().equals(name)) {
            return false;
        }
        AnswerWay way = answer.way();
        return switch (approval.by()) {
            case ANYONE -> true;
            case CLIENT -> way != null;
            case OPERATOR -> way == AnswerWay.OPERATOR || way == AnswerWay.CALLBACK;
        };
    }

    /** Notes who answers, which is told with the decision that follows. */
    private void noted(Decision.ApprovalRequired approval, ApprovalAnswer answer) {
        if (answer.by() != null || answer.way() != null || answer.at() != null || answer.note() != null) {
            pending.answered(
                    approval.id(), new DecisionEvent.Answer(answer.by(), answer.way(), answer.at(), answer.note()));
        }
    }

    Decision approve(Decision.ApprovalRequired approval) {
        return approve(approval, null);
    }

    CompletionStage<Decision> approveAsync(Decision.ApprovalRequired approval) {
        return approveAsync(approval, null);
    }

    private Decision approve(Decision.ApprovalRequired approval, @Nullable String by) {
        long start = System.nanoTime();
        Answered answered = answered(approval, by);
        Decision decision = answered.denial();
        if (decision == null && answered.waiting() != null) {
            try {
                Approved approved = answered.waiting().approvedBy(approval.rules());
                decision = judge.judgeApproved(
                        answered.policy(),
                        approval.call(),
                        approved,
                        answered.waiting().reservation());
                keepUnspent(decision, approved, approval, answered.policy(), by);
            } catch (Throwable e) {
                decision = DenialWording.internalError(e, true);
            }
        }
        return told(approval, answered.waiting(), decision, start);
    }

    private CompletionStage<Decision> approveAsync(Decision.ApprovalRequired approval, @Nullable String by) {
        long start = System.nanoTime();
        Answered answered = answered(approval, by);
        ApprovalRegister.PendingApproval waiting = answered.waiting();
        if (answered.denial() != null || waiting == null) {
            return CompletableFuture.completedFuture(told(approval, waiting, answered.denial(), start));
        }
        Approved approved = waiting.approvedBy(approval.rules());
        CompletableFuture<Decision> deciding;
        try {
            deciding = judge.judgeApprovedAsync(answered.policy(), approval.call(), approved, waiting.reservation())
                    .thenApply(decision -> {
                        keepUnspent(decision, approved, approval, answered.policy(), by);
                        return decision;
                    });
        } catch (Throwable e) {
            deciding = CompletableFuture.failedFuture(e);
        }
        return deciding.exceptionally(failure -> DenialWording.internalError(failure, true))
                .thenApply(decision -> told(approval, waiting, decision, start));
    }

    /** A call that found no place although a human approved it leaves the yes to the next one like it. */
    private void keepUnspent(
            Decision decision,
            Approved approved,
            Decision.ApprovalRequired approval,
            CompiledPolicy policy,
            @Nullable String by) {
        Policy inForce = policy.policy();
        if (inForce != null
                && decision instanceof Decision.Deny deny
                && deny.denial().code() == DenialCode.CONCURRENCY_EXCEEDED) {
            answers.yeses().addUnspent(approved, approval.call(), inForce, clock.instant(), by);
        }
    }

    /** Denies for a human who said no in time, which stands for a while. */
    Decision decline(Decision.ApprovalRequired approval) {
        return denied(approval, waiting -> {
            if (isLate(approval)) {
                return timedOut(approval, waiting);
            }
            answers.noes().add(approval, clock.instant());
            return declined(approval, waiting);
        });
    }

    /** Denies as no human answers any more. */
    Decision withdraw(Decision.ApprovalRequired approval) {
        return denied(
                approval, waiting -> isLate(approval) ? timedOut(approval, waiting) : declined(approval, waiting));
    }

    /** Denies as no human has answered in time. */
    Decision timeOut(Decision.ApprovalRequired approval) {
        return denied(approval, waiting -> timedOut(approval, waiting));
    }

    private static Decision declined(Decision.ApprovalRequired approval, ApprovalRegister.PendingApproval waiting) {
        return denied(approval, waiting, DenialCode.APPROVAL_DECLINED, "The approval was declined");
    }

    private static Decision timedOut(Decision.ApprovalRequired approval, ApprovalRegister.PendingApproval waiting) {
        return denied(approval, waiting, DenialCode.APPROVAL_TIMED_OUT, "The approval was not given in time");
    }

    /** Denies, unless the approval was answered before. */
    private Decision denied(
            Decision.ApprovalRequired approval, Function<ApprovalRegister.PendingApproval, Decision> denial) {
        long start = System.nanoTime();
        ApprovalRegister.PendingApproval waiting = pending.take(approval.id());
        Decision decision;
        try {
            decision = waiting == null ? gone(approval) : denial.apply(waiting);
        } catch (Throwable e) {
            if (waiting != null) {
                waiting.release();
            }
            decision = DenialWording.internalError(e, true);
        }
        return told(approval, waiting, decision, start);
    }

    private Answered answered(Decision.ApprovalRequired approval, @Nullable String by) {
        ApprovalRegister.PendingApproval waiting = pending.take(approval.id());
        try {
            CompiledPolicy policy = snapshot.get();
            Decision denial = denial(approval, waiting, policy);
            Policy inForce = policy.policy();
            if (denial == null && inForce != null) {
                answers.yeses().add(approval, inForce, clock.instant(), by);
            }
            return new Answered(waiting, policy, denial);
        } catch (Throwable e) {
            if (waiting != null) {
                waiting.release();
            }
            return new Answered(waiting, CompiledPolicy.none(), DenialWording.internalError(e, true));
        }
    }

    /** Why an approval counts for nothing, its held charges given back; null if the call is to be judged again. */
    private @Nullable Decision denial(
            Decision.ApprovalRequired approval,
            ApprovalRegister.@Nullable PendingApproval waiting,
            CompiledPolicy policy) {
        if (waiting == null) {
            return gone(approval);
        }
        if (isLate(approval)) {
            return denied(approval, waiting, DenialCode.APPROVAL_TIMED_OUT, "The approval came too late");
        }
        Policy inForce = policy.policy();
        return inForce != null && inForce.judgesAs(waiting.policy())
                ? null
                : denied(
                        approval,
                        waiting,
                        DenialCode.APPROVAL_VOID,
                        "The policy changed while the approval was pending");
    }

    /** An approval that does not wait here: it was forgotten long after its time, or has been answered. */
    private Decision gone(Decision.ApprovalRequired approval) {
        return isLate(approval)
                ? DenialWording.ofApproval(DenialCode.APPROVAL_TIMED_OUT, approval, "The approval came too late")
                : DenialWording.ofApproval(
                        DenialCode.APPROVAL_VOID, approval, "The approval was used before or is another engine's");
    }

    private boolean isLate(Decision.ApprovalRequired approval) {
        return !clock.instant().isBefore(approval.expiresAt());
    }

    private static Decision denied(
            Decision.ApprovalRequired approval,
            ApprovalRegister.PendingApproval waiting,
            DenialCode code,
            String message) {
        waiting.release();
        return DenialWording.ofApproval(code, approval, message);
    }

    private Decision told(
            Decision.ApprovalRequired approval,
            ApprovalRegister.@Nullable PendingApproval waiting,
            @Nullable Decision made,
            long start) {
        Decision decision = made == null
                ? DenialWording.internalError(new IllegalStateException("an approval was left undecided"), true)
                : made;
        return reporter.isIdle() ? decision : reporter.answered(approval, waiting, decision, start);
    }
}
