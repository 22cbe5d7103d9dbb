package dev.mcppolicy.counter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call wants of a store: charges and places, all or none. Immutable, if its lists are not changed.
 *
 * @param charges with distinct keys, in the order of the limits
 * @param places with distinct keys, in the order of the rules
 * @param payer toward whose bound a counter counts that callers can open at will, if this request opens it, and a place:
 *     the principal or else the grant, empty for all callers without either
 * @param hold by what name, until when and with what end others may settle it; null where nobody but this process will,
 *     and then charges that it never settles stand
 */
public record ReserveRequest(
        List<Charge> charges,
        List<Place> places,
        String payer,
        @Nullable Hold hold) {
    /**
     * A request for charges alone, which this process settles.
     *
     * @param charges with distinct keys, not changed afterwards
     * @return the request, of no payer
     */
    public static ReserveRequest of(List<Charge> charges) {
        return new ReserveRequest(charges, List.of(), "", null);
    }

    /**
     * The same request for somebody.
     *
     * @param changed the payer
     * @return the changed copy
     */
    public ReserveRequest withPayer(String changed) {
        return new ReserveRequest(charges, places, changed, hold);
    }

    /**
     * The same request with places.
     *
     * @param changed the places, not changed afterwards
     * @return the changed copy
     */
    public ReserveRequest withPlaces(List<Place> changed) {
        return new ReserveRequest(charges, changed, payer, hold);
    }

    /**
     * The same request, to be settled by others too.
     *
     * @param changed the name, the deadline and the end
     * @return the changed copy
     */
    public ReserveRequest withHold(Hold changed) {
        return new ReserveRequest(charges, places, payer, changed);
    }

    /**
     * Whether nothing is wanted.
     *
     * @return true without charge and place
     */
    public boolean isEmpty() {
        return charges.isEmpty() && places.isEmpty();
    }

    /**
     * Checks that no counter is charged and no place taken twice. For stores.
     *
     * @throws IllegalArgumentException if two charges or two places have the same key
     */
    public void requireDistinctKeys() {
        for (int i = 1; i < charges.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (charges.get(i).key().equals(charges.get(j).key())) {
                    throw new IllegalArgumentException("two charges have the same key");
                }
            }
        }
        for (int i = 1; i < places.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (places.get(i).key().equals(places.get(j).key())) {
                    throw new IllegalArgumentException("two places have the same key");
                }
            }
        }
    }
}
