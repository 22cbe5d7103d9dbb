package dev.mcppolicy.engine;

import dev.mcppolicy.text.VisibleText;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says to the log what went wrong beside a decision. Of one kind, which is a place and the class of its failures, it says
 * one in ten seconds, with its stack trace and with how many were left out since the one before: what is broken fails
 * every call, and a log that is flooded hides the rest. Listeners hear of every decision all the same.
 *
 * <p>This class is threadsafe. A log that fails in turn changes nothing.
 */
final class FailureLog {
    /** How long a kind is left out after one of it was said. */
    static final Duration QUIET = Duration.ofSeconds(10);

    private static final FailureLog OF_THE_ENGINE =
            new FailureLog(() -> System.getLogger(PolicyEngine.class.getName()), System::nanoTime);

    /** Asked when there is something to say, since looking a log up can fail as writing to it can. */
    private final Supplier<Logger> log;

    private final LongSupplier nanos;
    private final Map<Kind, Told> kinds = new ConcurrentHashMap<>();

    FailureLog(Supplier<Logger> log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
    }

    private record Kind(String place, String failure) {}

    /** When one of a kind was last said, and how many were not said since. */
    private record Told(AtomicLong atNanos, LongAdder leftOut) {}

    static void error(String message, @Nullable Throwable failure) {
        OF_THE_ENGINE.say(Level.ERROR, message, "", failure);
    }

    static void warning(String message, @Nullable Throwable failure) {
        OF_THE_ENGINE.say(Level.WARNING, message, "", failure);
    }

    /** As {@link #warning(String, Throwable)}, with particulars by which no kind is told from another. */
    static void warning(String message, String particulars, @Nullable Throwable failure) {
        OF_THE_ENGINE.say(Level.WARNING, message, particulars, failure);
    }

    void say(Level level, String place, String particulars, @Nullable Throwable failure) {
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
            log.get().log(level, VisibleText.of(place + particulars) + leftOut(told.leftOut.sumThenReset()), failure);
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
