package dev.mcppolicy.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those who hear of decisions. */
final class Listeners {
    private final List<DecisionListener> required;
    private final List<DecisionListener> others;
    private final boolean empty;

    Listeners(List<DecisionListener> required, List<DecisionListener> others) {
        this.required = List.copyOf(required);
        this.others = List.copyOf(others);
        this.empty = required.isEmpty() && others.isEmpty();
    }

    boolean isEmpty() {
        return empty;
    }

    /** A decision under the name by which listeners hear of it. */
    record Named(String id, Decision decision) {
        static Named of(Decision decision) {
            if (decision instanceof Decision.Allow allow) {
                String id = DecisionIds.next();
                return new Named(id, new Decision.Allow(allow.reservation(), allow.revision(), id));
            }
            return decision instanceof Decision.ApprovalRequired approval
                    ? new Named(approval.id(), approval)
                    : new Named(DecisionIds.next(), decision);
        }
    }

    /** Tells all of a decision; false when one that must succeed did not. */
    boolean decided(
            Instant at,
            Named named,
            @Nullable String answers,
            ToolCall call,
            long latencyNanos,
            List<AuditedDecision> audited) {
        Decision decision = named.decision();
        DecisionEvent event =
                new DecisionEvent(at, named.id(), answers, call, decision, charges(decision), latencyNanos, audited);
        return tell(listener -> listener.decided(event));
    }

    /** Tells all what became of a call. */
    void finished(OutcomeEvent event) {
        tell(listener -> listener.finished(event));
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

    private static List<DecisionEvent.Charged> charges(Decision decision) {
        return decision.fold(
                allow -> DecisionEvent.charges(allow.reservation()),
                deny -> List.of(),
                approval -> DecisionEvent.charges(approval.reservation()));
    }
}
