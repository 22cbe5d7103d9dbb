package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.AuditedDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the audited views made of one call.
 *
 * @param decisions what each would have decided
 * @param reservations what they charged, to be settled as the call's own charges are
 */
record AuditedCall(List<AuditedDecision> decisions, List<Reservation> reservations) {
    /** The call of an engine without audited views. */
    static final AuditedCall NONE = new AuditedCall(List.of(), List.of());

    /** Where a policy in audit mode could not be judged. */
    static AuditedCall notJudged(String view) {
        return of(new AuditedDecision(view, "", AuditedDecision.Kind.NOT_JUDGED, null, null, null, List.of(), false));
    }

    static AuditedCall of(AuditedDecision decision) {
        return new AuditedCall(List.of(decision), List.of());
    }

    static AuditedCall of(AuditedDecision decision, Reservation reservation) {
        return reservation.charges().isEmpty()
                ? of(decision)
                : new AuditedCall(List.of(decision), List.of(reservation));
    }

    AuditedCall and(AuditedCall other) {
        List<AuditedDecision> all = new ArrayList<>(decisions);
        all.addAll(other.decisions);
        List<Reservation> charged = new ArrayList<>(reservations);
        charged.addAll(other.reservations);
        return new AuditedCall(List.copyOf(all), List.copyOf(charged));
    }

    /** Gives the charges back, for a call that would not have run either had the audited views been in force. */
    void release() {
        for (Reservation reservation : reservations) {
            CompletableFuture<?> unused = CallSettlement.releaseOrLog(reservation::release);
        }
    }
}
