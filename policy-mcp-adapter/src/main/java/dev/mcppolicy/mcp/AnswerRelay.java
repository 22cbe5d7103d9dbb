package dev.mcppolicy.mcp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Passes answers on, and the news that nobody wants them back, which a dependent stage would keep to itself. */
final class AnswerRelay {
    private AnswerRelay() {}

    /** Completes a future as another completes, mapped, and cancels that one when it is no longer wanted. */
    static <A, B> void pass(
            CompletableFuture<A> from, CompletableFuture<B> to, Function<@Nullable A, @Nullable B> mapping) {
        whenDone(from, (value, failure) -> {
            if (to.isDone()) {
                // One more attempt would run what waits for it, ahead of what is still to run for the other.
                return;
            }
            try {
                if (failure == null) {
                    to.complete(mapping.apply(value));
                } else {
                    to.completeExceptionally(failure);
                }
            } catch (RuntimeException e) {
                to.completeExceptionally(e);
            }
        });
        whenDone(to, (value, failure) -> from.cancel(true));
    }

    /** Interrupts a thread when what it works on is cancelled. */
    static void interruptOnCancel(CompletableFuture<?> result, Thread working) {
        whenDone(result, (value, failure) -> {
            if (result.isCancelled()) {
                working.interrupt();
            }
        });
    }

    static <T> void whenDone(CompletionStage<T> stage, BiConsumer<? super T, ? super @Nullable Throwable> then) {
        stage.whenComplete(then);
    }
}
