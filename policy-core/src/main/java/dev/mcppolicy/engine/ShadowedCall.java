package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.engine.store.LoggedSettlement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the shadow views made of one call.
 *
 * @param decisions what each would have decided
 * @param reservations what they charged, to be settled as the call's own charges are
 */
record ShadowedCall(List<ShadowDecision> decisions, List<Reservation> reservations) {
    /** The call of an engine without shadow views. */
    static final ShadowedCall NONE = new ShadowedCall(List.of(), List.of());

    /** Where a policy in shadow mode could not be judged. */
    static ShadowedCall notJudged(String view) {
        return of(new ShadowDecision(view, "", ShadowDecision.Kind.NOT_JUDGED, null, null, null, List.of(), false));
    }

    static ShadowedCall of(ShadowDecision decision) {
        return new ShadowedCall(List.of(decision), List.of());
    }

    static ShadowedCall of(ShadowDecision decision, Reservation reservation) {
        return reservation.request().isEmpty()
                ? of(decision)
                : new ShadowedCall(List.of(decision), List.of(reservation));
    }

    ShadowedCall and(ShadowedCall other) {
        List<ShadowDecision> all = new ArrayList<>(decisions);
        all.addAll(other.decisions);
        List<Reservation> charged = new ArrayList<>(reservations);
        charged.addAll(other.reservations);
        return new ShadowedCall(List.copyOf(all), List.copyOf(charged));
    }

    /** Lets the charges stand of a call that is denied, and gives the places back, as it does not run. */
    void keep() {
        for (Reservation reservation : reservations) {
            CompletionStage<?> unused = LoggedSettlement.keep(reservation);
        }
    }

    /** Gives the charges back, for a call that would not have run either had the shadow views been in force. */
    void release() {
        for (Reservation reservation : reservations) {
            CompletableFuture<?> unused = LoggedSettlement.release(reservation::release);
        }
    }
}
