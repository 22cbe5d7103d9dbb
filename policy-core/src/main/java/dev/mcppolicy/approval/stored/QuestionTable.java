package dev.mcppolicy.approval.stored;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a queue that several processes share. Each method is one transaction, is bounded in time, and throws where the
 * store fails; what it was asked may have been done then. Used by one thread at a time.
 *
 * <p>A question is asked by one table, whose process is taken for gone when {@link #close} was called, or when it has not
 * called {@link #hear} for {@link #GONE_MILLIS}. A question of a process that is gone, and its answer, belong to the first
 * that puts or hears of one of the same binding.
 */
public interface QuestionTable extends AutoCloseable {
    /** After how long a process that has not called {@link #hear} is taken for gone. */
    long GONE_MILLIS = 10_000;

    /** How long before its time is up a question can no longer be answered: it takes that long until an answer is heard. */
    long HEARING_MILLIS = 500;

    /** How many questions may wait in one store. */
    int MOST_WAITING = 4_096;

    /** How many questions that were answered are kept to say by whom. */
    int MOST_ANSWERED = 1_024;

    /**
     * Puts a question. Where it {@linkplain ApprovalRequest#isMetAgain is met again} it takes over those of the same binding of
     * processes that are gone, whose ids lead to it too from now on.
     *
     * @param request the question; by {@link ApprovalBytes} in the rows
     * @param nowMillis the time
     * @return the answer that has waited for one of the same binding, and which is used up by this; else null
     * @throws dev.mcppolicy.counter.StoreException if {@link #MOST_WAITING} wait
     * @throws IllegalArgumentException if the arguments are not JSON
     */
    @Nullable
    ApprovalAnswer put(ApprovalRequest request, long nowMillis);

    /**
     * Answers a question that waits, unless somebody has or less than {@link #HEARING_MILLIS} are left of its time.
     *
     * @param id the question's, or one of those that lead to it
     * @param answer the answer
     * @param nowMillis the time
     * @return whether this is the answer
     */
    boolean answer(String id, ApprovalAnswer answer, long nowMillis);

    /**
     * Takes the answers to questions that were put here, and says that this process lives.
     *
     * @param ids those of the questions
     * @param nowMillis the time
     * @return what has become of them
     */
    Heard hear(Collection<String> ids, long nowMillis);

    /**
     * Drops questions that were put here; what was answered meanwhile is for nobody.
     *
     * @param ids those of the questions
     */
    void withdraw(Collection<String> ids);

    /**
     * The questions that wait.
     *
     * @param nowMillis the time
     * @return their requests, by {@link ApprovalBytes}, the oldest first
     */
    List<byte[]> waiting(long nowMillis);

    /**
     * The answer to a question.
     *
     * @param id the question's, or one of those that lead to it
     * @return the answer, or null if there is none or it is not known any more
     */
    @Nullable
    ApprovalAnswer answered(String id);

    /** Leaves the questions that were put here to whoever asks again. */
    @Override
    void close();
}
