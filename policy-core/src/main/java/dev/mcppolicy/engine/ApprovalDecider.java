package dev.mcppolicy.engine;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.model.Policy;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides on calls that waited for a human: by their first answer, once, in time and under the policy by which they were
 * asked about. What is held for a call is settled in any case.
 */
final class ApprovalDecider {
    private final PendingApprovals pending;
    private final Judge judge;
    private final Supplier<CompiledPolicy> snapshot;
    private final DecisionReporter reporter;
    private final InstantSource clock;

    ApprovalDecider(
            PendingApprovals pending,
            Judge judge,
            Supplier<CompiledPolicy> snapshot,
            DecisionReporter reporter,
            InstantSource clock) {
        this.pending = pending;
        this.judge = judge;
        this.snapshot = snapshot;
        this.reporter = reporter;
        this.clock = clock;
    }

    /** A call that is to be judged again, or the denial that makes that needless. */
    private record Answered(
            PendingApprovals.@Nullable Ticket ticket,
            CompiledPolicy policy,
            @Nullable Decision denial) {}

    /** Notes who answers, which is told with the decision that follows. */
    void answered(Decision.ApprovalRequired approval, ApprovalAnswer answer) {
        if (answer.by() != null || answer.way() != null || answer.at() != null || answer.note() != null) {
            pending.answered(
                    approval.id(), new DecisionEvent.Answer(answer.by(), answer.way(), answer.at(), answer.note()));
        }
    }

    Decision approve(Decision.ApprovalRequired approval) {
        long start = System.nanoTime();
        Answered answered = answered(approval);
        Decision decision = answered.denial();
        if (decision == null && answered.ticket() != null) {
            try {
                decision = judge.judgeApproved(
                        answered.policy(), approval.call(), answered.ticket().reservation());
            } catch (Throwable e) {
                decision = Denials.internalError(e);
            }
        }
        return told(approval, answered.ticket(), decision, start);
    }

    CompletionStage<Decision> approveAsync(Decision.ApprovalRequired approval) {
        long start = System.nanoTime();
        Answered answered = answered(approval);
        PendingApprovals.Ticket ticket = answered.ticket();
        if (answered.denial() != null || ticket == null) {
            return CompletableFuture.completedFuture(told(approval, ticket, answered.denial(), start));
        }
        CompletableFuture<Decision> deciding;
        try {
            deciding = judge.judgeApprovedAsync(answered.policy(), approval.call(), ticket.reservation());
        } catch (Throwable e) {
            deciding = CompletableFuture.failedFuture(e);
        }
        return deciding.exceptionally(Denials::internalError)
                .thenApply(decision -> told(approval, ticket, decision, start));
    }

    /** Denies with a code, unless the approval was answered before. */
    Decision deny(Decision.ApprovalRequired approval, DenialCode code, String message) {
        long start = System.nanoTime();
        PendingApprovals.Ticket ticket = pending.take(approval.id());
        Decision decision;
        try {
            decision = ticket == null ? gone(approval) : denied(approval, ticket, code, message);
        } catch (Throwable e) {
            decision = Denials.internalError(e);
        }
        return told(approval, ticket, decision, start);
    }

    private Answered answered(Decision.ApprovalRequired approval) {
        PendingApprovals.Ticket ticket = pending.take(approval.id());
        try {
            CompiledPolicy policy = snapshot.get();
            return new Answered(ticket, policy, denial(approval, ticket, policy));
        } catch (Throwable e) {
            if (ticket != null) {
                ticket.release();
            }
            return new Answered(ticket, CompiledPolicy.none(), Denials.internalError(e));
        }
    }

    /** Why an approval counts for nothing, its held charges given back; null if the call is to be judged again. */
    private @Nullable Decision denial(
            Decision.ApprovalRequired approval, PendingApprovals.@Nullable Ticket ticket, CompiledPolicy policy) {
        if (ticket == null) {
            return gone(approval);
        }
        if (isLate(approval)) {
            return denied(approval, ticket, DenialCode.APPROVAL_TIMED_OUT, "The approval came too late");
        }
        Policy inForce = policy.policy();
        return inForce != null && inForce.judgesAs(ticket.policy())
                ? null
                : denied(
                        approval,
                        ticket,
                        DenialCode.APPROVAL_VOID,
                        "The policy changed while the approval was pending");
    }

    /** An approval that does not wait here: it was forgotten long after its time, or has been answered. */
    private Decision gone(Decision.ApprovalRequired approval) {
        return isLate(approval)
                ? Denials.ofApproval(DenialCode.APPROVAL_TIMED_OUT, approval, "The approval came too late")
                : Denials.ofApproval(DenialCode.APPROVAL_VOID, approval, "The approval was used before");
    }

    private boolean isLate(Decision.ApprovalRequired approval) {
        return !clock.instant().isBefore(approval.expiresAt());
    }

    private static Decision denied(
            Decision.ApprovalRequired approval, PendingApprovals.Ticket ticket, DenialCode code, String message) {
        ticket.release();
        return Denials.ofApproval(code, approval, message);
    }

    private Decision told(
            Decision.ApprovalRequired approval,
            PendingApprovals.@Nullable Ticket ticket,
            @Nullable Decision made,
            long start) {
        Decision decision = made == null
                ? Denials.internalError(new IllegalStateException("an approval was left undecided"))
                : made;
        return reporter.isIdle() ? decision : reporter.answered(approval, ticket, decision, start);
    }
}
