package dev.mcppolicy.store.postgres.database;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Until when somebody waits, by this process's own clock, which no window is reckoned by. */
public final class Deadline {
    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    /** The instant from which waits are reckoned. */
    static long nanos() {
        return System.nanoTime();
    }

    public static Deadline after(Duration wait) {
        return new Deadline(nanos() + wait.toNanos());
    }

    /** The time left, zero or less once it is past. */
    public long nanosLeft() {
        return endNanos - nanos();
    }

    /** The time left in whole milliseconds, at least one. */
    public int millisLeft() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanosLeft()));
    }

    public boolean isPast() {
        return nanosLeft() <= 0;
    }
}
