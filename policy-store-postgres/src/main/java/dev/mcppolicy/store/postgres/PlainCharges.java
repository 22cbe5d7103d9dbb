package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.model.limit.Window;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A request of charges alone, in aligned windows and without a name, as most are: the values of {@link Procedure#CHARGE}, in the
 * order of the keys.
 */
final class PlainCharges {
    private final List<String> namespaces;
    private final byte[][] keys;
    private final long[] units;
    private final long[] mosts;
    /** By the index of a charge in the request, where it stands here. */
    private final int[] positions;

    private PlainCharges(ReserveRequest request) {
        List<Charge> charges = request.charges();
        byte[][] unsorted = RequestRows.keys(charges);
        int[] order = IntStream.range(0, unsorted.length)
                .boxed()
                .sorted((left, right) -> Arrays.compareUnsigned(unsorted[left], unsorted[right]))
                .mapToInt(Integer::intValue)
                .toArray();
        namespaces = Namespaces.of(request, ReserveRequest.of(List.of()));
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

    /** The charges of a request that is nothing else, or null. */
    static @Nullable PlainCharges of(ReserveRequest request) {
        boolean isPlain = request.hold() == null
                && request.places().isEmpty()
                && !request.charges().isEmpty()
                && request.charges().stream()
                        .allMatch(charge -> charge.key().definition().window() instanceof Window.Aligned);
        if (!isPlain) {
            return null;
        }
        request.requireDistinctKeys();
        return new PlainCharges(request);
    }

    Step<Boolean> step(UUID id) {
        return Step.of(Procedure.CHARGE, namespaces, (query, moment) -> query.id(id)
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
        return Arrays.stream(positions)
                .mapToLong(position -> sorted[position - 1])
                .toArray();
    }
}
