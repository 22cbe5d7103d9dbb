package dev.mcppolicy.engine.store;

import dev.mcppolicy.counter.Receipt;
import dev.mcppolicy.counter.Settlement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Settles where nobody is left who could be told that the store failed, but for the log. */
public final class LoggedSettlement {
    private LoggedSettlement() {}

    /** Lets charges stand; where the store cannot give the places back, the log says so. Never fails. */
    public static CompletionStage<?> keep(Settlement settlement) {
        CompletionStage<?> kept;
        try {
            kept = settlement.commit();
        } catch (Throwable e) {
            kept = CompletableFuture.failedStage(e);
        }
        CompletionStage<?> settled = kept;
        return settled == Receipt.DONE
                ? settled
                : attempted(() -> settled, "places could not be given back, and are until their lease ends");
    }

    /** Gives charges back; where the store cannot, they stand, and the log says so. Never fails. */
    public static CompletableFuture<?> release(Supplier<CompletionStage<?>> release) {
        return attempted(release, "charges could not be released, and stand");
    }

    /** Puts real amounts in the place of those reserved; where the store cannot, those stand. Never fails. */
    public static CompletableFuture<?> settle(Supplier<CompletionStage<?>> settlement) {
        return attempted(settlement, "charges could not be settled, and stand as they were reserved");
    }

    private static CompletableFuture<?> attempted(Supplier<CompletionStage<?>> settlement, String otherwise) {
        CompletionStage<?> settled;
        try {
            settled = settlement.get();
        } catch (Throwable e) {
            settled = CompletableFuture.failedStage(e);
        }
        return settled.handle((done, failure) -> {
                    if (failure != null) {
                        FailureLog.warning(otherwise, failure);
                    }
                    return done;
                })
                .toCompletableFuture();
    }
}
