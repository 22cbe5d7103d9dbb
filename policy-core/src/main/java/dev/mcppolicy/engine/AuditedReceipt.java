package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.Reservation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The receipt of charges in audit mode: where their store cannot settle them they stand, which concerns the log alone. */
record AuditedReceipt(Receipt receipt) implements Receipt {
    /** The same charges, to be settled in place of these. */
    static Reservation of(Reservation charged) {
        return new Reservation(charged.charges(), new AuditedReceipt(charged.receipt()));
    }

    @Override
    public long before(int index) {
        return receipt.before(index);
    }

    @Override
    public CompletionStage<?> replace(long[] units) {
        try {
            return receipt.replace(units).handle((done, failure) -> {
                if (failure != null) {
                    failed(failure);
                }
                return done;
            });
        } catch (Throwable e) {
            failed(e);
            return CompletableFuture.completedStage(null);
        }
    }

    private static void failed(Throwable failure) {
        FailureLog.warning("charges in audit mode could not be settled, and stand", failure);
    }
}
