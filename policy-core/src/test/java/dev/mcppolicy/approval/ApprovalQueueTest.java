package dev.mcppolicy.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.RuleId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Approvers and their queue, without an engine or a server. */
class ApprovalQueueTest {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

    private final InMemoryApprovalQueue queue = new InMemoryApprovalQueue(InstantSource.fixed(NOON));

    private static ApprovalRequest request(String id) {
        return new ApprovalRequest(
                id,
                ToolCall.of("refund", Map.of("amount", 5, "token", "s\u202Eecret"), Caller.ofGrant("shop")),
                List.of(new AskingRule(RuleId.pointer("/tools/refund/approvals/0"), "large refunds", "Over 4.")),
                NOON.plusSeconds(60));
    }

    @Test
    void an_answer_says_who_when_and_why() {
        CompletableFuture<ApprovalAnswer> answer = queue.ask(request("1")).toCompletableFuture();

        assertThat(queue.answer("1", ApprovalAnswer.APPROVED.by("alice").withNote("customer is known")))
                .isTrue();

        assertThat(answer)
                .isCompletedWithValue(new ApprovalAnswer(true, "alice", AnswerWay.OPERATOR, NOON, "customer is known"));
        assertThat(queue.list()).isEmpty();
    }

    @Test
    void a_call_is_answered_once_and_under_its_own_id() {
        CompletableFuture<ApprovalAnswer> first = queue.ask(request("1")).toCompletableFuture();
        CompletableFuture<ApprovalAnswer> second = queue.ask(request("2")).toCompletableFuture();
        assertThat(queue.list()).extracting(ApprovalRequest::id).containsExactly("1", "2");

        assertThat(queue.deny("2")).isTrue();
        assertThat(queue.approve("2")).isFalse();
        assertThat(queue.approve("3")).isFalse();

        assertThat(second.join().isApproved()).isFalse();
        assertThat(first).isNotDone();
    }

    @Test
    void a_question_that_is_no_longer_wanted_leaves_the_queue() {
        queue.ask(request("1")).toCompletableFuture().cancel(true);

        assertThat(queue.list()).isEmpty();
        assertThat(queue.approve("1")).isFalse();
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
