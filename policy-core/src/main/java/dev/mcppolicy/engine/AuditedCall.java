package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the audited views made of one call.
 *
 * @param decisions what each would have decided
 * @param reservations what they charged, to be settled as the call's own charges are
 */
record AuditedCall(List<AuditedDecision> decisions, List<Reservation> reservations) {
    /** The call of an engine without audited views. */
    static final AuditedCall NONE = new AuditedCall(List.of(), List.of());

    static AuditedCall of(AuditedDecision decision) {
        return new AuditedCall(List.of(decision), List.of());
    }

    static AuditedCall of(AuditedDecision decision, Reservation reservation) {
        return reservation.charges().isEmpty()
                ? of(decision)
                : new AuditedCall(List.of(decision), List.of(AuditedReceipt.of(reservation)));
    }

    AuditedCall and(AuditedCall other) {
        List<AuditedDecision> all = new ArrayList<>(decisions);
        all.addAll(other.decisions);
        List<Reservation> charged = new ArrayList<>(reservations);
        charged.addAll(other.reservations);
        return new AuditedCall(List.copyOf(all), List.copyOf(charged));
    }

    /** The charges alone, for a decision that follows the one which was heard of. */
    private AuditedCall withoutDecisions() {
        return new AuditedCall(List.of(), reservations);
    }

    /** The decision in force, whose charges and these are settled together from now on. */
    Decision heldWith(Decision decision) {
        if (reservations.isEmpty()) {
            return decision;
        }
        if (decision instanceof Decision.Allow allow) {
            return new Decision.Allow(
                    allow.reservation().withShadows(reservations, Set.of()), allow.revision(), allow.id());
        }
        if (decision instanceof Decision.ApprovalRequired approval) {
            approval.audited(withoutDecisions());
        }
        return decision;
    }

    /** Gives the charges back, for a call that would not have run either had the audited views been in force. */
    void release() {
        reservations.forEach(Judge::release);
    }
}
