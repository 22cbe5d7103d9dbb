package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.ReserveRequest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is known here of charges and places that were taken. The database says whether they are settled. */
final class PostgresReceipt implements Receipt {
    private final Workers workers;
    private final Steps steps;
    private final ReserveRequest request;
    private final Taken taken;
    /** Whether what has no name is known to be settled; the database forgets that after a while. */
    private volatile boolean isSpent;

    PostgresReceipt(Workers workers, Steps steps, ReserveRequest request, Taken taken) {
        this.workers = workers;
        this.steps = steps;
        this.request = request;
        this.taken = taken;
    }

    Taken taken() {
        return taken;
    }

    /** Whether another store of this process has made it. */
    boolean isOf(Steps other) {
        return steps == other;
    }

    boolean isSpent() {
        return isSpent;
    }

    void spend() {
        isSpent = true;
    }

    @Override
    public long before(int index) {
        return taken.befores()[index];
    }

    @Override
    public CompletionStage<?> keep() {
        return request.hold() == null && request.places().isEmpty() ? DONE : settle(null);
    }

    @Override
    public CompletionStage<?> replace(long[] units) {
        return settle(units.clone());
    }

    private CompletionStage<?> settle(long @Nullable [] units) {
        if (isSpent && request.hold() == null) {
            return DONE;
        }
        try {
            return workers.start(deadline -> {
                Object unused = steps.ask(settlement(units), 0, deadline);
                isSpent = true;
                return true;
            });
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private Step<Boolean> settlement(long @Nullable [] units) {
        List<Charge> charges = request.charges();
        byte[][] keys = RequestRows.keys(charges);
        byte[][] places = RequestRows.places(request);
        int[] order = IntStream.range(0, keys.length)
                .boxed()
                .sorted((left, right) -> Arrays.compareUnsigned(keys[left], keys[right]))
                .mapToInt(Integer::intValue)
                .toArray();
        byte[][] sorted = Arrays.stream(order).mapToObj(i -> keys[i]).toArray(byte[][]::new);
        long[] charged =
                Arrays.stream(order).mapToLong(i -> charges.get(i).units()).toArray();
        long[] actual = Arrays.stream(order)
                .mapToLong(i -> units == null ? 0 : units[i])
                .toArray();
        return Step.of(
                Procedure.SETTLE, Namespaces.of(request, ReserveRequest.of(List.of())), (query, moment) -> query.id(
                                taken.id())
                        .id(taken.taking())
                        .is(request.hold() != null)
                        .is(units != null)
                        .manyBytes(sorted)
                        .numbers(Arrays.stream(order)
                                .mapToLong(i -> taken.numbers()[i])
                                .toArray())
                        .numbers(charged)
                        .numbers(actual)
                        .numbers(Arrays.stream(order)
                                .mapToLong(i -> taken.ats()[i])
                                .toArray())
                        .number(taken.epoch())
                        .manyBytes(places)
                        .count(steps.settings().mostLogEntries()));
    }
}
