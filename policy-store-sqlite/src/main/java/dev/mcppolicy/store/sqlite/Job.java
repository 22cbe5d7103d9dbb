package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.StoreException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One thing that somebody wants done in a transaction, and what came of it. */
final class Job<T> {
    /** What is done; run again from the beginning where a transaction failed. */
    interface Step<T> {
        @Nullable
        T run(Transaction transaction) throws SQLException;
    }

    /** What a job does to the file. */
    enum Kind {
        /** Reads, unless something is due. */
        READS,
        /** Changes rows. */
        WRITES,
        /** Changes rows, perhaps to have them as they were. */
        TRIES,
        /** Changes rows, where the file that was seen is gone too. */
        REOPENS,
        /** Changes rows, and is the last. */
        CLOSES
    }

    final Kind kind;
    final long nowMillis;
    /** Completed by another thread than the one that runs the job; null for who waits for it. */
    final @Nullable CompletableFuture<T> future;

    private final Step<? extends T> step;
    private final Thread waiter = Thread.currentThread();
    private @Nullable T result;
    private @Nullable Throwable failure;
    private volatile boolean isDone;
    private volatile boolean isLeader;

    Job(Kind kind, long nowMillis, Step<? extends T> step, @Nullable CompletableFuture<T> future) {
        this.kind = kind;
        this.nowMillis = nowMillis;
        this.step = step;
        this.future = future;
    }

    void run(Transaction transaction) throws SQLException {
        failure = null;
        result = step.run(transaction);
    }

    void fail(Throwable reason) {
        result = null;
        failure = reason;
    }

    boolean hasFailed() {
        return failure != null;
    }

    Thread waiter() {
        return waiter;
    }

    boolean isLeader() {
        return isLeader;
    }

    void lead() {
        isLeader = true;
    }

    boolean isDone() {
        return isDone;
    }

    /** Says that the result, or the failure, is the last one. */
    void finish() {
        isDone = true;
    }

    /** Completes the future, on a thread that may be kept as long as its user likes. */
    @SuppressWarnings("NullAway") // no step with a future answers null
    void complete() {
        CompletableFuture<T> completed = future;
        if (completed != null) {
            Throwable thrown = failure;
            completed.defaultExecutor().execute(() -> {
                if (thrown == null) {
                    completed.complete(get());
                } else {
                    completed.completeExceptionally(thrown);
                }
            });
        }
    }

    /** The result of a finished job. */
    @Nullable
    T get() {
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown != null) {
            throw new StoreException("the counters cannot be kept: " + thrown.getMessage(), thrown);
        }
        return result;
    }
}
