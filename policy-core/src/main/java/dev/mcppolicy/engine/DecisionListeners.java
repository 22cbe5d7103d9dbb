package dev.mcppolicy.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.PolicyEvent;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.StoreEvent;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolsEvent;
import dev.mcppolicy.engine.judgement.CallSettlement;
import dev.mcppolicy.engine.store.FailureLog;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those who hear of decisions. */
final class DecisionListeners {
    private final List<DecisionListener> required;
    private final List<DecisionListener> others;
    private final boolean empty;

    DecisionListeners(List<DecisionListener> required, List<DecisionListener> others) {
        this.required = List.copyOf(required);
        this.others = List.copyOf(others);
        this.empty = required.isEmpty() && others.isEmpty();
    }

    boolean isEmpty() {
        return empty;
    }

    /** Tells all of a decision; false when one that must succeed did not. */
    boolean decided(
            Instant at,
            String id,
            @Nullable String answers,
            DecisionEvent.@Nullable Answer answer,
            ToolCall call,
            Decision decision,
            long latencyNanos,
            List<ShadowDecision> shadow) {
        DecisionEvent event =
                new DecisionEvent(at, id, answers, answer, call, decision, charged(decision), latencyNanos, shadow);
        return tell(listener -> listener.decided(event));
    }

    /** Tells all what became of a call. */
    void finished(OutcomeEvent event) {
        tell(listener -> listener.finished(event));
    }

    /** Tells all what happened to the policy. */
    void policyChanged(PolicyEvent event) {
        tell(listener -> listener.policyChanged(event));
    }

    /** Tells all in what a server's tools are not as they were accepted. */
    void toolsChanged(ToolsEvent event) {
        tell(listener -> listener.toolsChanged(event));
    }

    /** Tells all how the counter store has fared. */
    void storeAsked(StoreEvent event) {
        tell(listener -> listener.storeAsked(event));
    }

    @CanIgnoreReturnValue
    private boolean tell(Consumer<DecisionListener> event) {
        boolean recorded = true;
        for (DecisionListener listener : required) {
            recorded &= tell(listener, event);
        }
        for (DecisionListener listener : others) {
            tell(listener, event);
        }
        return recorded;
    }

    @CanIgnoreReturnValue
    private static boolean tell(DecisionListener listener, Consumer<DecisionListener> event) {
        try {
            event.accept(listener);
            return true;
        } catch (Throwable e) {
            FailureLog.error("a decision listener failed", e);
            return false;
        }
    }

    private static List<DecisionEvent.Charged> charged(Decision decision) {
        return decision.fold(
                allow -> CallSettlement.charged(allow.reservation()),
                deny -> List.of(),
                Decision.ApprovalRequired::charges);
    }
}
