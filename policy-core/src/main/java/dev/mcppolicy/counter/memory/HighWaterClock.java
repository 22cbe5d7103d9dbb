package dev.mcppolicy.counter.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The clock of a store: the highest instant it has seen, so that time never runs backwards. */
final class HighWaterClock {
    private static final long UNSET = Long.MIN_VALUE;

    private final AtomicLong mark = new AtomicLong(UNSET);

    /** Moves the mark up to an instant; the mark afterwards. */
    long advance(long nowMillis) {
        long seen = mark.get();
        while (nowMillis > seen) {
            if (mark.compareAndSet(seen, nowMillis)) {
                return nowMillis;
            }
            seen = mark.get();
        }
        return seen;
    }

    long millis() {
        return mark.get();
    }

    /**
     * The mark as nanoseconds since the epoch, at which it begins; stands still at the ends of 64 bits, in the years 1677
     * and 2262.
     */
    long nanos() {
        long millis = mark.get();
        return millis == UNSET ? 0 : nanosOf(millis);
    }

    static long nanosOf(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    void reset(long nowMillis) {
        mark.set(nowMillis);
    }
}
