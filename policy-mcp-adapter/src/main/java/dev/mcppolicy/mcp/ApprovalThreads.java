package dev.mcppolicy.mcp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Threads for those who wait for humans, one for each: a shared pool would be full of them. How many there are is bounded
 * by the approvals that callers may have pending.
 */
final class ApprovalThreads {
    private static final String NAME = "policy-approval";

    /** A thread for each task. */
    static final Executor EACH = ApprovalThreads::started;

    private ApprovalThreads() {}

    /** Computes a value in a thread of its own. */
    static <T> Thread start(CompletableFuture<T> result, Supplier<T> work) {
        return started(() -> {
            try {
                result.complete(work.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
    }

    private static Thread started(Runnable work) {
        Thread thread = new Thread(work, NAME);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
