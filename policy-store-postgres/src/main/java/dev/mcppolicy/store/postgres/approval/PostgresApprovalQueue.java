package dev.mcppolicy.store.postgres.approval;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.stored.StoredApprovalQueue;
import dev.mcppolicy.store.postgres.database.Schema;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A queue in a PostgreSQL database, which outlives the process and which processes on several machines share: any of them
 * lists and answers what waits in all of them.
 *
 * <p>An answer is the first that is committed, and can be given until half a second before the request's time is up. The
 * process that asked hears of it within half a second, at once where it gave the answer itself; its call has the answer to
 * itself. Where that process is gone, which is known at once if it closed its queue and else after ten seconds by the
 * database's clock, the question waits on until its time is up, and it and its answer belong to the first request of the same
 * {@link ApprovalRequest#binding}. Its earlier ids lead to that one. What was taken is committed as taken before the call
 * hears of it: a call that is cut off then is asked about again.
 *
 * <p>Each step is one transaction at READ COMMITTED, whatever the data source's connections are set to; those that put, take
 * or answer are done one after the other, by a lock in the database. A commit is on the server's disk also where
 * {@code synchronous_commit} is off. A standby to which it had not come when it took over may know an answer as not taken.
 *
 * <p>Where the database cannot be reached, or is busy for longer than two seconds, {@link #list} and {@link #answer} throw and
 * what is asked fails, by which the call is denied; so do those that wait, after ten seconds. The clocks of the machines
 * should agree: when a request's time is up is told by the clock of each. The rows hold the arguments of the calls that wait,
 * in plain, until the answer is taken or the time is up.
 *
 * <p>This class is threadsafe.
 */
public final class PostgresApprovalQueue implements ApprovalQueue {
    /** As long as what is under way may take, and then what is asked. */
    private static final Duration TIMEOUT = QuestionDatabase.MOST.multipliedBy(3);

    private final StoredApprovalQueue queue;
    private final Runnable afterwards;

    private PostgresApprovalQueue(QuestionDatabase database, InstantSource clock, Runnable afterwards) {
        this.queue = new StoredApprovalQueue(new PostgresQuestionTable(database), clock, TIMEOUT);
        this.afterwards = afterwards;
    }

    /**
     * Opens the queue of a database, and makes its tables where there are none, in the schema {@code mcp_policy}, with the
     * system's clock.
     *
     * @param dataSource gives connections to the database, of which one is used at a time; not closed by the queue
     * @return the queue, to be closed by whoever opened it
     * @throws RuntimeException if the database cannot be reached in time, the role may neither use nor make the tables, or
     *     they were made by a later version of the queue
     */
    public static PostgresApprovalQueue of(DataSource dataSource) {
        return of(dataSource, Schema.DEFAULT_NAME, InstantSource.system());
    }

    /**
     * Opens the queue in another schema of a database, or with another clock.
     *
     * @param dataSource as in {@link #of(DataSource)}
     * @param schema the schema's name, of lower-case ASCII letters, digits and underscores
     * @param clock the time, as all processes that share the queue and the engines that ask know it
     * @return the queue, to be closed by whoever opened it
     * @throws IllegalArgumentException if the schema's name has other characters
     * @throws RuntimeException as {@link #of(DataSource)}
     */
    public static PostgresApprovalQueue of(DataSource dataSource, String schema, InstantSource clock) {
        return of(dataSource, schema, clock, () -> {});
    }

    /** Opens a queue; something is done once it is closed, or could not be opened. */
    static PostgresApprovalQueue of(DataSource dataSource, String schema, InstantSource clock, Runnable afterwards) {
        try {
            return new PostgresApprovalQueue(QuestionDatabase.open(dataSource, schema), clock, afterwards);
        } catch (RuntimeException e) {
            afterwards.run();
            throw e;
        }
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
        try {
            queue.close();
        } finally {
            afterwards.run();
        }
    }
}
