package dev.mcppolicy.counter.memory;

import dev.mcppolicy.counter.Place;
import dev.mcppolicy.counter.PlaceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many calls may hold places that callers can open at will, in all and of one payer in one namespace, and how many do.
 * Of other places the author of the policy says how many there are. Used with the lock of its {@link PlaceTable} held.
 */
final class PlaceRoom {
    private record Payer(String namespace, String name) {}

    private final int most;
    private final int mostPerPayer;
    private int held;
    /** None at zero. */
    private final Map<Payer, Integer> heldBy = new HashMap<>();

    PlaceRoom(int most, int mostPerPayer) {
        this.most = most;
        this.mostPerPayer = mostPerPayer;
    }

    /** Where the first of some places stands for which there is no room, or -1. */
    int lacking(List<Place> places, String payer) {
        int more = 0;
        Map<Payer, Integer> taking = new HashMap<>();
        for (int i = 0; i < places.size(); i++) {
            PlaceKey key = places.get(i).key();
            if (key.isOpenedAtWill()) {
                Payer paying = new Payer(key.namespace(), payer);
                more++;
                int his = heldBy.getOrDefault(paying, 0) + taking.merge(paying, 1, Integer::sum);
                if (held + more > most || his > mostPerPayer) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Counts a place that is held. */
    void take(PlaceKey key, String payer) {
        if (key.isOpenedAtWill()) {
            held++;
            heldBy.merge(new Payer(key.namespace(), payer), 1, Integer::sum);
        }
    }

    /** Counts a place no longer. */
    void give(PlaceKey key, String payer) {
        if (key.isOpenedAtWill()) {
            held--;
            heldBy.computeIfPresent(
                    new Payer(key.namespace(), payer), (same, places) -> places == 1 ? null : places - 1);
        }
    }

    /** Whether nothing is counted. */
    boolean isEmpty() {
        return held == 0 && heldBy.isEmpty();
    }
}
