package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.OutcomeEvent.Settled;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.judgement.ApprovalRegister;
import dev.mcppolicy.engine.judgement.CallSettlement;
import dev.mcppolicy.engine.judgement.CompiledPolicy;
import dev.mcppolicy.engine.judgement.DecisionIds;
import dev.mcppolicy.engine.judgement.DenialWording;
import dev.mcppolicy.engine.store.FailureLog;
import dev.mcppolicy.engine.store.LoggedSettlement;
import dev.mcppolicy.json.Work;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners what was decided and what became of it, with what the shadow views make of the call; a decision
 * that could not be recorded where it must be is taken back.
 */
final class DecisionReporter {
    private final DecisionListeners listeners;
    private final ShadowPolicies views;
    private final ApprovalRegister pending;
    private final InstantSource clock;

    DecisionReporter(DecisionListeners listeners, ShadowPolicies views, ApprovalRegister pending, InstantSource clock) {
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
     * @param policy the policy that it was decided by; none if there was none
     * @param work what is left of the call's work
     * @param startNanos when the deciding began, by {@link System#nanoTime}
     * @return the decision to go by
     */
    Decision decided(CompiledPolicy policy, ToolCall call, Decision decision, Work work, long startNanos) {
        long latencyNanos = System.nanoTime() - startNanos;
        ShadowedCall shadow = views.concern(policy) ? views.judge(policy, call, decision, work) : ShadowedCall.NONE;
        return tell(call, null, null, decision, shadow, latencyNanos);
    }

    /** As {@link #decided}, without blocking. */
    CompletableFuture<Decision> decidedAsync(
            CompiledPolicy policy, ToolCall call, Decision decision, Work work, long startNanos) {
        long latencyNanos = System.nanoTime() - startNanos;
        if (!views.concern(policy)) {
            return CompletableFuture.completedFuture(tell(call, null, null, decision, ShadowedCall.NONE, latencyNanos));
        }
        return views.judgeAsync(policy, call, decision, work)
                .thenApply(shadow -> tell(call, null, null, decision, shadow, latencyNanos));
    }

    /**
     * Tells of the decision that follows the answer to an approval.
     *
     * @param waiting what was held for the call, or null where nothing was
     * @return the decision to go by
     */
    Decision answered(
            Decision.ApprovalRequired approval,
            ApprovalRegister.@Nullable PendingApproval waiting,
            Decision decision,
            long startNanos) {
        ShadowedCall charged = waiting != null && !(decision instanceof Decision.Deny)
                ? new ShadowedCall(List.of(), waiting.shadow())
                : ShadowedCall.NONE;
        DecisionEvent.Answer answer = waiting == null ? null : waiting.answer();
        return tell(approval.call(), approval.id(), answer, decision, charged, System.nanoTime() - startNanos);
    }

    /** Tells what became of a call whose decision was told of. Never throws. */
    void finished(ToolCall call, String decisionId, String revision, ToolOutcome outcome, List<Settled> charges) {
        try {
            listeners.finished(new OutcomeEvent(clock.instant(), decisionId, call, revision, outcome, charges));
        } catch (Throwable e) {
            FailureLog.error("what became of a call could not be told", e);
        }
    }

    /** What became of the charges of an allowed call. */
    static List<Settled> settled(Decision.Allow decision) {
        return decision.reservation() instanceof CallSettlement settlement ? settlement.settledCharges() : List.of();
    }

    private Decision tell(
            ToolCall call,
            @Nullable String answers,
            DecisionEvent.@Nullable Answer answer,
            Decision decision,
            ShadowedCall shadow,
            long latencyNanos) {
        hold(shadow.reservations(), decision);
        String id = decision.fold(Decision.Allow::id, deny -> DecisionIds.next(), Decision.ApprovalRequired::id);
        Throwable reason = null;
        try {
            if (listeners.decided(
                    clock.instant(), id, answers, answer, call, decision, latencyNanos, shadow.decisions())) {
                if (decision instanceof Decision.Deny) {
                    shadow.keep();
                }
                return decision;
            }
        } catch (Throwable e) {
            reason = e;
        }
        return takenBack(
                call,
                decision,
                shadow,
                reason == null ? new IllegalStateException("a listener that must succeed failed") : reason);
    }

    /** Ties what was charged in shadow mode to the call, whose charges and these are settled together from now on. */
    private void hold(List<Reservation> shadow, Decision decision) {
        if (shadow.isEmpty()) {
            return;
        }
        if (decision instanceof Decision.Allow allow && allow.reservation() instanceof CallSettlement settlement) {
            settlement.add(shadow);
        } else if (decision instanceof Decision.ApprovalRequired approval) {
            pending.holdShadow(approval.id(), shadow);
        }
    }

    private Decision takenBack(ToolCall call, Decision decision, ShadowedCall shadow, Throwable reason) {
        if (decision instanceof Decision.Deny) {
            shadow.release();
            return decision;
        }
        List<Settled> givenBack = List.of();
        if (decision instanceof Decision.Allow allow) {
            CompletableFuture<?> unused = LoggedSettlement.release(allow.reservation()::release);
            givenBack = settled(allow);
        } else if (decision instanceof Decision.ApprovalRequired approval) {
            shadow.release();
            ApprovalRegister.PendingApproval waiting = pending.take(approval.id());
            if (waiting != null) {
                waiting.release();
                givenBack = waiting.reservation().charges().stream()
                        .map(charge -> Settled.of(charge, 0))
                        .toList();
            }
        }
        String id = decision.fold(Decision.Allow::id, deny -> "", Decision.ApprovalRequired::id);
        finished(call, id, decision.revision(), ToolOutcome.NOT_EXECUTED, givenBack);
        return DenialWording.internalError(reason, true);
    }
}
