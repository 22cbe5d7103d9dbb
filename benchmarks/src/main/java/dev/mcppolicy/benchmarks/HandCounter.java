package dev.mcppolicy.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

/** A daily counter in one word, window and count together: the least that a limit can cost on this platform. */
final class HandCounter {
    private static final long DAY_MILLIS = 86_400_000;
    private static final int COUNT_BITS = 40;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLong packed = new AtomicLong();
    private final long max;

    HandCounter(long max) {
        this.max = max;
    }

    /** Takes one if there is room; a refusal writes nothing. */
    boolean tryTake(long nowMillis) {
        long day = nowMillis / DAY_MILLIS;
        for (; ; ) {
            long seen = packed.get();
            long count = seen >>> COUNT_BITS == day ? seen & COUNT_MASK : 0;
            if (count >= max) {
                return false;
            }
            if (packed.compareAndSet(seen, (day << COUNT_BITS) | (count + 1))) {
                return true;
            }
        }
    }
}
