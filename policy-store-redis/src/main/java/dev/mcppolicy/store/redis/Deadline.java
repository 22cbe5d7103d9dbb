package dev.mcppolicy.store.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Until when somebody waits, by this process's own clock, which no window is reckoned by. */
final class Deadline {
    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline after(Duration wait) {
        return new Deadline(System.nanoTime() + wait.toNanos());
    }

    /** An instant of this process's clock, for differences alone. */
    static long nanos() {
        return System.nanoTime();
    }

    /** The time left, zero or less once it is past. */
    long nanosLeft() {
        return endNanos - System.nanoTime();
    }

    long millisLeft() {
        return TimeUnit.NANOSECONDS.toMillis(nanosLeft());
    }

    boolean isPast() {
        return nanosLeft() <= 0;
    }
}
