package dev.mcppolicy.tool;

/**
 * Where the lock in force comes from. It is asked at every call and every listing, so that an operator accepts a tool
 * without a restart. Implementations are safe for use by any thread, answer without waiting, and give the same object until
 * something changes.
 */
@FunctionalInterface
public interface LockSource {
    /**
     * The lock in force.
     *
     * @return the lock, never null
     */
    ToolLock current();

    /**
     * A lock that never changes.
     *
     * @param lock the lock
     * @return its source
     */
    static LockSource of(ToolLock lock) {
        return () -> lock;
    }
}
