package dev.mcppolicy.mcp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Puts a call that needs approval before a human. An approver only says yes or no: that the answer counts for this very
 * call, once, in time and under the policy it was asked under, is the enforcer's work.
 *
 * <p>Must be safe for use by any thread. Anything but {@link ApprovalAnswer#APPROVED} in time is a denial: another
 * answer, null, an exception, silence. When the answer is no longer wanted, because the time is up or the client has
 * left, the stage is cancelled.
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
     * Asks the person at the client by MCP elicitation. A client without that capability, and any tool of a stateless
     * server, is a denial. The person sees the tool, the rule and the arguments, and must accept and tick a box.
     *
     * <p>Works where handlers may wait while the transport goes on reading: on every asynchronous server, and on
     * synchronous ones but those with {@code immediateExecution(true)} on stdio.
     *
     * @param redactedMembers names of members, at any depth of the arguments, whose values are not shown
     * @return the approver
     */
    static Approver byElicitation(String... redactedMembers) {
        return new ElicitationApprover(redactedMembers);
    }

    /**
     * Asks by a call that waits for the answer, in a thread of its own.
     *
     * @param question asks and returns the answer; interrupted when the answer is no longer wanted
     * @return the approver
     */
    static Approver byCallback(Function<ApprovalRequest, ApprovalAnswer> question) {
        return request -> {
            CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
            Thread waiting = ApprovalThreads.start(answer, () -> question.apply(request));
            Relay.interruptOnCancel(answer, waiting);
            return answer;
        };
    }
}
