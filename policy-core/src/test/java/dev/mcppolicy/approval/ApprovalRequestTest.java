package dev.mcppolicy.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.RuleId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Approvers and what they are asked, without an engine or a server. */
class ApprovalRequestTest {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

    private static ApprovalRequest request(String id) {
        return new ApprovalRequest(
                id,
                ToolCall.of("refund", Map.of("amount", 5, "token", "s\u202Eecret"), Caller.ofGrant("shop")),
                List.of(new AskingRule(RuleId.pointer("/tools/refund/approvals/0"), "large refunds", "Over 4.")),
                "0123",
                NOON.plusSeconds(60));
    }

    @Test
    void a_binding_is_of_the_call_and_not_of_the_request() {
        ApprovalRequest one = request("1");
        assertThat(one.binding()).isEqualTo(request("2").binding()).matches("[0-9a-f]{64}");

        Map<String, ?> arguments = Map.of("token", "s\u202Eecret", "amount", 5.0);
        Caller shop = Caller.ofGrant("shop");
        assertThat(bound("refund", arguments, shop, "0123")).isEqualTo(one.binding());
        assertThat(List.of(
                        bound("refunds", arguments, shop, "0123"),
                        bound("refund", Map.of("amount", 5), shop, "0123"),
                        bound("refund", arguments, shop.withSession("s"), "0123"),
                        bound("refund", arguments, Caller.ofPrincipal("shop"), "0123"),
                        bound("refund", arguments, Caller.anonymous(), "0123"),
                        bound("refund", arguments, Caller.unidentified(), "0123"),
                        bound("refund", arguments, shop, "0124"),
                        one.binding()))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_binding_is_of_the_rules_that_ask() {
        ApprovalRequest one = request("1");
        AskingRule other = new AskingRule(RuleId.pointer("/tools/refund/approvals/1"), "strange customers", "New.");
        List<AskingRule> both = List.of(one.rules().get(0), other);
        ApprovalRequest two = new ApprovalRequest("1", one.call(), both, one.revision(), one.expiresAt());

        assertThat(two.binding()).isNotEqualTo(one.binding());
    }

    @Test
    void callers_of_whom_nothing_is_known_are_not_met_again_where_others_can_be_told_apart() {
        assertThat(by(Caller.unidentified()).isMetAgain()).isFalse();
        assertThat(by(Caller.unidentified().withClient("editor")).isMetAgain()).isFalse();

        assertThat(List.of(
                        Caller.anonymous(),
                        Caller.ofGrant("shop"),
                        Caller.unidentified().withSession("s")))
                .allSatisfy(caller -> assertThat(by(caller).isMetAgain()).isTrue());
    }

    private static ApprovalRequest by(Caller caller) {
        return new ApprovalRequest(
                "1", ToolCall.of("refund", Map.of(), caller), request("1").rules(), "0123", NOON);
    }

    private static String bound(String tool, Map<String, ?> arguments, Caller caller, String revision) {
        return new ApprovalRequest(
                        "1", ToolCall.of(tool, arguments, caller), request("1").rules(), revision, NOON)
                .binding();
    }

    @Test
    void a_callback_is_interrupted_when_its_answer_is_no_longer_wanted() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Approver approver = Approver.byCallback(request -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return ApprovalAnswer.APPROVED;
        });

        approver.ask(request("1")).toCompletableFuture().cancel(true);

        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_request_shows_every_character_and_no_redacted_member() {
        assertThat(request("1").description())
                .isEqualTo("Over 4.\nTool: refund\nRule: large refunds\n"
                        + "Arguments: {\"amount\":5,\"token\":\"s\\u202eecret\"}");
        assertThat(request("1").description("token")).contains("\"token\":\"(redacted)\"");
    }
}
