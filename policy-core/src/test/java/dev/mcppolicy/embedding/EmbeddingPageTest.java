package dev.mcppolicy.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.InMemoryApprovalQueue;
import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.audit.AuditVerifier;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolCheck;
import dev.mcppolicy.tool.ToolDefinition;
import dev.mcppolicy.tool.ToolFinding;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/embedding.md shows, run. */
class EmbeddingPageTest {
    private static final Rule SPENDING = Limit.of(
                    RuleHead.of(RuleId.pointer("tools", "create_charge", "limits", 0))
                            .withName("daily spend"),
                    "spend",
                    Window.Calendar.DAY,
                    Bound.atMost(BigDecimal.valueOf(1_000)))
            .withAmount(new Amount.FromArgument(ArgumentPath.parse("args.amount")));
    private static final Rule ASKING = RequireApproval.of(
                    RuleHead.of(RuleId.pointer("tools", "create_charge", "approval", 0))
                            .withMessage("Over the limit."),
                    List.of())
            .withTimeout(Duration.ofMinutes(5));

    private final Payments stripe = new Payments();
    private final Caller caller = Caller.ofGrant("shop");
    private final Map<String, Object> arguments = Map.of("amount", 400);

    private static Policy policy(Rule... rules) {
        return new PolicyParts("shop", PolicyFormat.POLICYLAYER, DefaultAction.DENY)
                .tools(Map.of("create_charge", new ToolPolicy(List.of(rules))))
                .policy();
    }

    /** A service with money in it. */
    private static final class Payments {
        String charge(Map<String, ?> arguments) {
            return "charged " + arguments.get("amount");
        }

        CompletableFuture<String> chargeAsync(Map<String, ?> arguments) {
            return CompletableFuture.supplyAsync(() -> charge(arguments));
        }

        Receipt chargeUpTo(Map<String, ?> arguments) {
            return new Receipt(BigDecimal.valueOf(250), arguments.isEmpty());
        }
    }

    private record Receipt(BigDecimal total, boolean isRejected) {}

    private String guarded(PolicyEngine engine) {
        String answer = engine.guard(
                ToolCall.of("create_charge", arguments, caller),
                call -> stripe.charge(call.arguments()),
                denial -> denial.text());
        return answer;
    }

    @Test
    void a_call_is_guarded_in_one_statement() {
        Policy policy = policy(SPENDING);
        PolicyEngine engine = PolicyEngine.of(policy);

        assertThat(guarded(engine)).isEqualTo("charged 400");
        assertThat(guarded(engine)).isEqualTo("charged 400");
        assertThat(guarded(engine)).startsWith("[POLICY DENIED] Rate limit exceeded for daily spend. Retry after ");
    }

    private Receipt settled(PolicyEngine engine) {
        return engine.guard(
                ToolCall.of("create_charge", arguments, caller),
                call -> {
                    Receipt receipt = stripe.chargeUpTo(call.arguments());
                    call.settle("spend", receipt.total());
                    if (receipt.isRejected()) {
                        call.failed();
                    }
                    return receipt;
                },
                denial -> new Receipt(BigDecimal.ZERO, true));
    }

    @Test
    void a_tool_says_what_it_really_used() {
        PolicyEngine engine = PolicyEngine.of(policy(SPENDING));

        for (int i = 0; i < 3; i++) {
            assertThat(settled(engine).isRejected()).isFalse();
        }
        assertThat(settled(engine).isRejected()).as("750 and 400 are too much").isTrue();
    }

    @Test
    void a_call_is_guarded_without_blocking() throws Exception {
        PolicyEngine engine = PolicyEngine.of(policy(SPENDING));

        CompletableFuture<String> answer = engine.guardAsync(
                ToolCall.of("create_charge", arguments, caller),
                call -> stripe.chargeAsync(call.arguments()),
                denial -> denial.text());

        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("charged 400");
    }

    @Test
    void the_parts_can_be_had_one_by_one() {
        PolicyEngine engine = PolicyEngine.of(policy(SPENDING));

        ToolCall call = ToolCall.of("create_charge", arguments, caller).frozen(engine.argumentLimits());
        String answer = engine.decide(call)
                .fold(
                        allow -> {
                            ToolOutcome outcome = ToolOutcome.EXCEPTION;
                            try {
                                String result = stripe.charge(call.argumentsAsObject());
                                outcome = ToolOutcome.RETURNED;
                                return result;
                            } finally {
                                engine.finish(call, allow, outcome);
                            }
                        },
                        deny -> deny.denial().text(),
                        approval -> engine.decline(approval)
                                .fold(allow -> "", deny -> deny.denial().text(), again -> ""));

        assertThat(answer).isEqualTo("charged 400");
    }

    @Test
    void a_human_is_asked() throws Exception {
        Policy policy = policy(ASKING);

        ApprovalQueue queue = new InMemoryApprovalQueue();
        PolicyEngine engine = PolicyEngine.builder(policy).approver(queue).build();

        CompletableFuture<String> answer = engine.guardAsync(
                ToolCall.of("create_charge", arguments, caller),
                call -> stripe.chargeAsync(call.arguments()),
                denial -> denial.text());
        for (ApprovalRequest request : queue.list()) {
            queue.answer(request.id(), ApprovalAnswer.APPROVED.by("alice").withNote("known customer"));
        }

        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("charged 400");
    }

    @Test
    void a_name_that_no_tool_bears_is_found() {
        List<String> log = new ArrayList<>();
        Policy policy = new PolicyParts("shop", PolicyFormat.POLICYLAYER, DefaultAction.DENY)
                .tools(Map.of("craete_charge", new ToolPolicy(List.of())))
                .policy();

        ServerTools tools = ServerTools.of(
                List.of(ToolDefinition.of(Map.of("name", "create_charge", "description", "Charges a card."))));
        for (ToolFinding finding : ToolCheck.findings(policy, tools)) {
            log.add(finding.toString());
        }

        assertThat(log)
                .containsExactly(
                        "/tools/craete_charge: no tool is called `craete_charge`" + " (did you mean `create_charge`?)");
    }

    @Test
    void decisions_are_audited(@TempDir Path folder) throws IOException {
        Policy policy = policy(SPENDING);
        Path file = folder.resolve("decisions.jsonl");

        AuditLog log = AuditLog.jsonl(file).open();
        PolicyEngine engine = PolicyEngine.builder(policy).requiredListener(log).build();
        assertThat(guarded(engine)).isEqualTo("charged 400");
        log.close();

        AuditReport report = AuditVerifier.verify(file);
        assertThat(report.isIntact()).isTrue();
    }

    @Test
    void a_denial_is_worded_for_an_agent_and_for_programs() {
        Decision decision = PolicyEngine.of(policy()).decide(ToolCall.of("delete_account", Map.of(), caller));
        Denial denial = ((Decision.Deny) decision).denial();

        String forTheAgent = denial.text();
        Map<String, Object> forPrograms = denial.facts();

        assertThat(forTheAgent).isEqualTo("[POLICY DENIED] Tool \"delete_account\" is not permitted by policy");
        assertThat(forPrograms)
                .containsEntry("code", DenialCode.NOT_LISTED.name())
                .containsEntry("rule", "(default deny)")
                .containsKey("policyRevision");
    }
}
