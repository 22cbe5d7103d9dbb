package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.StoreException;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What went wrong, in words for operators. */
final class Failures {
    private Failures() {}

    /** What was thrown, without what only carries it. */
    static Throwable causeOf(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether a script is not known to the server, which alone says that nothing ran. */
    static boolean isUnknownScript(@Nullable Throwable failure) {
        return failure != null && causeOf(failure) instanceof RedisNoScriptException;
    }

    /** Whether the server has answered that it does not do it, and will not do it if it is asked again. */
    static boolean isRefused(Throwable cause) {
        return cause instanceof RedisCommandExecutionException && !isElsewhere(cause);
    }

    /** Whether another connection may find a server that does. */
    static boolean isElsewhere(Throwable cause) {
        return cause instanceof RedisReadOnlyException
                || cause instanceof RedisLoadingException
                || cause instanceof RedisBusyException;
    }

    static String words(Throwable failure) {
        Throwable cause = causeOf(failure);
        String message = cause.getMessage();
        return cause instanceof TimeoutException
                ? "no answer within the time-out"
                : message == null ? cause.getClass().getSimpleName() : message;
    }

    /** As it is thrown. */
    static RuntimeException of(Throwable failure) {
        Throwable cause = causeOf(failure);
        if (cause instanceof StoreException
                || cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException) {
            return (RuntimeException) cause;
        }
        return new StoreException("the counters cannot be reached: " + words(cause), cause);
    }

    /** As it is thrown where something may have been done. */
    static StoreException unknown(Throwable failure) {
        Throwable cause = causeOf(failure);
        return new StoreException("what was asked may have been done: " + words(cause), cause);
    }
}
