package dev.mcppolicy.engine;

import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.PolicyEvent;
import dev.mcppolicy.decision.StoreEvent;
import dev.mcppolicy.decision.ToolsEvent;
import dev.mcppolicy.engine.store.FailureLog;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Hands events to a slow listener through a bounded queue and a thread of its own. When the queue is full, events are
 * dropped and counted; a listener that must not lose one belongs in the caller's thread.
 *
 * <p>This class is threadsafe.
 */
public final class QueuedDecisionListener implements DecisionListener, AutoCloseable {
    private static final long POLL_MILLIS = 100;

    private final DecisionListener listener;
    private final BlockingQueue<Consumer<DecisionListener>> queue;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * A queue in front of a listener, with its daemon thread started.
     *
     * @param listener the slow listener, called by one thread
     * @param capacity how many events may wait, at least 1
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public QueuedDecisionListener(DecisionListener listener, int capacity) {
        this.listener = listener;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.thread = new Thread(this::deliver, "policy-decision-listener");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void decided(DecisionEvent event) {
        enqueue(to -> to.decided(event));
    }

    @Override
    public void policyChanged(PolicyEvent event) {
        enqueue(to -> to.policyChanged(event));
    }

    @Override
    public void toolsChanged(ToolsEvent event) {
        enqueue(to -> to.toolsChanged(event));
    }

    @Override
    public void storeAsked(StoreEvent event) {
        enqueue(to -> to.storeAsked(event));
    }

    @Override
    public void finished(OutcomeEvent event) {
        enqueue(to -> to.finished(event));
    }

    private void enqueue(Consumer<DecisionListener> event) {
        if (closed || !queue.offer(event) || (closed && queue.remove(event))) {
            dropped.increment();
        }
    }

    /**
     * How many events were not delivered because the queue was full or closed.
     *
     * @return the number so far
     */
    public long dropped() {
        return dropped.sum();
    }

    /**
     * How many events the listener threw at.
     *
     * @return the number so far
     */
    public long failed() {
        return failed.sum();
    }

    /**
     * Takes no more events, and returns when those that wait have been delivered or the thread is interrupted; at once
     * when the listener itself closes it.
     */
    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver() {
        try {
            while (!closed || !queue.isEmpty()) {
                Consumer<DecisionListener> event = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    deliver(event);
                }
            }
        } catch (InterruptedException e) {
            closed = true;
            dropped.add(queue.size());
            queue.clear();
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Consumer<DecisionListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            failed.increment();
            FailureLog.error("a decision listener failed", e);
        }
    }
}
