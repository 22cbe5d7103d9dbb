package dev.mcppolicy.catalog;

import org.jspecify.annotations.Nullable;

/** Why a server's tools cannot be had, in words that are fit to be shown and do not name the source. */
class ListingFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListingFailure(String message) {
        this(message, null);
    }

    ListingFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
