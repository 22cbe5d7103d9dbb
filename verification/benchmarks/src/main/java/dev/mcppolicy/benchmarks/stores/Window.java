package dev.mcppolicy.benchmarks.stores;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * What one side did in a length of time.
 *
 * @param perSecond how many operations all threads together did in a second
 * @param medianMicros the median time of one, in microseconds
 */
record Window(double perSecond, double medianMicros) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final int FIRST_ROOM = 1 << 12;

    /**
     * Has as many threads work at once. Each works a quarter of the time before, too, which is not counted: counters are made
     * then and connections taken up again. What has begun within the time is counted to its end.
     *
     * @param nanos the time that is counted, in nanoseconds
     * @param executor has as many threads
     */
    static Window of(Side side, int threads, long nanos, ExecutorService executor) throws InterruptedException {
        List<Future<long[]>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Runnable work = side.work().apply(i);
            workers.add(executor.submit(() -> {
                work(work, nanos / 4);
                return work(work, nanos);
            }));
        }
        List<long[]> worked = new ArrayList<>();
        for (Future<long[]> worker : workers) {
            try {
                worked.add(worker.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("what is measured has failed", e.getCause());
            }
        }
        return of(side.operations(), worked);
    }

    /** The nanoseconds of each run, one after another. */
    private static long[] work(Runnable work, long nanos) {
        long[] times = new long[FIRST_ROOM];
        int count = 0;
        long first = System.nanoTime();
        long begun = first;
        do {
            work.run();
            long ended = System.nanoTime();
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = ended - begun;
            begun = ended;
        } while (begun - first < nanos);
        return Arrays.copyOf(times, count);
    }

    /**
     * What threads did together.
     *
     * @param operations how many operations each run was
     * @param threads for each thread the nanoseconds of its runs, one after another, of which there is at least one
     */
    static Window of(int operations, List<long[]> threads) {
        double runsPerSecond = threads.stream()
                .mapToDouble(times ->
                        times.length * NANOS_PER_SECOND / Arrays.stream(times).sum())
                .sum();
        long[] all = threads.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Window(runsPerSecond * operations, all[all.length / 2] / NANOS_PER_MICRO / operations);
    }
}
