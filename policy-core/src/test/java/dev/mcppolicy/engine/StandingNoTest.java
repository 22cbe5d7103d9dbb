package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.Approver;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A human's no holds for the same call by the same caller, for as long as the question could have waited. */
class StandingNoTest {
    private static final String ASK = "ask /tools/t/approval/0";
    private static final String DECLINED = "deny APPROVAL_DECLINED /tools/t/approval/0";
    private static final Caller OURS =
            Caller.ofPrincipal("p").withGrant("g").withSession("s").withClient("c");
    private static final Policy POLICY =
            TestPolicy.ofTool(approval().saying("Ask the owner."), limit("calls", Window.Calendar.DAY, "100"));

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final ReplaceablePolicy source = new ReplaceablePolicy(POLICY);
    private final PolicyEngine engine = PolicyEngine.builder(source)
            .clock(clock)
            .maxPendingApprovalsInAll(2)
            .build();

    private static ToolCall call(Caller caller, Object amount) {
        return ToolCall.of("t", Map.of("amount", amount), caller);
    }

    private String decided(ToolCall call) {
        return Verdict.of(engine.decide(call));
    }

    private Decision.ApprovalRequired asked(ToolCall call) {
        return Verdict.approval(engine.decide(call));
    }

    private void decline(ToolCall call) {
        assertThat(Verdict.of(engine.decline(asked(call)))).isEqualTo(DECLINED);
    }

    private BigDecimal used() {
        return engine.explain(call(OURS, 0)).limits().get(0).used();
    }

    @Test
    void a_no_holds_for_the_questions_time_out_from_the_answer() {
        Decision.ApprovalRequired question = asked(call(OURS, 1));
        clock.advance(Duration.ofMinutes(4));
        assertThat(Verdict.of(engine.decline(question))).isEqualTo(DECLINED);

        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(decided(call(OURS, 1))).isEqualTo(DECLINED);
        clock.advance(Duration.ofMillis(1));
        assertThat(decided(call(OURS, 1))).isEqualTo(ASK);
    }

    @Test
    void a_call_declined_before_charges_nothing_takes_no_place_and_says_so() {
        decline(call(OURS, 1));
        Denial denial = Verdict.denial(engine.decide(call(OURS, 1)));

        assertThat(denial.message())
                .isEqualTo("Ask the owner. A human has declined this call, and is not asked again yet.");
        assertThat(denial.retryAfter()).isNull();
        assertThat(denial.listed()).isTrue();
        assertThat(used()).isEqualByComparingTo("0");
        assertThat(engine.pending.size()).isZero();
    }

    @Test
    void an_explanation_knows_of_the_no() {
        decline(call(OURS, 1));

        assertThat(Verdict.of(engine.explain(call(OURS, 1)).decision())).isEqualTo(DECLINED);
        assertThat(Verdict.of(engine.explain(call(OURS, 2)).decision())).isEqualTo(ASK);
    }

    static Stream<Object> one() {
        return Stream.of(1L, 1.0, new BigDecimal("1.00"), new BigDecimal("1e0"), (short) 1);
    }

    @ParameterizedTest
    @MethodSource("one")
    void another_spelling_of_the_arguments_is_the_same_call(Object one) {
        decline(call(OURS, 1));

        assertThat(decided(call(OURS, one))).isEqualTo(DECLINED);
    }

    static Stream<ToolCall> others() {
        return Stream.of(
                call(OURS, 2),
                call(OURS, "1"),
                call(OURS, List.of(1)),
                ToolCall.of("t", null, OURS),
                call(OURS.withSession("another"), 1),
                call(OURS.withGrant("another"), 1),
                call(OURS.withPrincipal("another"), 1),
                call(Caller.ofPrincipal("p"), 1),
                call(Caller.anonymous(), 1));
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_no_to_one_call_is_no_no_to_another(ToolCall other) {
        decline(call(OURS, 1));

        assertThat(decided(other)).isEqualTo(ASK);
    }

    @Test
    void what_a_client_says_of_itself_makes_no_other_caller() {
        decline(call(OURS, 1));

        assertThat(decided(call(OURS.withClient("another").withAttributes(Map.of("a", "b")), 1)))
                .isEqualTo(DECLINED);
    }

    @Test
    void callers_of_whom_nothing_is_known_are_asked_each_time() {
        decline(call(Caller.unidentified(), 1));
        assertThat(decided(call(Caller.unidentified(), 1))).isEqualTo(ASK);

        decline(call(Caller.anonymous(), 1));
        assertThat(decided(call(Caller.anonymous(), 1))).isEqualTo(DECLINED);
    }

    @Test
    void another_revision_asks_anew() {
        decline(call(OURS, 1));
        source.replace(TestPolicy.ofTool(approval(), limit("calls", Window.Calendar.DAY, "99")));

        assertThat(decided(call(OURS, 1))).isEqualTo(ASK);
    }

    @Test
    void only_a_no_in_time_stands() {
        assertThat(Verdict.of(engine.timeOut(asked(call(OURS, 1)))))
                .isEqualTo("deny APPROVAL_TIMED_OUT /tools/t/approval/0");
        assertThat(Verdict.of(engine.withdraw(asked(call(OURS, 1))))).isEqualTo(DECLINED);
        Decision.ApprovalRequired late = asked(call(OURS, 1));
        clock.advance(Duration.ofMinutes(5));
        assertThat(Verdict.of(engine.decline(late))).isEqualTo("deny APPROVAL_TIMED_OUT /tools/t/approval/0");
        Decision.ApprovalRequired approved = asked(call(OURS, 1));
        Verdict.allow(engine.approve(approved));
        assertThat(Verdict.of(engine.decline(approved))).isEqualTo("deny APPROVAL_VOID /tools/t/approval/0");

        assertThat(decided(call(OURS, 1))).isEqualTo(ASK);
    }

    /** A yes to a question that was put is a yes to that very call. */
    @Test
    void a_yes_to_a_question_that_was_put_before_the_no_counts() {
        Decision.ApprovalRequired first = asked(call(OURS, 1));
        Decision.ApprovalRequired second = asked(call(OURS, 1));

        assertThat(Verdict.of(engine.decline(first))).isEqualTo(DECLINED);

        assertThat(Verdict.of(engine.approve(second))).isEqualTo(Verdict.ALLOW);
        assertThat(decided(call(OURS, 1))).isEqualTo(DECLINED);
    }

    @Test
    void a_no_is_one_to_every_rule_that_asked() {
        Policy policy = TestPolicy.allowing()
                .tool("t", approval(where("state._global.calls", "lt", 1)), approval())
                .everyTool(limit("calls", Window.Calendar.DAY, "9"))
                .build();
        PolicyEngine asking = PolicyEngine.builder(policy).clock(clock).build();
        Decision both = asking.decide(call(OURS, 1));
        assertThat(Verdict.of(both)).isEqualTo("ask /tools/t/approval/0 /tools/t/approval/1");
        assertThat(Verdict.of(asking.decline(Verdict.approval(both)))).isEqualTo(DECLINED);
        Verdict.allow(asking.decide(ToolCall.of("other", null)));

        assertThat(Verdict.of(asking.decide(call(OURS, 1)))).isEqualTo("deny APPROVAL_DECLINED /tools/t/approval/1");
    }

    /** Sixteen times as many as may be pending in all, and two may. */
    @Test
    void a_no_that_finds_no_room_is_one_for_its_call_alone_and_takes_no_others_place() {
        for (int i = 0; i < 32; i++) {
            decline(call(OURS, i));
        }
        for (int i = 32; i < 200; i++) {
            ToolCall flooding = call(OURS.withPrincipal("flooding"), i);
            decline(flooding);
            assertThat(Verdict.of(engine.timeOut(asked(flooding)))).startsWith("deny APPROVAL_TIMED_OUT");
        }

        for (int i = 0; i < 32; i++) {
            assertThat(decided(call(OURS, i))).isEqualTo(DECLINED);
        }
        clock.advance(Duration.ofMinutes(5));
        decline(call(OURS, 1_000));
        assertThat(decided(call(OURS, 1_000))).isEqualTo(DECLINED);
    }

    static Stream<Supplier<CompletableFuture<ApprovalAnswer>>> silences() {
        return Stream.of(
                () -> CompletableFuture.completedFuture(null),
                () -> CompletableFuture.failedFuture(new IllegalStateException("no screen")),
                () -> {
                    CompletableFuture<ApprovalAnswer> cancelled = new CompletableFuture<>();
                    cancelled.cancel(true);
                    return cancelled;
                },
                () -> null,
                () -> {
                    throw new IllegalStateException("no screen");
                });
    }

    @ParameterizedTest
    @MethodSource("silences")
    void an_approver_that_fails_says_no_no_that_stands(Supplier<CompletableFuture<ApprovalAnswer>> silence) {
        AtomicInteger questions = new AtomicInteger();
        Approver approver = request -> {
            questions.incrementAndGet();
            return silence.get();
        };
        List<String> denials = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 2; i++) {
            engine.guard(
                    call(OURS, 1),
                    guarded -> "ran",
                    denial -> denials.add(denial.code().name()) ? "denied" : "",
                    approver);
        }

        assertThat(denials).containsExactly("APPROVAL_DECLINED", "APPROVAL_DECLINED");
        assertThat(questions).hasValue(2);
    }

    @Test
    void a_human_who_says_no_is_asked_once() {
        AtomicInteger questions = new AtomicInteger();
        Approver approver = request -> {
            questions.incrementAndGet();
            return CompletableFuture.completedFuture(ApprovalAnswer.DECLINED);
        };
        for (int i = 0; i < 3; i++) {
            assertThat(engine.<String, RuntimeException>guard(
                            call(OURS, 1),
                            guarded -> "ran",
                            denial -> denial.code().name(),
                            approver))
                    .isEqualTo("APPROVAL_DECLINED");
        }

        assertThat(questions).hasValue(1);
    }

    @Test
    void a_client_that_leaves_while_a_human_is_asked_says_no_no_that_stands() {
        Approver never = request -> new CompletableFuture<>();
        CompletableFuture<String> result = new CompletableFuture<>();
        engine.guardAsync(
                call(OURS, 1), guarded -> CompletableFuture.completedFuture("ran"), Denial::text, never, result);
        result.cancel(true);
        while (engine.pending.size() > 0) {
            Thread.onSpinWait();
        }

        assertThat(decided(call(OURS, 1))).isEqualTo(ASK);
        assertThat(used()).isEqualByComparingTo("1");
    }
}
