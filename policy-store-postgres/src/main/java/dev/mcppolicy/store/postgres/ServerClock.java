package dev.mcppolicy.store.postgres;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of the database's clock: the highest instant it has been told, behind which its own questions do not
 * go, and how far its callers' clocks are from it, so that it can tell beforehand which window will be current.
 */
final class ServerClock {
    private record Seen(long millis, long epoch) {}

    private final AtomicReference<@Nullable Seen> seen = new AtomicReference<>();
    private volatile long offsetMillis;
    /** What tests have the database's clock show, or null. */
    private volatile @Nullable Long shown;

    void show(long millis) {
        shown = millis;
    }

    @Nullable
    Long shown() {
        return shown;
    }

    @Nullable
    Long floor() {
        Seen last = seen.get();
        return last == null ? null : last.millis();
    }

    @Nullable
    Long epoch() {
        Seen last = seen.get();
        return last == null ? null : last.epoch();
    }

    /** What the database will say it is, when a caller's clock shows some instant. */
    long estimate(long callersMillis) {
        Seen last = seen.get();
        Long tested = shown;
        long millis = tested == null ? callersMillis + offsetMillis : tested;
        return last == null ? millis : Math.max(millis, last.millis());
    }

    void saw(long millis, long epoch) {
        Seen last = seen.get();
        while (last == null || epoch > last.epoch() || (epoch == last.epoch() && millis > last.millis())) {
            if (seen.compareAndSet(last, new Seen(millis, epoch))) {
                return;
            }
            last = seen.get();
        }
    }

    /** As {@link #saw}, where a caller's clock showed some instant. */
    void saw(long millis, long epoch, long callersMillis) {
        saw(millis, epoch);
        offsetMillis = millis - callersMillis;
    }
}
