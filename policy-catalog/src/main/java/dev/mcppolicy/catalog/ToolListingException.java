package dev.mcppolicy.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a server does not list its tools: it cannot be started or reached, gives no answer in time, ends early,
 * sends what is no message, an error, too much, or another protocol. The message names the source and says it in one
 * sentence, after which the last lines may follow that a process wrote to its standard error, each on a line of its own.
 * It is fit to be shown: what it has of the server is shortened and escaped.
 */
public final class ToolListingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ToolListingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
