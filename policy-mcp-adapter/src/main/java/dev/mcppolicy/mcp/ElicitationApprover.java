package dev.mcppolicy.mcp;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.mcp.transport.AnswerCheck;
import dev.mcppolicy.model.ApprovedBy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks the person at the client by MCP elicitation, for a {@link PolicyEnforcer}. A client without that capability, any
 * tool of a stateless server, and a rule that wants an operator, is a denial. The person sees the tool, the rule and the arguments, and must accept and
 * tick a box.
 *
 * <p>Works where handlers may wait while the transport goes on reading: on every asynchronous server, and on synchronous
 * ones but those with {@code immediateExecution(true)} on stdio.
 */
public final class ElicitationApprover implements Approver {
    private static final String APPROVE = "approve";
    private static final Map<String, Object> SCHEMA = Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                    APPROVE,
                    Map.of("type", "boolean", "title", "Approve", "description", "Let this call run, once, as shown")),
            "required",
            List.of(APPROVE));

    private final String[] redacted;

    private ElicitationApprover(String... redacted) {
        this.redacted = redacted.clone();
    }

    /**
     * An approver.
     *
     * @param redactedMembers names of members, at any depth of the arguments, whose values are not shown
     * @return the approver
     */
    public static ElicitationApprover of(String... redactedMembers) {
        return new ElicitationApprover(redactedMembers);
    }

    /** Asks nobody: which client to ask is known to the enforcer alone. */
    @Override
    public CompletionStage<ApprovalAnswer> ask(ApprovalRequest request) {
        return nobody();
    }

    /** The approver for the calls of one client, whose answers are to come from the one who calls. */
    Approver at(ElicitationForm form, AnswerCheck.Asking asking) {
        return request -> {
            boolean counts = request.by() != ApprovedBy.OPERATOR;
            return counts && form.canBeShown() && asking.canTell() ? ask(request, form, asking) : nobody();
        };
    }

    private CompletionStage<ApprovalAnswer> ask(
            ApprovalRequest request, ElicitationForm form, AnswerCheck.Asking asking) {
        CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
        AnswerRelay.pass(form.show(request.description(redacted), SCHEMA, asking), answer, ElicitationApprover::answer);
        return answer;
    }

    /** No answer, which is no human's no. */
    private static CompletionStage<ApprovalAnswer> nobody() {
        CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
        answer.cancel(false);
        return answer;
    }

    private static ApprovalAnswer answer(@Nullable Map<String, Object> values) {
        boolean yes = values != null && Boolean.TRUE.equals(values.get(APPROVE));
        return (yes ? ApprovalAnswer.APPROVED : ApprovalAnswer.DECLINED).through(AnswerWay.CLIENT);
    }
}
