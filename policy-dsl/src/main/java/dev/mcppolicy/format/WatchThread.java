package dev.mcppolicy.format;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread that looks at one policy file until it is told to end. */
final class WatchThread {
    private final CountDownLatch ending = new CountDownLatch(1);
    private final PolicyFile file;
    private final Thread thread;

    WatchThread(PolicyFile file) {
        this.file = file;
        this.thread = new Thread(this::run, "policy-file " + file.path());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            long waitMillis = file.checkNow().toMillis();
            while (!ending.await(waitMillis, TimeUnit.MILLISECONDS)) {
                waitMillis = file.checkNow().toMillis();
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
