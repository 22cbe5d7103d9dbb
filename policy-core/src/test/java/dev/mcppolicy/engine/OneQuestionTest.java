package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** All approval rules that fire make one question. */
class OneQuestionTest {
    private static final Policy POLICY = TestPolicy.allowing()
            .tool(
                    "t",
                    approval(where("args.amount", "gt", 100))
                            .named("large")
                            .saying("Over 100.")
                            .within(Duration.ofMinutes(30)),
                    approval(where("args.amount", "gt", 1_000)).named("never fires"),
                    approval(where("args.to", "eq", "new")).saying("Over 100."))
            .everyTool(approval().saying("Ask the owner").within(Duration.ofMinutes(10)))
            .build();
    private static final ToolCall CALL = ToolCall.of("t", Map.of("amount", 101, "to", "new"));

    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final List<Decision.ApprovalRequired> others = new CopyOnWriteArrayList<>();
    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");
    private final PolicyEngine engine =
            PolicyEngine.builder(POLICY).clock(clock).build();

    private Decision.ApprovalRequired asked() {
        return Verdict.approval(engine.decide(CALL));
    }

    @Test
    void a_question_names_every_rule_that_fires_in_the_order_of_judging() {
        Decision.ApprovalRequired asked = asked();

        assertThat(asked.rules())
                .extracting(rule -> rule.id().value(), AskingRule::name, AskingRule::message)
                .containsExactly(
                        tuple("/tools/t/approval/0", "large", "Over 100."),
                        tuple("/tools/t/approval/2", "args.to eq", "Over 100."),
                        tuple("/all_tools/approval/0", "approval", "Ask the owner"));
        assertThat(asked.rule()).isEqualTo(asked.rules().get(0).id());
        assertThat(asked.message()).isEqualTo("Over 100. Ask the owner");
    }

    @Test
    void the_shortest_time_out_holds() {
        Decision.ApprovalRequired asked = asked();
        assertThat(asked.timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(asked.expiresAt()).isEqualTo(Instant.parse("2026-01-15T12:05:00Z"));
        clock.advance(Duration.ofMinutes(5));

        assertThat(Verdict.of(engine.approve(asked))).isEqualTo("deny APPROVAL_TIMED_OUT /tools/t/approval/0");
    }

    @Test
    void a_yes_is_one_to_every_rule_that_asks() {
        assertThat(Verdict.of(engine.approve(asked()))).isEqualTo(Verdict.ALLOW);
        assertThat(engine.pending.size()).isZero();
    }

    /** The call ran on the yes to another question, though a counter had risen meanwhile to where its owner wants to be asked. */
    @Test
    void a_yes_is_none_to_a_rule_that_asks_only_since_which_is_asked_about_once_more() {
        PolicyEngine rising = PolicyEngine.builder(TestPolicy.ofTool(
                        approval(where("args.amount", "gt", 100)),
                        approval(where("state.t.calls", "gte", 1)).named("busy").saying("Ask the owner."),
                        limit("calls", Window.Calendar.HOUR, "10")))
                .clock(clock)
                .build();
        Decision.ApprovalRequired first = Verdict.approval(rising.decide(CALL));
        Decision.ApprovalRequired second = Verdict.approval(rising.decide(CALL));
        assertThat(Verdict.of(first)).isEqualTo("ask /tools/t/approval/0");
        assertThat(Verdict.of(second)).isEqualTo("ask /tools/t/approval/0 /tools/t/approval/1");

        clock.advance(Duration.ofMinutes(3));
        Decision.ApprovalRequired again = Verdict.approval(rising.approve(first));
        assertThat(Verdict.of(again)).isEqualTo("ask /tools/t/approval/1");
        assertThat(again.expiresAt()).isEqualTo(first.expiresAt());
        assertThat(again.timeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(again.charges()).hasSize(1);
        assertThat(Verdict.of(rising.approve(first))).isEqualTo("deny APPROVAL_VOID /tools/t/approval/0");
        assertThat(Verdict.of(rising.approve(again))).isEqualTo(Verdict.ALLOW);
        assertThat(Verdict.of(rising.approve(second))).isEqualTo(Verdict.ALLOW);
        assertThat(rising.pending.size()).isZero();
    }

    @Test
    void a_question_that_is_asked_once_more_is_not_asked_a_third_time() {
        PolicyEngine rising = PolicyEngine.builder(TestPolicy.ofTool(
                        approval(where("args.amount", "gt", 100)),
                        approval(where("state.t.calls", "gte", 1)),
                        approval(where("state.t.calls", "gte", 2))
                                .named("busier")
                                .saying("Ask the owner."),
                        limit("calls", Window.Calendar.HOUR, "10")))
                .clock(clock)
                .build();
        Decision.ApprovalRequired first = Verdict.approval(rising.decide(CALL));
        Decision.ApprovalRequired second = Verdict.approval(rising.decide(CALL));
        Decision.ApprovalRequired again = Verdict.approval(rising.approve(first));
        assertThat(Verdict.of(again)).isEqualTo("ask /tools/t/approval/1");
        Decision.ApprovalRequired third = Verdict.approval(rising.decide(CALL));

        Decision denied = rising.approve(again);
        assertThat(Verdict.of(denied)).isEqualTo("deny APPROVAL_VOID /tools/t/approval/2");
        assertThat(((Decision.Deny) denied).denial().message())
                .isEqualTo("Ask the owner. The human who approved this call was not asked for that.");
        assertThat(Verdict.of(rising.timeOut(second))).startsWith("deny APPROVAL_TIMED_OUT");
        assertThat(Verdict.of(rising.timeOut(third))).startsWith("deny APPROVAL_TIMED_OUT");
        assertThat(rising.explain(CALL).limits().get(0).used()).isZero();
    }

    @Test
    void one_that_is_asked_once_more_has_no_more_time_than_the_first() {
        PolicyEngine rising = PolicyEngine.builder(TestPolicy.ofTool(
                        approval(where("args.amount", "gt", 100)),
                        approval(where("state.t.calls", "gte", 1)).within(Duration.ofHours(1)),
                        limit("calls", Window.Calendar.HOUR, "10")))
                .clock(clock)
                .build();
        Decision.ApprovalRequired first = Verdict.approval(rising.decide(CALL));
        Decision.ApprovalRequired unused = Verdict.approval(rising.decide(CALL));
        clock.advance(Duration.ofMinutes(4));
        Decision.ApprovalRequired again = Verdict.approval(rising.approve(first));
        clock.advance(Duration.ofMinutes(1));

        assertThat(Verdict.of(rising.approve(again))).isEqualTo("deny APPROVAL_TIMED_OUT /tools/t/approval/1");
    }

    @Test
    void whoever_guards_a_call_asks_once_more_by_itself() throws Exception {
        AtomicReference<PolicyEngine> engine = new AtomicReference<>();
        PolicyEngine rising = PolicyEngine.builder(TestPolicy.ofTool(
                        approval(where("args.amount", "gt", 100)).named("large"),
                        approval(where("state.t.calls", "gte", 1)).named("busy"),
                        limit("calls", Window.Calendar.HOUR, "10")))
                .clock(clock)
                .approver(request -> {
                    String rule = request.rules().get(0).name();
                    questions.add(rule);
                    if (rule.equals("large")) {
                        others.add(Verdict.approval(engine.get().decide(CALL)));
                    }
                    return CompletableFuture.completedFuture(ApprovalAnswer.APPROVED);
                })
                .build();
        engine.set(rising);

        String blocking = rising.guard(CALL, guarded -> "ran", denial -> denial.message());
        assertThat(blocking).isEqualTo("ran");
        assertThat(questions).containsExactly("large", "busy");
        assertThat(rising.timeOut(others.get(0))).isInstanceOf(Decision.Deny.class);
        clock.advance(Duration.ofHours(1));
        questions.clear();

        String async = rising.guardAsync(
                        CALL, guarded -> CompletableFuture.completedFuture("ran"), denial -> denial.message())
                .get();
        assertThat(async).isEqualTo("ran");
        assertThat(questions).containsExactly("large", "busy");
    }

    @Test
    void the_one_who_is_asked_reads_every_reason_and_every_rule_once() {
        assertThat(ApprovalRequest.of(asked()).description())
                .isEqualTo("Over 100.\nAsk the owner\nTool: t\nRule: large\nRule: args.to eq\nRule: approval\n"
                        + "Arguments: {\"amount\":101,\"to\":\"new\"}");
    }

    @Test
    void an_explanation_asks_the_same() {
        Decision.ApprovalRequired explained =
                (Decision.ApprovalRequired) engine.explain(CALL).decision();

        assertThat(explained.rules()).isEqualTo(asked().rules());
        assertThat(explained.timeout()).isEqualTo(asked().timeout());
    }
}
