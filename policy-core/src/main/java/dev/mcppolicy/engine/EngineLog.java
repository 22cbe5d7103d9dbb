package dev.mcppolicy.engine;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** What the engine says to the system's log. A log that fails in turn, for want of disk maybe, changes no decision. */
final class EngineLog {
    private EngineLog() {}

    static void error(String message, @Nullable Throwable failure) {
        say(Level.ERROR, message, failure);
    }

    static void warning(String message, @Nullable Throwable failure) {
        say(Level.WARNING, message, failure);
    }

    private static void say(Level level, String message, @Nullable Throwable failure) {
        try {
            System.getLogger(PolicyEngine.class.getName()).log(level, message, failure);
        } catch (Throwable e) {
            // There is nowhere left to say it.
        }
    }
}
