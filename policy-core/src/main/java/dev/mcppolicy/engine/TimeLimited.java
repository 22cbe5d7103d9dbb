package dev.mcppolicy.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for a result no longer than a time-out, and sees that one which comes later is not lost. */
final class TimeLimited {
    private TimeLimited() {}

    /**
     * The result of a stage, or exceptionally a {@code TimeoutException}. A step that throws instead of giving a stage,
     * or gives none, or a stage without result, fails in the same way as a stage that does. What waits for the result runs,
     * after a time-out, in {@link CompletableFuture#defaultExecutor}: the JDK has one thread for all time-outs, which must
     * not be kept by anyone.
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
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<T> bounded = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();
        stage.whenComplete((result, failure) -> {
            timer.complete(null);
            if (failure != null) {
                bounded.completeExceptionally(failure);
            } else if (result == null) {
                bounded.completeExceptionally(new NullPointerException("no result"));
            } else if (!bounded.complete(result) && bounded.isCompletedExceptionally()) {
                // Only then: what a stage says a second time has been taken already.
                late.accept(result);
            }
        });
        if (!bounded.isDone()) {
            CompletionStage<@Nullable Void> timed = timer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
            timed.whenComplete((inTime, tooLate) -> {
                if (tooLate != null) {
                    bounded.defaultExecutor().execute(() -> bounded.completeExceptionally(tooLate));
                }
            });
        }
        return bounded;
    }
}
