package dev.mcppolicy.text;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A log of what goes wrong beside decisions. Of one kind, which is a place and the class of its failures, it says one in
 * ten seconds, with its stack trace and with how many were left out since the one before: what is broken fails every call,
 * and a log that is flooded hides the rest.
 *
 * <p>This class is threadsafe. A log that fails in turn changes nothing.
 */
public final class ThinnedLog {
    /** How long a kind is left out after one of it was said. */
    public static final Duration QUIET = Duration.ofSeconds(10);

    private final Sink sink;
    private final LongSupplier nanos;
    private final Map<Kind, Told> kinds = new ConcurrentHashMap<>();

    /** The logging library. Called only when there is something to say, as looking a log up can fail too. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Writes one entry.
         *
         * @param level how bad it is
         * @param message on one line
         * @param failure what is behind it, or null
         */
        void log(Level level, String message, @Nullable Throwable failure);
    }

    /**
     * A log that says nothing yet.
     *
     * @param sink where entries are written
     */
    public ThinnedLog(Sink sink) {
        this(sink, System::nanoTime);
    }

    ThinnedLog(Sink sink, LongSupplier nanos) {
        this.sink = sink;
        this.nanos = nanos;
    }

    private record Kind(String place, String failure) {}

    /** When one of a kind was last said, and how many were not said since. */
    private record Told(AtomicLong atNanos, LongAdder leftOut) {}

    /**
     * Says what went wrong, or counts it as left out. Never throws.
     *
     * @param level how bad it is
     * @param place what went wrong, in words that are always the same
     * @param particulars follow the place, and tell no kind from another; may be empty
     * @param failure what is behind it, or null
     */
    public void say(Level level, String place, String particulars, @Nullable Throwable failure) {
        try {
            long now = nanos.getAsLong();
            Kind kind =
                    new Kind(place, failure == null ? "" : failure.getClass().getName());
            Told told = kinds.computeIfAbsent(
                    kind, unknown -> new Told(new AtomicLong(now - QUIET.toNanos()), new LongAdder()));
            long last = told.atNanos.get();
            if (now - last < QUIET.toNanos() || !told.atNanos.compareAndSet(last, now)) {
                told.leftOut.increment();
                return;
            }
            sink.log(level, VisibleText.of(place + particulars) + leftOut(told.leftOut.sumThenReset()), failure);
        } catch (Throwable e) {
            if (failure != null && failure != e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static String leftOut(long count) {
        return count == 0 ? "" : " (" + count + " more were left out since the last)";
    }
}
