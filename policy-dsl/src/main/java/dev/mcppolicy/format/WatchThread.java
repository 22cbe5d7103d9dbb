package dev.mcppolicy.format;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The thread that looks at one file until it is told to end. */
final class WatchThread {
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Supplier<Duration> look;
    private final Thread thread;

    /**
     * A thread that is not started.
     *
     * @param name what the thread is called
     * @param look looks once, and says how long to wait before the next time; never throws
     */
    WatchThread(String name, Supplier<Duration> look) {
        this.look = look;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            long waitMillis = look.get().toMillis();
            while (!ending.await(waitMillis, TimeUnit.MILLISECONDS)) {
                waitMillis = look.get().toMillis();
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread but to end it.
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread, and waits for it unless it is the one that calls. */
    void end() {
        ending.countDown();
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
