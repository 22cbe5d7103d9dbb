package dev.mcppolicy.mcp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks the person at the client. */
final class ElicitationApprover implements Approver {
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

    ElicitationApprover(String... redacted) {
        this.redacted = redacted.clone();
    }

    @Override
    public CompletionStage<ApprovalAnswer> ask(ApprovalRequest request) {
        ClientForm form = request.form();
        if (!form.canBeShown()) {
            return CompletableFuture.completedFuture(ApprovalAnswer.DECLINED);
        }
        CompletableFuture<ApprovalAnswer> answer = new CompletableFuture<>();
        Relay.pass(form.show(request.description(redacted), SCHEMA), answer, ElicitationApprover::answer);
        return answer;
    }

    private static ApprovalAnswer answer(@Nullable Map<String, Object> values) {
        boolean yes = values != null && Boolean.TRUE.equals(values.get(APPROVE));
        return yes ? ApprovalAnswer.APPROVED : ApprovalAnswer.DECLINED;
    }
}
