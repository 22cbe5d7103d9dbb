package dev.mcppolicy.store.sqlite;

import org.jspecify.annotations.Nullable;

/** The store cannot do its work; whoever asked denies. */
final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        this(message, null);
    }

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
