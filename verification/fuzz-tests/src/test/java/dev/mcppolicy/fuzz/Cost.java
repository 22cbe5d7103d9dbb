package dev.mcppolicy.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * What an input may cost by its length, in memory and in time of the processor. What else the machine does plays no
 * part; the fuzzer's own bookkeeping does, so that the bounds are generous.
 */
final class Cost {
    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_BYTES_A_CHARACTER = 64L << 10;
    private static final long MOST_NANOS = 1_000_000_000L;
    private static final long MOST_NANOS_A_CHARACTER = 1_000_000L;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Cost() {}

    /** What comes of the work, which is done again if it costs too much: the first time may have loaded classes. */
    static <T> T bounded(int length, Supplier<T> work) {
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long nanosBefore = THREADS.getCurrentThreadCpuTime();
        T result = work.get();
        if (isWithin(length, bytesBefore, nanosBefore)) {
            return result;
        }
        bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        nanosBefore = THREADS.getCurrentThreadCpuTime();
        result = work.get();
        if (!isWithin(length, bytesBefore, nanosBefore)) {
            throw new AssertionError("%d characters cost %d ms and %d MiB"
                    .formatted(
                            length,
                            (THREADS.getCurrentThreadCpuTime() - nanosBefore) / 1_000_000,
                            (THREADS.getCurrentThreadAllocatedBytes() - bytesBefore) >> 20));
        }
        return result;
    }

    private static boolean isWithin(int length, long bytesBefore, long nanosBefore) {
        return THREADS.getCurrentThreadAllocatedBytes() - bytesBefore <= MOST_BYTES + length * MOST_BYTES_A_CHARACTER
                && THREADS.getCurrentThreadCpuTime() - nanosBefore <= MOST_NANOS + length * MOST_NANOS_A_CHARACTER;
    }
}
