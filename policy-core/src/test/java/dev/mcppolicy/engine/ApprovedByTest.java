package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.ApprovedBy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose yes counts. */
class ApprovedByTest {
    private static final ToolCall CALL = ToolCall.of("t", Map.of("amount", 5), Caller.ofPrincipal("ann"));

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");

    private PolicyEngine engine(Draft... rules) {
        return PolicyEngine.builder(TestPolicy.ofTool(rules)).clock(clock).build();
    }

    private static ApprovalAnswer yes(@Nullable AnswerWay way) {
        return way == null ? ApprovalAnswer.APPROVED : ApprovalAnswer.APPROVED.through(way);
    }

    @ParameterizedTest
    @CsvSource({
        "OPERATOR, OPERATOR, true",
        "OPERATOR, CALLBACK, true",
        "OPERATOR, CLIENT, false",
        "OPERATOR, , false",
        "CLIENT, OPERATOR, true",
        "CLIENT, CALLBACK, true",
        "CLIENT, CLIENT, true",
        "CLIENT, , false",
        "ANYONE, OPERATOR, true",
        "ANYONE, CALLBACK, true",
        "ANYONE, CLIENT, true",
        "ANYONE, , true"
    })
    void a_yes_counts_by_the_way_it_comes(ApprovedBy by, @Nullable AnswerWay way, boolean counts) {
        PolicyEngine engine = engine(approval().by(by));

        Decision blocking = engine.answer(Verdict.approval(engine.decide(CALL)), yes(way));
        Decision async = engine.answerAsync(Verdict.approval(engine.decide(CALL)), yes(way))
                .toCompletableFuture()
                .join();

        for (Decision decision : new Decision[] {blocking, async}) {
            if (counts) {
                assertThat(decision).isInstanceOf(Decision.Allow.class);
            } else {
                assertThat(Verdict.denial(decision).code()).isEqualTo(DenialCode.APPROVAL_DECLINED);
            }
        }
        assertThat(engine.pending.size()).isZero();
    }

    @Test
    void a_no_that_does_not_count_does_not_stand() {
        PolicyEngine engine = engine(approval().by(ApprovedBy.OPERATOR));
        Decision denied =
                engine.answer(Verdict.approval(engine.decide(CALL)), ApprovalAnswer.DECLINED.through(AnswerWay.CLIENT));
        assertThat(denied).isInstanceOf(Decision.Deny.class);

        Decision.ApprovalRequired again = Verdict.approval(engine.decide(CALL));
        assertThat(engine.answer(again, ApprovalAnswer.DECLINED.through(AnswerWay.OPERATOR)))
                .isInstanceOf(Decision.Deny.class);
        assertThat(Verdict.of(engine.decide(CALL))).isEqualTo("deny APPROVAL_DECLINED /tools/t/approval/0");
    }

    @Test
    void the_strictest_of_several_rules_holds_for_the_question() {
        PolicyEngine engine = engine(
                approval().by(ApprovedBy.ANYONE),
                approval().by(ApprovedBy.OPERATOR),
                approval().by(ApprovedBy.CLIENT));
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(CALL));

        assertThat(asked.by()).isEqualTo(ApprovedBy.OPERATOR);
        assertThat(engine.answer(asked, yes(AnswerWay.CLIENT))).isInstanceOf(Decision.Deny.class);
    }

    @ParameterizedTest
    @CsvSource({"ann, p, false", "bob, p, true", "ann, g, false", "bob, g, true", "g, both, true", "ann, both, false"})
    void nobody_approves_their_own_call(String who, String kind, boolean counts) {
        Caller caller =
                switch (kind) {
                    case "p" -> Caller.ofPrincipal("ann");
                    case "g" -> Caller.ofGrant("ann");
                    default -> Caller.ofPrincipal("ann").withGrant("g");
                };
        PolicyEngine engine = engine(approval());
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(ToolCall.of("t", Map.of(), caller)));

        assertThat(engine.answer(asked, yes(AnswerWay.OPERATOR).by(who)) instanceof Decision.Allow)
                .isEqualTo(counts);
    }

    @Test
    void an_approver_whose_answers_do_not_count_lets_nothing_run() throws Exception {
        Approver client = request -> CompletableFuture.completedFuture(yes(AnswerWay.CLIENT));
        PolicyEngine engine = PolicyEngine.builder(
                        TestPolicy.ofTool(approval().saying("Ask ops.").by(ApprovedBy.OPERATOR)))
                .clock(clock)
                .approver(client)
                .build();

        String blocking = engine.guard(CALL, call -> "ran", denial -> denial.message());
        String async = engine.guardAsync(
                        CALL, call -> CompletableFuture.completedFuture("ran"), denial -> denial.message())
                .get();

        assertThat(blocking).isEqualTo("Ask ops. No human approved it.");
        assertThat(async).isEqualTo("Ask ops. No human approved it.");
    }
}
