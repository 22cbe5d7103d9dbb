package dev.mcppolicy.store.sqlite.approval;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.stored.StoredApprovalQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A queue in an SQLite file, which outlives the process and which the processes of one machine share: any of them lists and
 * answers what waits in all of them.
 *
 * <p>An answer is the first that is committed, and can be given until half a second before the request's time is up. The
 * process that asked hears of it within half a second, at once where it gave the answer itself; its call has the answer to
 * itself. Where that process is gone, which is known at once if it closed its queue and else after ten seconds, the question
 * waits on until its time is up, and it and its answer belong to the first request of the same
 * {@link ApprovalRequest#binding}. Its earlier ids lead to that one. What was taken is marked so, on the disk, before the call
 * hears of it: a call that is cut off then is asked about again.
 *
 * <p>Where the file is locked for longer than a second, full, damaged, deleted or replaced, {@link #list} and {@link #answer}
 * throw and what is asked fails, by which the call is denied; so do those that wait, after ten seconds. The file is for local
 * disks, and is made with rights for its owner alone. It holds the arguments of the calls that wait, in plain, until the
 * answer is taken or the time is up. {@code approvals.db-wal} and {@code approvals.db-shm} belong to it.
 *
 * <p>This class is threadsafe.
 */
public final class SqliteApprovalQueue implements ApprovalQueue {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final StoredApprovalQueue queue;

    private SqliteApprovalQueue(QuestionFile file, InstantSource clock) {
        this.queue = new StoredApprovalQueue(new SqliteQuestionTable(file), clock, TIMEOUT);
    }

    /**
     * Opens a file, or makes it where there is none, with the system's clock.
     *
     * @param file the file, in a directory that is there; one of its own, beside that of the counters
     * @return the queue, to be closed by whoever opened it
     * @throws IllegalArgumentException if the path has a question mark in it
     * @throws RuntimeException if the file cannot be opened, is another application's or holds counters, or was written by a
     *     later version of the queue
     */
    public static SqliteApprovalQueue open(Path file) {
        return open(file, InstantSource.system());
    }

    /**
     * Opens a file with another clock.
     *
     * @param file as in {@link #open(Path)}
     * @param clock the time, as all processes that share the file and the engines that ask know it
     * @return the queue, to be closed by whoever opened it
     * @throws IllegalArgumentException as {@link #open(Path)}
     * @throws RuntimeException as {@link #open(Path)}
     */
    public static SqliteApprovalQueue open(Path file, InstantSource clock) {
        return new SqliteApprovalQueue(QuestionFile.open(file), clock);
    }

    @Override
    public CompletionStage<ApprovalAnswer> ask(ApprovalRequest request) {
        return queue.ask(request);
    }

    @Override
    public List<ApprovalRequest> list() {
        return queue.list();
    }

    @Override
    public boolean answer(String id, ApprovalAnswer answer) {
        return queue.answer(id, answer);
    }

    @Override
    public @Nullable ApprovalAnswer answered(String id) {
        return queue.answered(id);
    }

    /** Leaves what waits to the next request of the same binding; here it fails. */
    @Override
    public void close() {
        queue.close();
    }
}
