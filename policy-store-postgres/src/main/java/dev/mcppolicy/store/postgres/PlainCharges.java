package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterDefinition;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.model.limit.Window;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request of charges alone, in aligned windows of one namespace and without a name, as most are: the values of {@link Procedure#CHARGE}, in the
 * order of the keys.
 */
final class PlainCharges {
    private final String namespace;
    private final byte[][] keys;
    private final long[] units;
    private final long[] mosts;
    /** By the index of a charge in the request, where it stands here. */
    private final int[] positions;

    private PlainCharges(ReserveRequest request, String namespace) {
        List<Charge> charges = request.charges();
        byte[][] unsorted = RequestRows.keys(charges);
        int[] order = order(unsorted);
        this.namespace = namespace;
        keys = new byte[order.length][];
        units = new long[order.length];
        mosts = new long[order.length];
        positions = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            Charge charge = charges.get(order[i]);
            keys[i] = unsorted[order[i]];
            units[i] = charge.units();
            mosts[i] = charge.mostBefore();
            positions[order[i]] = i + 1;
        }
    }

    /** The indices of keys in their order; few, so that each is moved to its place. */
    private static int[] order(byte[][] keys) {
        int[] order = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int at = i;
            while (at > 0 && Arrays.compareUnsigned(keys[order[at - 1]], keys[i]) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
        return order;
    }

    /** The charges of a request that is nothing else, or null. */
    static @Nullable PlainCharges of(ReserveRequest request) {
        if (request.hold() != null
                || !request.places().isEmpty()
                || request.charges().isEmpty()) {
            return null;
        }
        String namespace = request.charges().get(0).key().definition().namespace();
        for (Charge charge : request.charges()) {
            CounterDefinition definition = charge.key().definition();
            if (!(definition.window() instanceof Window.Aligned)
                    || !definition.namespace().equals(namespace)) {
                return null;
            }
        }
        request.requireDistinctKeys();
        return new PlainCharges(request, namespace);
    }

    /** Null where the namespace's mark is not known yet. */
    @Nullable
    Step<Boolean> step(UUID id, Namespaces namespaces) {
        UUID mark = namespaces.mark(namespace);
        return mark == null
                ? null
                : Step.of(Procedure.CHARGE, List.of(namespace), (query, moment) -> query.bytes(RowKey.ofName(namespace))
                        .id(mark)
                        .id(id)
                        .is(moment.wasAsked())
                        .manyBytes(keys)
                        .numbers(units)
                        .numbers(mosts)
                        .counts(positions));
    }

    /** What was taken, in the order of the request. */
    Taken taken(UUID id, Answer answer) {
        long[] ats = new long[keys.length];
        Arrays.fill(ats, answer.nowMillis());
        return new Taken(id, id, answer.takenEpoch(), inOrder(answer.befores()), inOrder(answer.numbers()), ats);
    }

    private long[] inOrder(long[] sorted) {
        long[] inOrder = new long[sorted.length];
        for (int i = 0; i < inOrder.length; i++) {
            inOrder[i] = sorted[positions[i] - 1];
        }
        return inOrder;
    }
}
