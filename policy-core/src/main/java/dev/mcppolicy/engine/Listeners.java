package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.model.Scale;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    /** Tells all of a decision; false when one that must succeed did not. */
    boolean tell(Instant at, ToolCall call, Decision decision, long latencyNanos) {
        DecisionEvent event = new DecisionEvent(at, call, decision, charges(decision), latencyNanos);
        boolean recorded = true;
        for (DecisionListener listener : required) {
            recorded &= tell(listener, event);
        }
        for (DecisionListener listener : others) {
            tell(listener, event);
        }
        return recorded;
    }

    private static boolean tell(DecisionListener listener, DecisionEvent event) {
        try {
            listener.decided(event);
            return true;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a decision listener failed", e);
            return false;
        }
    }

    private static List<DecisionEvent.Charged> charges(Decision decision) {
        return decision.fold(
                allow -> charges(allow.reservation()), deny -> List.of(), approval -> charges(approval.reservation()));
    }

    private static List<DecisionEvent.Charged> charges(Reservation reservation) {
        List<DecisionEvent.Charged> charged = new ArrayList<>();
        for (int i = 0; i < reservation.charges().size(); i++) {
            Charge charge = reservation.charges().get(i);
            Scale scale = charge.key().definition().scale();
            long before = reservation.before(i);
            charged.add(new DecisionEvent.Charged(
                    charge.key(), scale.amountOf(before), scale.amountOf(before + charge.units())));
        }
        return charged;
    }
}
