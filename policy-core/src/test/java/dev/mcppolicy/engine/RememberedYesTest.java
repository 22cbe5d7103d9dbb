package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.atOnce;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.approval.ApprovalRequest;
import dev.mcppolicy.approval.RememberedApproval;
import dev.mcppolicy.decision.AnswerWay;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A human's yes holds for later calls where the rule says so, and no further. */
class RememberedYesTest {
    private static final String ASK = "ask /tools/t/approval/0";
    private static final Caller OURS = Caller.ofPrincipal("p").withGrant("g").withSession("s");
    private static final Remembrance SAME = Remembrance.ofSameArguments(Duration.ofMinutes(15));
    private static final Remembrance ANY = new Remembrance(Duration.ofMinutes(15), true, 2);

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");

    private PolicyEngine engine(Draft... rules) {
        return PolicyEngine.builder(TestPolicy.ofTool(rules)).clock(clock).build();
    }

    private static ToolCall call(Caller caller, Object amount) {
        return ToolCall.of("t", Map.of("amount", amount), caller);
    }

    private static void approve(PolicyEngine engine, ToolCall call) {
        assertThat(Verdict.of(engine.approve(Verdict.approval(engine.decide(call)))))
                .isEqualTo(Verdict.ALLOW);
    }

    private static void end(PolicyEngine engine, ToolCall call, Decision.Allow running) {
        engine.finish(call, running, ToolOutcome.RETURNED).toCompletableFuture().join();
    }

    private static String decided(PolicyEngine engine, ToolCall call) {
        return Verdict.of(engine.decide(call));
    }

    @Test
    void a_yes_holds_for_the_same_arguments_until_its_end_from_the_answer() {
        PolicyEngine engine = engine(approval().within(Duration.ofHours(1)).remembering(SAME));
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(call(OURS, 5)));
        clock.advance(Duration.ofMinutes(30));
        assertThat(Verdict.of(engine.approve(asked))).isEqualTo(Verdict.ALLOW);
        clock.advance(Duration.ofMinutes(15).minusMillis(1));

        assertThat(decided(engine, call(OURS, new BigDecimal("5.00")))).isEqualTo(Verdict.ALLOW);
        assertThat(decided(engine, call(OURS, 6))).isEqualTo(ASK);
        assertThat(decided(engine, call(OURS, "5"))).isEqualTo(ASK);
        clock.advance(Duration.ofMillis(1));
        assertThat(decided(engine, call(OURS, 5))).isEqualTo(ASK);
    }

    @Test
    void a_use_does_not_prolong_it() {
        PolicyEngine engine = engine(approval().remembering(SAME));
        approve(engine, call(OURS, 5));
        for (int i = 0; i < 14; i++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(decided(engine, call(OURS, 5))).isEqualTo(Verdict.ALLOW);
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(decided(engine, call(OURS, 5))).isEqualTo(ASK);
    }

    @Test
    void a_yes_to_any_arguments_holds_for_so_many_later_calls() {
        PolicyEngine engine = engine(approval().remembering(ANY));
        approve(engine, call(OURS, 5));

        assertThat(decided(engine, call(OURS, 6))).isEqualTo(Verdict.ALLOW);
        assertThat(decided(engine, call(OURS, 7))).isEqualTo(Verdict.ALLOW);
        assertThat(decided(engine, call(OURS, 5))).isEqualTo(ASK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_yes_to_a_call_that_then_finds_no_place_is_that_of_the_next_one_like_it(boolean async) {
        PolicyEngine engine =
                engine(approval().within(Duration.ofMinutes(10)), atOnce(1).leasedFor(Duration.ofHours(1)));
        Decision.Allow running = (Decision.Allow) engine.approve(Verdict.approval(engine.decide(call(OURS, 5))));
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(call(OURS, 6)));
        clock.advance(Duration.ofMinutes(9));
        Decision full = async ? engine.approveAsync(asked).toCompletableFuture().join() : engine.approve(asked);
        assertThat(Verdict.of(full)).startsWith("deny CONCURRENCY_EXCEEDED");

        assertThat(decided(engine, call(OURS, 6))).startsWith("deny CONCURRENCY_EXCEEDED");
        assertThat(decided(engine, call(OURS, 7))).isEqualTo(ASK);
        assertThat(decided(engine, call(Caller.ofPrincipal("q"), 6))).isEqualTo(ASK);
        end(engine, call(OURS, 5), running);
        assertThat(Verdict.of(engine.explain(call(OURS, 6)).decision())).isEqualTo(Verdict.ALLOW);
        Decision.Allow ran = (Decision.Allow) engine.decide(call(OURS, 6));
        end(engine, call(OURS, 6), ran);
        assertThat(decided(engine, call(OURS, 6))).isEqualTo(ASK);
    }

    @Test
    void a_yes_that_found_no_place_lasts_as_long_as_its_question() {
        PolicyEngine engine =
                engine(approval().within(Duration.ofMinutes(10)), atOnce(1).leasedFor(Duration.ofHours(1)));
        Decision.Allow running = (Decision.Allow) engine.approve(Verdict.approval(engine.decide(call(OURS, 5))));
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(call(OURS, 6)));
        assertThat(Verdict.of(engine.approve(asked))).startsWith("deny CONCURRENCY_EXCEEDED");
        end(engine, call(OURS, 5), running);
        clock.advance(Duration.ofMinutes(10));

        assertThat(decided(engine, call(OURS, 6))).isEqualTo(ASK);
    }

    @Test
    void a_call_that_is_denied_all_the_same_uses_nothing_up() {
        PolicyEngine engine = engine(
                approval().remembering(ANY),
                limit("n", Window.Calendar.DAY, "10").of("args.amount"),
                require(where("args.amount", "lt", 9)));
        approve(engine, call(OURS, 5));

        assertThat(decided(engine, call(OURS, 9))).startsWith("deny DENIED_BY_RULE");
        assertThat(decided(engine, call(OURS, 6))).startsWith("deny LIMIT_EXCEEDED");
        assertThat(decided(engine, call(OURS, -1))).startsWith("deny INVALID_AMOUNT");
        assertThat(engine.explain(call(OURS, 1)).decision()).isInstanceOf(Decision.Allow.class);
        assertThat(engine.rememberedApprovals().get(0).usesLeft()).isEqualTo(2);
        assertThat(decided(engine, call(OURS, 1))).isEqualTo(Verdict.ALLOW);
        assertThat(decided(engine, call(OURS, 1))).isEqualTo(Verdict.ALLOW);
        assertThat(decided(engine, call(OURS, 1))).isEqualTo(ASK);
    }

    @Test
    void a_call_that_waits_for_another_rule_uses_it_when_it_runs() {
        PolicyEngine engine = engine(
                approval().remembering(new Remembrance(Duration.ofMinutes(1), true, 1)),
                approval(where("args.amount", "gt", 5)).named("large"));
        approve(engine, call(OURS, 5));

        Decision.ApprovalRequired large = Verdict.approval(engine.decide(call(OURS, 6)));
        assertThat(Verdict.of(large)).isEqualTo("ask /tools/t/approval/1");
        assertThat(engine.rememberedApprovals().get(0).usesLeft()).isEqualTo(1);
        assertThat(Verdict.of(engine.approve(large))).isEqualTo(Verdict.ALLOW);
        assertThat(decided(engine, call(OURS, 5))).isEqualTo(ASK);
    }

    @Test
    void a_yes_that_ends_while_a_human_answers_for_another_rule_is_asked_for_anew() {
        PolicyEngine engine = engine(
                approval().remembering(Remembrance.ofSameArguments(Duration.ofMinutes(1))),
                approval(where("args.amount", "gt", 5)).named("large"));
        approve(engine, call(OURS, 6));
        Decision.ApprovalRequired large = Verdict.approval(engine.decide(call(OURS, 6)));
        clock.advance(Duration.ofMinutes(1));

        assertThat(Verdict.of(engine.approve(large))).isEqualTo(ASK);
    }

    @Test
    void a_yes_belongs_to_its_caller_tool_rule_and_revision() {
        ReplaceablePolicy source =
                new ReplaceablePolicy(TestPolicy.ofTool(approval().remembering(ANY)));
        PolicyEngine engine = PolicyEngine.builder(source).clock(clock).build();
        approve(engine, call(OURS, 5));

        for (Caller other : List.of(
                OURS.withPrincipal("q"),
                OURS.withGrant("h"),
                OURS.withSession("r"),
                Caller.ofPrincipal("p"),
                Caller.anonymous())) {
            assertThat(decided(engine, call(other, 5))).as("%s", other).isEqualTo(ASK);
        }
        assertThat(decided(engine, call(OURS.withClient("another"), 5))).isEqualTo(Verdict.ALLOW);
        source.replace(TestPolicy.ofTool(approval().remembering(ANY).saying("Reworded.")));
        assertThat(decided(engine, call(OURS, 5))).isEqualTo(ASK);
    }

    @Test
    void a_policy_of_the_same_revision_with_other_code_does_not_meet_it() {
        Policy first = TestPolicy.ofTool(
                approval(new Condition.NamedPredicate("p", arguments -> true)).remembering(SAME));
        Policy second = TestPolicy.ofTool(
                approval(new Condition.NamedPredicate("p", arguments -> true)).remembering(SAME));
        ReplaceablePolicy source = new ReplaceablePolicy(first);
        PolicyEngine engine = PolicyEngine.builder(source).clock(clock).build();
        approve(engine, call(OURS, 5));
        assertThat(decided(engine, call(OURS, 5))).isEqualTo(Verdict.ALLOW);

        source.replace(second);

        assertThat(first.revision()).isEqualTo(second.revision());
        assertThat(decided(engine, call(OURS, 5))).isEqualTo(ASK);
    }

    @Test
    void callers_that_cannot_be_told_apart_are_asked_each_time_where_the_server_can_tell() {
        PolicyEngine engine = engine(approval().remembering(SAME));
        approve(engine, call(Caller.unidentified(), 5));
        assertThat(decided(engine, call(Caller.unidentified(), 5))).isEqualTo(ASK);

        approve(engine, call(Caller.anonymous(), 5));
        assertThat(decided(engine, call(Caller.anonymous(), 5))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_no_goes_before_a_remembered_yes() {
        PolicyEngine engine = engine(approval().remembering(ANY));
        Decision.ApprovalRequired first = Verdict.approval(engine.decide(call(OURS, 5)));
        Decision.ApprovalRequired second = Verdict.approval(engine.decide(call(OURS, 5)));
        assertThat(Verdict.of(engine.approve(first))).isEqualTo(Verdict.ALLOW);
        assertThat(engine.decline(second)).isInstanceOf(Decision.Deny.class);

        assertThat(decided(engine, call(OURS, 5))).startsWith("deny APPROVAL_DECLINED");
        assertThat(decided(engine, call(OURS, 6))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_late_yes_and_one_that_is_void_are_not_remembered() {
        ReplaceablePolicy source =
                new ReplaceablePolicy(TestPolicy.ofTool(approval().remembering(SAME)));
        PolicyEngine engine = PolicyEngine.builder(source).clock(clock).build();
        Decision.ApprovalRequired late = Verdict.approval(engine.decide(call(OURS, 5)));
        clock.advance(Duration.ofMinutes(5));
        assertThat(Verdict.of(engine.approve(late))).startsWith("deny APPROVAL_TIMED_OUT");
        Decision.ApprovalRequired old = Verdict.approval(engine.decide(call(OURS, 5)));
        source.replace(TestPolicy.ofTool(approval().remembering(SAME).named("new")));
        assertThat(Verdict.of(engine.approve(old))).startsWith("deny APPROVAL_VOID");

        assertThat(engine.rememberedApprovals()).isEmpty();
    }

    @Test
    void an_operator_lists_what_holds_and_withdraws_it() {
        PolicyEngine engine = engine(approval().named("pay").remembering(ANY));
        Decision.ApprovalRequired asked = Verdict.approval(engine.decide(call(OURS, 5)));
        assertThat(engine.answer(
                        asked,
                        ApprovalAnswer.APPROVED.through(AnswerWay.OPERATOR).by("ann")))
                .isInstanceOf(Decision.Allow.class);
        assertThat(decided(engine, call(OURS, 6))).isEqualTo(Verdict.ALLOW);

        RememberedApproval yes = engine.rememberedApprovals().get(0);
        assertThat(engine.rememberedApprovals()).hasSize(1);
        assertThat(yes.rule().name()).isEqualTo("pay");
        assertThat(yes.tool()).isEqualTo("t");
        assertThat(yes.caller()).isEqualTo(OURS);
        assertThat(yes.anyArguments()).isTrue();
        assertThat(yes.usesLeft()).isEqualTo(1);
        assertThat(yes.until()).isEqualTo(Instant.parse("2026-01-15T12:15:00Z"));
        assertThat(yes.by()).isEqualTo("ann");
        assertThat(engine.forget(yes)).isTrue();
        assertThat(engine.forget(yes)).isFalse();
        assertThat(decided(engine, call(OURS, 6))).isEqualTo(ASK);
        approve(engine, call(OURS, 7));
        clock.advance(Duration.ofMinutes(15));
        assertThat(engine.rememberedApprovals()).isEmpty();
    }

    @Test
    void the_oldest_gives_way_where_there_is_no_room() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(approval().remembering(SAME)))
                .clock(clock)
                .maxPendingApprovalsInAll(1)
                .build();
        IntStream.rangeClosed(0, 16).forEach(amount -> approve(engine, call(OURS, amount)));

        assertThat(engine.rememberedApprovals()).hasSize(16);
        assertThat(decided(engine, call(OURS, 1))).isEqualTo(Verdict.ALLOW);
        assertThat(decided(engine, call(OURS, 0))).isEqualTo(ASK);
    }

    @Test
    void no_more_calls_run_on_a_yes_than_its_uses_however_many_threads_come() throws Exception {
        PolicyEngine engine = engine(approval().remembering(new Remembrance(Duration.ofHours(1), true, 100)));
        approve(engine, call(OURS, 5));
        AtomicInteger ran = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> new Thread(() -> {
                    for (int i = 0; i < 50; i++) {
                        Decision decision = engine.decide(call(OURS, i));
                        ran.addAndGet(decision instanceof Decision.Allow ? 1 : 0);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(ran).hasValue(100);
    }

    @Test
    void the_question_says_how_long_a_yes_holds() {
        PolicyEngine engine = engine(
                approval().named("a").remembering(SAME),
                approval().named("b").remembering(new Remembrance(Duration.ofSeconds(90), true, 1)),
                approval().named("c").remembering(new Remembrance(Duration.ofSeconds(60), false, 7)));
        ApprovalRequest request = ApprovalRequest.of(Verdict.approval(engine.decide(call(OURS, 5))));

        assertThat(request.description())
                .contains(
                        "Rule: a\nA yes holds for 15 minutes for later calls by this caller with the same arguments.\n",
                        "Rule: b\nA yes holds for 90 seconds for one later call by this caller with any arguments.\n",
                        "Rule: c\nA yes holds for 1 minute for 7 later calls by this caller with the same arguments.\n");
    }

    private static Condition comparison(String operator, Object operand) {
        return new Condition.Comparison(
                ArgumentPath.parse("args.x"), Operator.of(operator).orElseThrow(), operand);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_yes_to_any_arguments_is_refused_where_the_rule_asks_for_an_amount(boolean inWhen) {
        ArgumentPath path = ArgumentPath.parse("args.x");
        for (Condition amount : List.of(
                comparison("gt", 5),
                comparison("lte", 5),
                comparison("eq", 5),
                comparison("in", List.of("a", 5)),
                comparison("eq", Map.of("k", List.of(5))),
                new Condition.Not(comparison("neq", 5)),
                new Condition.AnyOf(List.of(comparison("eq", "a"), comparison("lt", 5))),
                new Condition.PathComparison(path, Operator.EQ, ArgumentPath.parse("args.y")),
                new Condition.NamedPredicate("p", arguments -> true))) {
            RuleHead head = RuleHead.of(new RuleId("/x")).withWhen(inWhen ? List.of(amount) : List.of());
            RequireApproval rule = RequireApproval.of(head, inWhen ? List.of() : List.of(amount));

            assertThat(rule.withRemember(SAME).remember()).isEqualTo(SAME);
            assertThatThrownBy(() -> rule.withRemember(ANY))
                    .as("%s", amount)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(RequireApproval.of(RuleHead.of(new RuleId("/x")), List.of(comparison("in", List.of("a", true))))
                        .withRemember(ANY)
                        .remember())
                .isEqualTo(ANY);
    }

    @Test
    void a_remembrance_has_its_ranges() {
        for (Runnable wrong : List.<Runnable>of(
                () -> new Remembrance(Duration.ZERO, false, null),
                () -> new Remembrance(Duration.ofSeconds(-1), false, null),
                () -> new Remembrance(Duration.ofSeconds(1), true, null),
                () -> new Remembrance(Duration.ofSeconds(1), true, 101),
                () -> new Remembrance(Duration.ofSeconds(1), false, 0))) {
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
