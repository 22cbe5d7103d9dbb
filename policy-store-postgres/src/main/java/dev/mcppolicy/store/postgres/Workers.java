package dev.mcppolicy.store.postgres;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.postgres.database.Deadline;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The store's own threads, as many as it uses connections, so that whoever asks waits no longer than the time-out, whatever a
 * data source, a driver or a network does; and so that asynchronous callers wait for nothing. What finds too many waiting is
 * refused.
 */
final class Workers {
    private static final int MOST_WAITING = 4_096;
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;
    private final Duration timeout;

    Workers(int threads, Duration timeout) {
        this.timeout = timeout;
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Workers::daemon);
        this.threads.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "policy-store-postgres");
        thread.setDaemon(true);
        return thread;
    }

    /** Has something done. */
    <T> CompletableFuture<T> start(Function<Deadline, T> task) {
        CompletableFuture<T> future = new CompletableFuture<>();
        submit(task, future);
        // Its dependents run where they may be kept as long as they like.
        CompletableFuture<T> told = new CompletableFuture<>();
        CompletableFuture<T> unused = future.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((result, failure) -> {
                    if (failure == null) {
                        told.complete(result);
                    } else {
                        told.completeExceptionally(failure instanceof TimeoutException ? late() : failure);
                    }
                });
        return told;
    }

    /** Does something in the thread that asks, which waits for nothing that is not bounded. */
    <T> T here(Function<Deadline, T> task) {
        return task.apply(Deadline.after(timeout));
    }

    /** Has something done by another thread and waits for it, whatever it does. */
    <T> T run(Function<Deadline, T> task) {
        CompletableFuture<T> future = new CompletableFuture<>();
        submit(task, future);
        boolean isInterrupted = false;
        Deadline deadline = Deadline.after(timeout);
        try {
            while (true) {
                try {
                    return future.get(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } catch (TimeoutException e) {
            StoreException late = late();
            // What has not begun is not begun any more.
            future.completeExceptionally(late);
            throw late;
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException thrown(@Nullable Throwable failure) {
        if (failure instanceof Error e) {
            throw e;
        }
        return failure instanceof RuntimeException e ? e : new StoreException("the counters cannot be kept", failure);
    }

    private static StoreException late() {
        return new StoreException("the database did not answer in time, and what was asked may have been done");
    }

    private <T> void submit(Function<Deadline, T> task, CompletableFuture<T> future) {
        Deadline deadline = Deadline.after(timeout);
        try {
            threads.execute(() -> {
                if (deadline.isPast() || future.isDone()) {
                    future.completeExceptionally(late());
                    return;
                }
                try {
                    future.complete(task.apply(deadline));
                } catch (Throwable e) {
                    future.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new StoreException(
                    threads.isShutdown()
                            ? "the store is closed"
                            : "too many wait for the database, and nothing was done",
                    e);
        }
    }

    /** Lets what has begun end, and begins nothing more. */
    void close() {
        threads.shutdown();
    }

    /** Waits for what has begun, no longer than the time-out. */
    boolean awaitEnd() {
        try {
            return threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
