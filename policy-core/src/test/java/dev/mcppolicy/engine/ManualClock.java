package dev.mcppolicy.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until it is told, and can break. */
final class ManualClock implements InstantSource {
    private volatile Instant now;
    private volatile @Nullable RuntimeException failure;

    ManualClock(String start) {
        now = Instant.parse(start);
    }

    @Override
    public Instant instant() {
        RuntimeException fault = failure;
        if (fault != null) {
            throw fault;
        }
        return now;
    }

    void set(String instant) {
        now = Instant.parse(instant);
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    void fail() {
        failure = new IllegalStateException("the clock is broken");
    }

    void heal() {
        failure = null;
    }
}
