package dev.mcppolicy.engine;

import org.jspecify.annotations.Nullable;

/**
 * What runs when a call is allowed.
 *
 * @param <T> the type of its result
 * @param <X> the type of the checked exceptions that it throws
 */
@FunctionalInterface
public interface GuardedBody<T extends @Nullable Object, X extends Exception> {
    /**
     * Runs the tool.
     *
     * @param call the call, with arguments of its own
     * @return the tool's result
     * @throws X if the tool fails
     */
    T run(GuardedCall call) throws X;
}
