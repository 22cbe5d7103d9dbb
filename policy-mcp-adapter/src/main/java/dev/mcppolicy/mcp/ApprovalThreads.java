package dev.mcppolicy.mcp;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Threads for what waits for humans by blocking, one for each: a shared pool would be full of them. How many there are is
 * bounded by the approvals that callers may have pending.
 */
final class ApprovalThreads {
    private ApprovalThreads() {}

    /** Computes a value in a thread of its own. */
    static <T> Thread start(CompletableFuture<T> result, Supplier<T> work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.get());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "policy-approval");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
