package dev.mcppolicy.counter;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The clock of a store: the highest instant it has seen, so that time never runs backwards. */
final class HighWaterClock {
    private final AtomicLong mark = new AtomicLong(Long.MIN_VALUE);

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

    /** The mark as nanoseconds since the epoch; stands still at the ends of 64 bits, in the years 1677 and 2262. */
    long nanos() {
        return nanosOf(mark.get());
    }

    static long nanosOf(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    void reset(long nowMillis) {
        mark.set(nowMillis);
    }
}
