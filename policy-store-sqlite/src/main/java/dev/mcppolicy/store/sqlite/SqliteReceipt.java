package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.Hold;
import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.ReserveRequest;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is known here of charges and places that were taken. Where they have a name, the file says whether they are settled,
 * and else this does, by whoever leads.
 */
final class SqliteReceipt implements Receipt {
    private final CommitQueue queue;
    private final ReserveRequest request;
    private final Taken taken;
    private boolean isSpent;

    SqliteReceipt(CommitQueue queue, ReserveRequest request, Taken taken) {
        this.queue = queue;
        this.request = request;
        this.taken = taken;
    }

    Taken taken() {
        return taken;
    }

    /** Whether another store of this process has made it. */
    boolean isOf(CommitQueue other) {
        return queue == other;
    }

    @Override
    public long before(int index) {
        return taken.before(index);
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
        try {
            Object unused = queue.run(new Job<>(
                    Job.Kind.WRITES,
                    Long.MIN_VALUE,
                    transaction -> {
                        if (spend(transaction) && units != null) {
                            transaction.corrections.replace(request.charges(), taken, units);
                        }
                        return null;
                    },
                    null));
            return DONE;
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Whether the charges are still as they were taken. */
    boolean isWhole(Transaction transaction) throws SQLException {
        Hold hold = request.hold();
        if (hold == null) {
            return !isSpent;
        }
        HeldRequests.Held held = transaction.held.find(hold.id());
        return held != null && !held.isSettled() && held.taken().reservation() == taken.reservation();
    }

    /** Gives the places back, and notes that the charges are no longer as they were taken; false if they were not. */
    boolean spend(Transaction transaction) throws SQLException {
        for (var place : request.places()) {
            transaction.check(place.key().namespace());
        }
        for (var charge : request.charges()) {
            transaction.check(charge.key().definition().namespace());
        }
        transaction.places.free(request.places(), taken.reservation());
        if (!isWhole(transaction)) {
            return false;
        }
        Hold hold = request.hold();
        if (hold != null) {
            return transaction.held.settle(hold.id());
        }
        isSpent = true;
        transaction.onUndo(() -> isSpent = false);
        return true;
    }
}
