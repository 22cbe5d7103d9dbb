package dev.mcppolicy.model.limit;

/** What becomes of a call when the store that keeps a limit's counter cannot be reached. */
public enum StoreFailure {
    /** The call is denied. */
    DENY,
    /** The call passes uncounted, and the engine logs that it did. An explicit choice to fail open. */
    ALLOW
}
