package dev.mcppolicy.engine.store;

import dev.mcppolicy.text.ThinnedLog;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Says to the JVM's log, thinned, what went wrong in the engine. Listeners hear of every decision all the same. */
public final class FailureLog {
    private static final String NAME = "dev.mcppolicy.engine.PolicyEngine";
    private static final ThinnedLog LOG =
            new ThinnedLog((level, message, failure) -> System.getLogger(NAME).log(level, message, failure));

    private FailureLog() {}

    public static void error(String message, @Nullable Throwable failure) {
        LOG.say(Level.ERROR, message, "", failure);
    }

    public static void warning(String message, @Nullable Throwable failure) {
        LOG.say(Level.WARNING, message, "", failure);
    }

    /** As {@link #warning(String, Throwable)}, with particulars by which no kind is told from another. */
    public static void warning(String message, String particulars, @Nullable Throwable failure) {
        LOG.say(Level.WARNING, message, particulars, failure);
    }

    /** Says what is right again, as often as it is. */
    public static void info(String message) {
        try {
            System.getLogger(NAME).log(Level.INFO, message);
        } catch (Throwable e) {
            // A log that fails changes nothing.
        }
    }
}
