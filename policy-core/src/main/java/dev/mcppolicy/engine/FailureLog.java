package dev.mcppolicy.engine;

import dev.mcppolicy.text.ThinnedLog;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Says to the JVM's log, thinned, what went wrong in the engine. DecisionListeners hear of every decision all the same. */
final class FailureLog {
    private static final ThinnedLog LOG = new ThinnedLog((level, message, failure) ->
            System.getLogger(PolicyEngine.class.getName()).log(level, message, failure));

    private FailureLog() {}

    static void error(String message, @Nullable Throwable failure) {
        LOG.say(Level.ERROR, message, "", failure);
    }

    static void warning(String message, @Nullable Throwable failure) {
        LOG.say(Level.WARNING, message, "", failure);
    }

    /** As {@link #warning(String, Throwable)}, with particulars by which no kind is told from another. */
    static void warning(String message, String particulars, @Nullable Throwable failure) {
        LOG.say(Level.WARNING, message, particulars, failure);
    }
}
