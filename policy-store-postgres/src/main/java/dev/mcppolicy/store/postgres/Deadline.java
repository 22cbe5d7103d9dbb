package dev.mcppolicy.store.postgres;

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

    /** The time left, zero or less once it is past. */
    long nanosLeft() {
        return endNanos - System.nanoTime();
    }

    /** The time left in whole milliseconds, at least one. */
    int millisLeft() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanosLeft()));
    }

    boolean isPast() {
        return nanosLeft() <= 0;
    }
}
