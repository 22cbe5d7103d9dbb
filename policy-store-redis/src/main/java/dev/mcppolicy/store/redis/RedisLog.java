package dev.mcppolicy.store.redis;

import dev.mcppolicy.text.ThinnedLog;
import java.lang.System.Logger.Level;

/** What the store tells operators besides its answers. */
final class RedisLog {
    private static final ThinnedLog LOG = new ThinnedLog((level, message, failure) ->
            System.getLogger("dev.mcppolicy.store.redis").log(level, message, failure));

    private RedisLog() {}

    static void warning(String message) {
        LOG.say(Level.WARNING, message, "", null);
    }
}
