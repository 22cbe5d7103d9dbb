package dev.mcppolicy.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalQueue;
import dev.mcppolicy.approval.ApprovalRequest;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The laws that every {@link ApprovalQueue} must keep. To put a queue to them, extend this class beside the queue's own
 * tests. What a queue promises that outlives its process needs tests of its own.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
public abstract class ApprovalQueueContract {
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

    private @Nullable ApprovalQueue opened;

    /** For subclasses. */
    protected ApprovalQueueContract() {}

    /**
     * Makes an empty queue, which is closed after the test.
     *
     * @param clock the time that it goes by
     * @return the queue
     */
    protected abstract ApprovalQueue newQueue(InstantSource clock);

    @BeforeEach
    final void open() {
        opened = newQueue(InstantSource.fixed(NOON));
    }

    @AfterEach
    final void close() {
        queue().close();
    }

    private ApprovalQueue queue() {
        ApprovalQueue queue = opened;
        if (queue == null) {
            throw new IllegalStateException("the queue is opened before each test");
        }
        return queue;
    }

    private CompletableFuture<ApprovalAnswer> ask(String id) {
        ApprovalRequest request = new ApprovalRequest(
                id,
                ToolCall.of("refund", Map.of("amount", 5, "for", id), Caller.ofGrant("shop")),
                List.of(new AskingRule(RuleId.pointer("/tools/refund/approvals/0"), "large refunds", "Over 4.")),
                "0123",
                NOON.plusSeconds(60));
        return queue().ask(request).toCompletableFuture();
    }

    private static ApprovalAnswer answer(CompletableFuture<ApprovalAnswer> asked) {
        return asked.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Test
    void what_waits_is_listed_as_it_was_asked_the_oldest_first() {
        CompletableFuture<ApprovalAnswer> first = ask("b");
        CompletableFuture<ApprovalAnswer> second = ask("a");

        List<ApprovalRequest> listed = queue().list();
        assertThat(listed).extracting(ApprovalRequest::id).containsExactly("b", "a");
        ApprovalRequest request = listed.get(0);
        assertThat(request.tool()).isEqualTo("refund");
        assertThat(request.arguments()).containsEntry("for", "b");
        assertThat(request.caller().grant()).isEqualTo("shop");
        assertThat(request.rules()).extracting(AskingRule::message).containsExactly("Over 4.");
        assertThat(request.revision()).isEqualTo("0123");
        assertThat(request.expiresAt()).isEqualTo(NOON.plusSeconds(60));
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
    }

    @Test
    void an_answer_says_who_when_why_and_that_an_operator_gave_it() {
        CompletableFuture<ApprovalAnswer> asked = ask("a");

        assertThat(queue().answer("a", ApprovalAnswer.APPROVED.by("alice").withNote("customer is known")))
                .isTrue();

        assertThat(answer(asked))
                .isEqualTo(new ApprovalAnswer(true, "alice", AnswerWay.OPERATOR, NOON, "customer is known"));
        assertThat(queue().list()).isEmpty();
    }

    @Test
    void a_call_is_answered_once_and_under_its_own_id() {
        CompletableFuture<ApprovalAnswer> first = ask("a");
        CompletableFuture<ApprovalAnswer> second = ask("b");

        assertThat(queue().deny("b")).isTrue();
        assertThat(queue().approve("b")).isFalse();
        assertThat(queue().approve("c")).isFalse();

        assertThat(answer(second).isApproved()).isFalse();
        assertThat(first).isNotDone();
        assertThat(queue().list()).extracting(ApprovalRequest::id).containsExactly("a");
    }

    @Test
    void a_question_that_is_no_longer_wanted_leaves_the_queue() {
        ask("a").cancel(true);

        assertThat(queue().list()).isEmpty();
        assertThat(queue().approve("a")).isFalse();
    }

    @Test
    void of_many_operators_at_once_one_is_believed() {
        CompletableFuture<ApprovalAnswer> asked = ask("a");
        AtomicInteger operators = new AtomicInteger();
        AtomicInteger believed = new AtomicInteger();

        Workers.run(8, 1, () -> {
            int operator = operators.incrementAndGet();
            ApprovalAnswer answer = operator % 2 == 0 ? ApprovalAnswer.APPROVED : ApprovalAnswer.DECLINED;
            if (queue().answer("a", answer.by(String.valueOf(operator)))) {
                believed.accumulateAndGet(operator, Integer::sum);
            }
        });

        assertThat(answer(asked).by()).isEqualTo(String.valueOf(believed.get()));
        assertThat(answer(asked).isApproved()).isEqualTo(believed.get() % 2 == 0);
    }
}
