package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.ReserveRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The charges that one limit makes to callers by their names. Those of the first callers are kept and given again, so
 * that where callers are few, as grants are, a call need not have them made.
 *
 * <p>One place a hash, filled once and not written again, so that callers who share a place do not take turns in it.
 * Read and written without synchronisation: what stands in a place is immutable, and which thread fills it does not
 * matter.
 */
final class ChargeCache {
    private static final int PLACES = 16;

    private record Kept(String name, ReserveRequest request) {}

    private final CounterKey.Factory keys;
    private final long units;
    private final long maxUnits;
    private final @Nullable Kept[] places = new @Nullable Kept[PLACES];

    ChargeCache(CounterKey.Factory keys, long units, long maxUnits) {
        this.keys = keys;
        this.units = units;
        this.maxUnits = maxUnits;
    }

    /** The one charge of a caller, as a request. */
    ReserveRequest of(String name) {
        int place = name.hashCode() & (PLACES - 1);
        Kept kept = places[place];
        if (kept != null && kept.name().equals(name)) {
            return kept.request();
        }
        ReserveRequest request = ReserveRequest.of(List.of(new Charge(keys.key(name, null), units, maxUnits)));
        if (kept == null) {
            places[place] = new Kept(name, request);
        }
        return request;
    }
}
