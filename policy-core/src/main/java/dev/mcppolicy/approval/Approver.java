package dev.mcppolicy.approval;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Puts a call that needs approval before a human. An approver only says yes or no: that the answer counts for this very
 * call, once, in time and under the policy it was asked under, is the engine's work.
 *
 * <p>Must be safe for use by any thread. Anything but an approval in time is a denial: another answer, null, an exception,
 * silence. When the answer is no longer wanted, because the time is up or the client has left, the stage is cancelled.
 */
@FunctionalInterface
public interface Approver {
    /**
     * Asks. Does not wait for the answer.
     *
     * @param request the call
     * @return the answer to come
     */
    CompletionStage<ApprovalAnswer> ask(ApprovalRequest request);

    /**
     * Asks by a call that waits for the answer, in a thread of its own.
     *
     * @param question asks and returns the answer; interrupted when the answer is no longer wanted
     * @return the approver
     */
    static Approver byCallback(Function<ApprovalRequest, ApprovalAnswer> question) {
        return new CallbackApprover(question);
    }
}
