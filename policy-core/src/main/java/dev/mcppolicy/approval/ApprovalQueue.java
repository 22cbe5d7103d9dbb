package dev.mcppolicy.approval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls until an operator answers. A call leaves the queue when it is answered, when its time is up and when its
 * client leaves. How many calls of one caller can wait is the engine's bound. Implementations are safe for use by any
 * thread; {@code ApprovalQueueContract} of the testkit holds one to what is said here.
 *
 * <p>One that several processes share, or that outlives its process, keeps each request until it is answered, withdrawn or
 * past {@link ApprovalRequest#expiresAt}, and lets one comparison decide between two operators and the clock. Where the
 * process that asked is gone, its answer waits for a request of the same {@link ApprovalRequest#binding}, which uses it up:
 * no answer serves two calls. A request that {@linkplain ApprovalRequest#isMetAgain is not met again} takes no answer but its
 * own. Whoever has opened such a queue closes it.
 */
public interface ApprovalQueue extends Approver, AutoCloseable {
    /**
     * The calls that wait.
     *
     * @return a snapshot, the oldest first
     */
    List<ApprovalRequest> list();

    /**
     * Answers for a call.
     *
     * @param id the request's id
     * @param answer what the operator says; an approved call is then judged again
     * @return true if the answer was taken; false if no such call waits, or no longer
     */
    boolean answer(String id, ApprovalAnswer answer);

    /**
     * Approves a call, which is then judged again.
     *
     * @param id the request's id
     * @return as {@link #answer}
     */
    default boolean approve(String id) {
        return answer(id, ApprovalAnswer.APPROVED);
    }

    /**
     * Denies a call.
     *
     * @param id the request's id
     * @return as {@link #answer}
     */
    default boolean deny(String id) {
        return answer(id, ApprovalAnswer.DECLINED);
    }

    /**
     * What was answered for a call.
     *
     * @param id the request's id
     * @return the answer, or null if there is none or the queue does not know it any more
     */
    default @Nullable ApprovalAnswer answered(String id) {
        return null;
    }

    /** Gives up what the queue has open; calls that wait in it are denied. Does nothing where that is nothing. */
    @Override
    default void close() {}
}
