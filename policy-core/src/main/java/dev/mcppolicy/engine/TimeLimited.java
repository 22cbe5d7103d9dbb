package dev.mcppolicy.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits for a result no longer than a time-out, and sees that one which comes later is not lost. */
final class TimeLimited {
    private TimeLimited() {}

    /**
     * The result of a stage, or exceptionally a {@code TimeoutException}.
     *
     * @param stage what to wait for
     * @param timeout how long
     * @param late gets a result that came after the time-out
     */
    static <T> CompletableFuture<T> within(CompletionStage<T> stage, Duration timeout, Consumer<? super T> late) {
        CompletableFuture<T> bounded = new CompletableFuture<>();
        stage.whenComplete((result, failure) -> {
            if (failure != null) {
                bounded.completeExceptionally(failure);
            } else if (!bounded.complete(result)) {
                late.accept(result);
            }
        });
        return bounded.isDone() ? bounded : bounded.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
