package dev.mcppolicy.counter;

import org.jspecify.annotations.Nullable;

/** A store cannot do its work, and whoever asked denies. The message shows no secret of the store's configuration. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param message one sentence, in lower case, for operators
     */
    public StoreException(String message) {
        this(message, null);
    }

    /**
     * Says what is wrong, and why.
     *
     * @param message as above
     * @param cause what was thrown, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
