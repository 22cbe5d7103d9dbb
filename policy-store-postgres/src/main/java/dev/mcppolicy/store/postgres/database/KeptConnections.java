package dev.mcppolicy.store.postgres.database;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.postgres.database.Connections.NoConnection;
import dev.mcppolicy.store.postgres.database.Connections.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of a data source that are kept for a moment, so that whoever asks uses one in its own thread and waits for no data
 * source: for a second at most, and for no longer than {@value #LOOK_MILLIS} to 20 milliseconds without use. One is taken from the data source in a thread of this class, and waited for no longer than there is time; one on which
 * an answer is late is broken by another. Those on which anything has failed are never used again; the others are given back as
 * they were. Threadsafe.
 */
public final class KeptConnections implements AutoCloseable {
    private static final int MOST_WAITING = 4_096;
    /** So that a pool may see to it, and somebody else have it. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_MILLIS = 10;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);
    private static final int IDLE_SECONDS = 30;

    private final DataSource dataSource;
    private final int most;
    private final Duration timeout;
    private final Semaphore permits;
    private final Deque<KeptConnection> idle = new ConcurrentLinkedDeque<>();
    private final Queue<CompletableFuture<KeptConnection>> wanted = new ConcurrentLinkedQueue<>();
    private final Set<KeptConnection> used = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor openers;
    private final ScheduledThreadPoolExecutor watch;
    private final AtomicBoolean looks = new AtomicBoolean();
    private volatile boolean setsIsolation;
    private volatile boolean isClosed;

    /**
     * Keeps none yet.
     *
     * @param most how many are used at once
     * @param timeout the longest that anybody waits
     */
    public KeptConnections(DataSource dataSource, int most, Duration timeout) {
        this.dataSource = dataSource;
        this.most = most;
        this.timeout = timeout;
        this.permits = new Semaphore(most);
        this.openers = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), KeptConnections::daemon);
        openers.allowCoreThreadTimeOut(true);
        this.watch = new ScheduledThreadPoolExecutor(1, KeptConnections::daemon);
        watch.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        watch.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "policy-store-postgres-connections");
        thread.setDaemon(true);
        return thread;
    }

    /** Has every connection set to READ COMMITTED from now on. */
    public void setIsolation() {
        setsIsolation = true;
    }

    public boolean setsIsolation() {
        return setsIsolation;
    }

    /**
     * Does some work in this thread, which may take so long and no longer than there is time; none where no connection was had
     * until then.
     *
     * @throws NoConnection if nothing was done
     * @throws StoreException if too many wait, or this is closed, and nothing was done
     */
    public <T> T use(Work<T> work, int mostMillis, Deadline deadline) throws SQLException {
        permit(deadline);
        try {
            KeptConnection kept = take(deadline);
            used.add(kept);
            lookSoon();
            boolean isWhole = false;
            try {
                kept.begin(Math.min(mostMillis, deadline.millisLeft()));
                T result = work.run(kept.connection());
                isWhole = kept.end();
                return result;
            } catch (SQLException e) {
                if (isOfConnection(e)) {
                    // What broke this one may have broken those that are idle.
                    abortIdle();
                }
                throw e;
            } finally {
                used.remove(kept);
                if (isWhole) {
                    pass(kept);
                } else {
                    kept.abort();
                }
            }
        } finally {
            permits.release();
        }
    }

    private void permit(Deadline deadline) throws NoConnection {
        if (permits.getQueueLength() >= MOST_WAITING) {
            throw new StoreException("too many wait for the database, and nothing was done");
        }
        boolean isInterrupted = false;
        boolean isMine = false;
        try {
            while (true) {
                try {
                    isMine = permits.tryAcquire(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
                    break;
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (!isMine) {
            throw late();
        }
        if (isClosed) {
            permits.release();
            throw new StoreException("the store is closed");
        }
    }

    private static NoConnection late() {
        return new NoConnection(new SQLException("no connection was to be had in time"));
    }

    private KeptConnection take(Deadline deadline) throws SQLException {
        KeptConnection kept = idle();
        if (kept != null) {
            return kept;
        }
        boolean isSet = setsIsolation;
        CompletableFuture<KeptConnection> opened = new CompletableFuture<>();
        Runnable task = () -> open(opened, isSet);
        wanted.add(opened);
        try {
            // One that was passed on before it was wanted.
            kept = idle();
            if (kept != null && !opened.complete(kept)) {
                pass(kept);
            }
            openers.execute(task);
            return await(opened, deadline);
        } catch (TimeoutException e) {
            NoConnection late = late();
            if (opened.completeExceptionally(late)) {
                throw late;
            }
            return opened.join();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException cause
                    ? new NoConnection(cause)
                    : new NoConnection(new SQLException(e.getCause()));
        } catch (RejectedExecutionException e) {
            throw new StoreException("the store is closed", e);
        } finally {
            boolean unused = wanted.removeIf(each -> each == opened);
            boolean unusedToo = openers.remove(task);
        }
    }

    private @Nullable KeptConnection idle() {
        for (KeptConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            if (isCurrent(kept)) {
                return kept;
            }
            kept.giveBack();
        }
        return null;
    }

    private void open(CompletableFuture<KeptConnection> opened, boolean isolates) {
        if (opened.isDone()) {
            return;
        }
        try {
            KeptConnection kept = KeptConnection.of(dataSource.getConnection(), isolates);
            if (!opened.complete(kept)) {
                kept.giveBack();
            }
        } catch (SQLException | RuntimeException e) {
            opened.completeExceptionally(e);
        }
    }

    private static KeptConnection await(CompletableFuture<KeptConnection> opened, Deadline deadline)
            throws ExecutionException, TimeoutException {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return opened.get(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isCurrent(KeptConnection kept) {
        return !isClosed && kept.nanosKept() < KEPT_NANOS && (kept.isIsolated() || !setsIsolation);
    }

    /** Passes a connection on to who waits for one, or keeps it until somebody does. */
    private void pass(KeptConnection kept) {
        if (!isCurrent(kept)) {
            kept.giveBack();
            return;
        }
        for (var waiting = wanted.poll(); waiting != null; waiting = wanted.poll()) {
            if (waiting.complete(kept)) {
                return;
            }
        }
        idle.addFirst(kept);
    }

    private static boolean isOfConnection(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    private void abortIdle() {
        for (KeptConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            kept.abort();
        }
    }

    private void lookSoon() {
        if (!looks.get() && looks.compareAndSet(false, true)) {
            try {
                Object unused = watch.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Closed meanwhile: what is used is given back when it is done.
            }
        }
    }

    /** Breaks what takes too long, gives back what has been kept long enough, and looks again while there is anything. */
    private void look() {
        try {
            used.forEach(KeptConnection::abortIfLate);
            giveBackIdle();
        } finally {
            looks.set(false);
            if (!used.isEmpty() || !idle.isEmpty()) {
                lookSoon();
            }
        }
    }

    private void giveBackIdle() {
        for (KeptConnection kept : List.copyOf(idle)) {
            if ((!isCurrent(kept) || kept.nanosIdle() > IDLE_NANOS) && idle.remove(kept)) {
                kept.giveBack();
            }
        }
    }

    /** Lets what has begun end, for no longer than the time-out, begins nothing more and gives all back. */
    @Override
    public void close() {
        isClosed = true;
        boolean isFree = false;
        try {
            isFree = permits.tryAcquire(most, timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (isFree) {
                permits.release(most);
            }
            giveBackIdle();
            watch.shutdownNow();
            openers.shutdown();
        }
    }
}
