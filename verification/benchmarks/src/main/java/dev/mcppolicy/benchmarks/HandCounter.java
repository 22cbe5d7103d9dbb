package dev.mcppolicy.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

/** A counter in one word, window and count together: the least that a limit can cost on this platform. */
final class HandCounter {
    static final long HOUR_MILLIS = 3_600_000;
    static final long DAY_MILLIS = 24 * HOUR_MILLIS;

    private static final int COUNT_BITS = 40;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLong packed = new AtomicLong();
    private final long windowMillis;
    private final long max;

    HandCounter(long windowMillis, long max) {
        this.windowMillis = windowMillis;
        this.max = max;
    }

    /** Takes one if there is room; a refusal writes nothing. */
    boolean tryTake(long nowMillis) {
        long window = nowMillis / windowMillis;
        for (; ; ) {
            long seen = packed.get();
            long count = seen >>> COUNT_BITS == window ? seen & COUNT_MASK : 0;
            if (count >= max) {
                return false;
            }
            if (packed.compareAndSet(seen, (window << COUNT_BITS) | (count + 1))) {
                return true;
            }
        }
    }

    /** Gives one back. */
    void giveBack() {
        packed.decrementAndGet();
    }
}
