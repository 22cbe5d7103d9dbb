package dev.mcppolicy.engine.store;

import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.decision.StoreEvent;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a store fares: tells each answer and failure to whoever listens, and the log when a store that failed answers again.
 * That it fails says whoever denies for it.
 */
final class StoreHealth {
    private final CounterStore store;
    private final InstantSource clock;
    private final @Nullable Consumer<StoreEvent> listener;
    private final AtomicLong failures = new AtomicLong();

    /**
     * The health of a store that has not been asked yet.
     *
     * @param listener hears of each answer; null where nobody does
     */
    StoreHealth(CounterStore store, InstantSource clock, @Nullable Consumer<StoreEvent> listener) {
        this.store = store;
        this.clock = clock;
        this.listener = listener;
    }

    <T> T timed(StoreEvent.Operation operation, Supplier<T> step) {
        long startNanos = System.nanoTime();
        T answer;
        try {
            answer = step.get();
        } catch (Throwable e) {
            tell(operation, startNanos, e);
            throw e;
        }
        tell(operation, startNanos, null);
        return answer;
    }

    <T> CompletableFuture<T> timedAsync(StoreEvent.Operation operation, Supplier<? extends CompletionStage<T>> step) {
        long startNanos = System.nanoTime();
        CompletionStage<T> stage;
        try {
            stage = step.get();
        } catch (Throwable e) {
            stage = CompletableFuture.failedStage(e);
        }
        return stage.whenComplete((answer, failure) -> tell(operation, startNanos, unwrapped(failure)))
                .toCompletableFuture();
    }

    private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void tell(StoreEvent.Operation operation, long startNanos, @Nullable Throwable failure) {
        boolean isCallersFault =
                failure instanceof IllegalArgumentException || failure instanceof IllegalStateException;
        if (failure == null) {
            long failed = failures.get() == 0 ? 0 : failures.getAndSet(0);
            if (failed > 0) {
                FailureLog.info("the counter store answers again; it had failed " + failed + " times");
            }
        } else if (!isCallersFault) {
            failures.incrementAndGet();
        }
        if (listener != null && !isCallersFault) {
            long latency = System.nanoTime() - startNanos;
            listener.accept(new StoreEvent(clock.instant(), operation, latency, failure, store.retries()));
        }
    }
}
