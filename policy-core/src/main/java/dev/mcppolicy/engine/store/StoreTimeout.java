package dev.mcppolicy.engine.store;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Waits for a result no longer than a time-out, and sees that one which comes later is not lost. */
public final class StoreTimeout {
    private static final int KEPT_SECONDS = 10;
    private static final int MOST_THREADS = 256;

    /** Says that a time is over. What the JDK's own timer shares its threads with differs from version to version. */
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    /** Runs what waited for a result that is late; beyond its threads, the common pool does. */
    private static final Executor AFTERWARDS = new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            StoreTimeout::thread,
            (task, pool) -> ForkJoinPool.commonPool().execute(task));

    private StoreTimeout() {}

    /** Runs what may take long, or block, away from those who must not wait for it. */
    public static Executor executor() {
        return AFTERWARDS;
    }

    /** Runs a task again and again, away from the timer, each time so long after the time before. */
    public static Future<?> every(Duration time, Runnable task) {
        long millis = Math.max(1, time.toMillis());
        return TIMER.scheduleAtFixedRate(() -> begin(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static void begin(Runnable task) {
        try {
            AFTERWARDS.execute(task);
        } catch (Throwable e) {
            // A timer forgets what throws once.
            FailureLog.warning("what is due again and again could not be begun, and is next time", e);
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer = new ScheduledThreadPoolExecutor(1, StoreTimeout::thread);
        timer.setKeepAliveTime(KEPT_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "mcp-policy-time-outs");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The result of a stage, or exceptionally a {@code TimeoutException}. A step that throws instead of giving a stage,
     * or gives none, or a stage without result, fails in the same way as a stage that does. What waits for the result runs,
     * after a time-out, in a thread of its own: whoever blocks there keeps no other time-out waiting.
     *
     * @param step starts what to wait for
     * @param timeout how long
     * @param late gets a result that came after the time-out
     */
    public static <T> CompletableFuture<T> within(
            Supplier<? extends CompletionStage<T>> step, Duration timeout, Consumer<? super T> late) {
        CompletionStage<T> stage;
        try {
            stage = Objects.requireNonNull(step.get(), "no stage");
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<T> bounded = new CompletableFuture<>();
        stage.whenComplete((result, failure) -> {
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
            Future<?> timed = TIMER.schedule(
                    () -> AFTERWARDS.execute(() -> bounded.completeExceptionally(new TimeoutException())),
                    timeout.toMillis(),
                    TimeUnit.MILLISECONDS);
            CompletableFuture<T> unused = bounded.whenComplete((result, failure) -> timed.cancel(false));
        }
        return bounded;
    }
}
