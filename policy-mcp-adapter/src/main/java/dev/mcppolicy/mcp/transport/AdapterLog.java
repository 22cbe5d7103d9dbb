package dev.mcppolicy.mcp.transport;

import dev.mcppolicy.text.ThinnedLog;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says to SLF4J, thinned, what goes wrong with an enforcer's calls before and after the engine judges them. */
public final class AdapterLog {
    private final ThinnedLog log = new ThinnedLog(AdapterLog::write);

    public void error(String message, @Nullable Throwable failure) {
        log.say(Level.ERROR, message, "", failure);
    }

    /** As {@link #error(String, Throwable)}, with particulars by which no kind is told from another. */
    public void error(String message, String particulars, Throwable failure) {
        log.say(Level.ERROR, message, particulars, failure);
    }

    public void warning(String message) {
        log.say(Level.WARNING, message, "", null);
    }

    private static void write(Level level, String message, @Nullable Throwable failure) {
        Logger logger = LoggerFactory.getLogger(LoggerName.ENFORCER);
        if (level == Level.ERROR) {
            logger.error(message, failure);
        } else {
            logger.warn(message, failure);
        }
    }
}
