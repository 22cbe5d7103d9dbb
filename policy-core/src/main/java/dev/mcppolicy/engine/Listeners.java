package dev.mcppolicy.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.counter.Reservation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Those who hear of decisions. */
final class Listeners {
    private static final Logger LOG = System.getLogger(PolicyEngine.class.getName());

    private final List<DecisionListener> required;
    private final List<DecisionListener> others;

    Listeners(List<DecisionListener> required, List<DecisionListener> others) {
        this.required = List.copyOf(required);
        this.others = List.copyOf(others);
    }

    boolean isEmpty() {
        return required.isEmpty() && others.isEmpty();
    }

    /** A decision under the name by which listeners hear of it, and what was made of the call in audit mode. */
    record Named(String id, Decision decision, AuditedCall audited) {
        static Named of(Decision decision, AuditedCall audited) {
            if (decision instanceof Decision.Allow allow) {
                String id = DecisionIds.next();
                Reservation reservation = allow.reservation();
                if (!audited.reservations().isEmpty()) {
                    reservation = reservation.withShadows(audited.reservations(), Set.of());
                }
                return new Named(id, new Decision.Allow(reservation, allow.revision(), id), audited);
            }
            if (decision instanceof Decision.ApprovalRequired approval) {
                approval.audited(audited.withoutDecisions());
                return new Named(approval.id(), approval, audited);
            }
            return new Named(DecisionIds.next(), decision, audited);
        }
    }

    /** Tells all of a decision; false when one that must succeed did not. */
    boolean decided(Instant at, Named named, @Nullable String answers, ToolCall call, long latencyNanos) {
        Decision decision = named.decision();
        DecisionEvent event = new DecisionEvent(
                at,
                named.id(),
                answers,
                call,
                decision,
                charges(decision),
                latencyNanos,
                named.audited().decisions());
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
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a decision listener failed", e);
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
