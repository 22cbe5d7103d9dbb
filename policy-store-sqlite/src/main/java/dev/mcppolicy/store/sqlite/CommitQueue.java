package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has jobs done in the order in which they come, by one of their callers at a time: who comes while nobody leads does its own
 * job at once, in its own thread, and those who come meanwhile are taken together into the next transaction, by the first of
 * them. Nobody waits longer than the store's time-out.
 */
final class CommitQueue {
    private static final int MOST_TOGETHER = 256;
    private static final long MOST_GATHERING_NANOS = 100_000;
    private static final int IDLE_SECONDS = 10;

    /** Does jobs together; afterwards each has a result or a failure. */
    interface Runner {
        void run(List<Job<?>> jobs, Deadline deadline);
    }

    private final Runner runner;
    private final Duration timeout;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by the lock, as is the next field. */
    private final ArrayDeque<Job<?>> waiting = new ArrayDeque<>();

    private boolean isLed;
    /** How many jobs the last leader took, and how long they took; known to whoever leads. */
    private int lastTaken = 1;

    private long lastNanos;
    private final Executor leaders;
    private volatile boolean isClosed;

    CommitQueue(Runner runner, Duration timeout) {
        this.runner = runner;
        this.timeout = timeout;
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), CommitQueue::daemon);
        one.allowCoreThreadTimeOut(true);
        this.leaders = one;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "policy-store-sqlite");
        thread.setDaemon(true);
        return thread;
    }

    /** Takes no job any more but one, which closes. */
    void close() {
        isClosed = true;
    }

    boolean isClosed() {
        return isClosed;
    }

    /** Has a job done and waits for it. */
    <T> @Nullable T run(Job<T> job) {
        Deadline deadline = Deadline.after(timeout);
        if (enter(job) || leadsInTurn(job, deadline)) {
            lead(deadline);
        }
        return job.get();
    }

    /** Has a job done that has a future. */
    void start(Job<?> job) {
        CompletableFuture<?> future = job.future;
        if (future != null) {
            CompletableFuture<?> unused = future.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (enter(job)) {
                leaders.execute(() -> lead(Deadline.after(timeout)));
            }
        }
    }

    /** Puts a job into the queue; whether its caller leads. */
    private boolean enter(Job<?> job) {
        lock.lock();
        try {
            waiting.add(job);
            if (isLed) {
                return false;
            }
            isLed = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a job is done, which is false, or its caller is to lead. */
    private boolean leadsInTurn(Job<?> job, Deadline deadline) {
        boolean isInterrupted = false;
        try {
            while (!job.isDone() && !job.isLeader()) {
                LockSupport.parkNanos(this, deadline.nanosLeft());
                isInterrupted |= Thread.interrupted();
                if (deadline.isPast() || isInterrupted) {
                    leave(job, deadline);
                }
            }
            return !job.isDone();
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes a job out of the queue and throws; one that is being done only where it has had its time. */
    private void leave(Job<?> job, Deadline deadline) {
        lock.lock();
        try {
            if (job.isDone() || job.isLeader()) {
                return;
            }
            if (waiting.remove(job)) {
                throw new StoreException("the store was busy for longer than it waits, and nothing was done");
            }
        } finally {
            lock.unlock();
        }
        if (deadline.isPast()) {
            throw new StoreException("the store did not answer in time, and what was asked may have been done");
        }
    }

    private void lead(Deadline deadline) {
        gather();
        List<Job<?>> taken = take();
        long start = deadline.nanosLeft();
        try {
            runner.run(taken, deadline);
        } catch (RuntimeException | Error e) {
            taken.forEach(job -> job.fail(e));
        } finally {
            lastTaken = taken.size();
            lastNanos = start - deadline.nanosLeft();
            taken.forEach(Job::finish);
            handOver();
            taken.forEach(CommitQueue::tell);
        }
    }

    /** Where several came together last time, they come again: waits a moment for them, less than a transaction takes. */
    @SuppressWarnings("ThreadPriorityCheck") // those waited for may need this core
    private void gather() {
        if (lastTaken == 1) {
            return;
        }
        Deadline enough = Deadline.after(Duration.ofNanos(Math.min(lastNanos / 2, MOST_GATHERING_NANOS)));
        while (size() < lastTaken && !enough.isPast()) {
            Thread.yield();
        }
    }

    private int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Job<?>> take() {
        lock.lock();
        try {
            List<Job<?>> taken = new ArrayList<>(Math.min(waiting.size(), MOST_TOGETHER));
            while (!waiting.isEmpty() && taken.size() < MOST_TOGETHER) {
                Job<?> job = waiting.remove();
                if (job.future == null || !job.future.isDone()) {
                    taken.add(job);
                }
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private void handOver() {
        Job<?> next;
        lock.lock();
        try {
            next = waiting.peek();
            if (next == null) {
                isLed = false;
                return;
            }
            next.lead();
        } finally {
            lock.unlock();
        }
        if (next.future == null) {
            LockSupport.unpark(next.waiter());
        } else {
            leaders.execute(() -> lead(Deadline.after(timeout)));
        }
    }

    private static void tell(Job<?> job) {
        if (job.future == null) {
            LockSupport.unpark(job.waiter());
        } else {
            job.complete();
        }
    }
}
