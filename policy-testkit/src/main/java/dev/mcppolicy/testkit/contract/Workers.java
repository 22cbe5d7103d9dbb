package dev.mcppolicy.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that start together and do one thing many times. */
final class Workers {
    private Workers() {}

    /** Runs a step in every worker, so many times each, and fails as the first worker that failed. */
    static void run(int workers, int times, Runnable step) {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            CyclicBarrier start = new CyclicBarrier(workers);
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    for (int j = 0; j < times; j++) {
                        step.run();
                    }
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("the test was interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
