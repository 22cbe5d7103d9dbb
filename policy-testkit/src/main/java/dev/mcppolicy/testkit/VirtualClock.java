package dev.mcppolicy.testkit;

import dev.mcppolicy.testkit.internal.InstantText;
import dev.mcppolicy.testkit.internal.OpenCalls;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until a test moves it, and never moves back. It begins at {@link #START}, or wherever the
 * first {@link #at(Instant)} puts it.
 *
 * <p>This class is threadsafe.
 */
public final class VirtualClock implements InstantSource {
    /** Where a clock begins that a test does not set: the start of the year 2026 in UTC, a Thursday. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = START;
    /** Whether anybody has seen the time; until then it may still be set to any. */
    private boolean reached;

    private @Nullable OpenCalls stops;

    /** A clock at {@link #START}. */
    public VirtualClock() {}

    /**
     * Sets the clock.
     *
     * @param instant the time; any for the first, not before the one reached for all others
     * @throws IllegalArgumentException if the clock has reached a later time
     */
    public synchronized void at(Instant instant) {
        if (reached && instant.isBefore(now)) {
            throw new IllegalArgumentException(
                    "the clock cannot go back to `" + instant + "`, since it has reached `" + now + "`");
        }
        pass(instant);
    }

    /** Has the clock stop on its way wherever calls end or are renewed. */
    synchronized void stopFor(OpenCalls calls) {
        stops = calls;
    }

    private void pass(Instant target) {
        reached = true;
        while (stops != null && now.isBefore(target)) {
            now = stops.next(now, target);
            stops.reached(now);
        }
        now = target;
    }

    /**
     * Sets the clock.
     *
     * @param instant the time in ISO 8601 with an offset, such as {@code 2026-01-15T22:00:00Z}
     * @throws IllegalArgumentException if the text is no such time, or the clock has reached a later time
     */
    public void at(String instant) {
        at(InstantText.parse(instant));
    }

    /**
     * Moves the clock forward.
     *
     * @param duration how far, zero or more
     * @throws IllegalArgumentException if the duration is negative or leads beyond all time
     */
    public synchronized void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("the clock cannot go back by `" + duration.negated() + "`");
        }
        try {
            pass(now.plus(duration));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("`" + duration + "` after `" + now + "` there is no time", e);
        }
    }

    @Override
    public synchronized Instant instant() {
        reached = true;
        return now;
    }

    @Override
    public String toString() {
        return "VirtualClock[" + instant() + "]";
    }
}
