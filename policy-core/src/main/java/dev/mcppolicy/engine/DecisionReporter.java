package dev.mcppolicy.engine;

import dev.mcppolicy.json.Work;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners what was decided and what became of it, with what the audited views make of the call; a decision
 * that could not be recorded where it must be is taken back.
 */
final class DecisionReporter {
    private final Listeners listeners;
    private final AuditedViews views;
    private final PendingApprovals pending;
    private final InstantSource clock;

    DecisionReporter(Listeners listeners, AuditedViews views, PendingApprovals pending, InstantSource clock) {
        this.listeners = listeners;
        this.views = views;
        this.pending = pending;
        this.clock = clock;
    }

    /** Whether nobody listens, so that there is nothing to tell. */
    boolean isIdle() {
        return listeners.isEmpty();
    }

    /**
     * Tells of a decision on a call.
     *
     * @param policy the policy that it was decided by; null if there was none
     * @param work what is left of the call's work
     * @param startNanos when the deciding began, by {@link System#nanoTime}
     * @return the decision to go by
     */
    Decision decided(@Nullable CompiledPolicy policy, ToolCall call, Decision decision, Work work, long startNanos) {
        long latencyNanos = System.nanoTime() - startNanos;
        AuditedCall audited = views.concern(policy) ? views.judge(policy, call, decision, work) : AuditedCall.NONE;
        return tell(call, null, decision, audited, latencyNanos);
    }

    /** As {@link #decided}, without blocking. */
    CompletableFuture<Decision> decidedAsync(
            @Nullable CompiledPolicy policy, ToolCall call, Decision decision, Work work, long startNanos) {
        long latencyNanos = System.nanoTime() - startNanos;
        if (!views.concern(policy)) {
            return CompletableFuture.completedFuture(tell(call, null, decision, AuditedCall.NONE, latencyNanos));
        }
        return views.judgeAsync(policy, call, decision, work)
                .thenApply(audited -> tell(call, null, decision, audited, latencyNanos));
    }

    /**
     * Tells of the decision that follows the answer to an approval.
     *
     * @return the decision to go by
     */
    Decision answered(Decision.ApprovalRequired approval, Decision decision, long startNanos) {
        AuditedCall charged = decision instanceof Decision.Allow ? approval.audited() : AuditedCall.NONE;
        return tell(approval.call(), approval.id(), decision, charged, System.nanoTime() - startNanos);
    }

    /** Tells what became of a call whose decision was told of. Never throws. */
    void finished(ToolCall call, String decisionId, String revision, ToolOutcome outcome) {
        try {
            listeners.finished(new OutcomeEvent(clock.instant(), decisionId, call, revision, outcome));
        } catch (Throwable e) {
            FailureLog.error("what became of a call could not be told", e);
        }
    }

    private Decision tell(
            ToolCall call, @Nullable String answers, Decision decision, AuditedCall audited, long latencyNanos) {
        Listeners.Named named = Listeners.Named.of(audited.heldWith(decision));
        try {
            if (listeners.decided(clock.instant(), named, answers, call, latencyNanos, audited.decisions())) {
                return named.decision();
            }
        } catch (Throwable e) {
            return takenBack(call, named, audited, e);
        }
        return takenBack(call, named, audited, new IllegalStateException("a listener that must succeed failed"));
    }

    private Decision takenBack(ToolCall call, Listeners.Named named, AuditedCall audited, Throwable reason) {
        Decision decision = named.decision();
        audited.release();
        if (decision instanceof Decision.Allow allow) {
            Judge.release(allow.reservation());
        } else if (decision instanceof Decision.ApprovalRequired approval && approval.answer()) {
            pending.remove(approval.ticket());
            Judge.release(approval.reservation());
        } else if (decision instanceof Decision.Deny) {
            return decision;
        }
        finished(call, named.id(), decision.revision(), ToolOutcome.NOT_EXECUTED);
        return Denials.internalError(reason);
    }
}
