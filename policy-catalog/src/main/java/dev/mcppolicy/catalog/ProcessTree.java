package dev.mcppolicy.catalog;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that was started, with all that it has started since. */
final class ProcessTree {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Process process;
    /** Those that were seen once; the children of a process that has ended are nobody's. */
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    ProcessTree(Process process) {
        this.process = process;
    }

    /** Ends the process, whose input is closed: by itself within a second, by request within another, or else at once. */
    synchronized void end() {
        boolean interrupted = Thread.interrupted();
        look();
        await();
        finish(interrupted);
    }

    /** Ends the process: by request within a second, or else at once. */
    synchronized void kill() {
        finish(Thread.interrupted());
    }

    /** An interruption is kept for later: what was started is not to stay. */
    private void finish(boolean interrupted) {
        look();
        seen.forEach(ProcessHandle::destroy);
        await();
        look();
        seen.forEach(ProcessHandle::destroyForcibly);
        await();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes what has been started. To be called while the process lives: what it leaves behind is nobody's child. */
    synchronized void look() {
        process.descendants().forEach(seen::add);
        seen.add(process.toHandle());
    }

    /** Waits until none of those seen is alive, or the time is over. */
    private void await() {
        try {
            CompletableFuture.allOf(seen.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // What is alive is ended in the next way.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
