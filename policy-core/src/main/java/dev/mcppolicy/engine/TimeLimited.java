package dev.mcppolicy.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Waits for a result no longer than a time-out, and sees that one which comes later is not lost. */
final class TimeLimited {
    private TimeLimited() {}

    /**
     * The result of a stage, or exceptionally a {@code TimeoutException}. A step that throws instead of giving a stage,
     * or gives none, or a stage without result, fails in the same way as a stage that does.
     *
     * @param step starts what to wait for
     * @param timeout how long
     * @param late gets a result that came after the time-out
     */
    static <T> CompletableFuture<T> within(
            Supplier<? extends CompletionStage<T>> step, Duration timeout, Consumer<? super T> late) {
        CompletionStage<T> stage;
        try {
            stage = Objects.requireNonNull(step.get(), "no stage");
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<T> bounded = new CompletableFuture<>();
        stage.whenComplete((result, failure) -> {
            if (failure != null) {
                bounded.completeExceptionally(failure);
            } else if (result == null) {
                bounded.completeExceptionally(new NullPointerException("no result"));
            } else if (!bounded.complete(result)) {
                late.accept(result);
            }
        });
        return bounded.isDone() ? bounded : bounded.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
