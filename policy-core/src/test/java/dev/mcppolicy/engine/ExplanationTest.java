package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mcppolicy.counter.memory.InMemoryCounterStore;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Explanations: what would be decided, and every rule that has a say, without charging. */
class ExplanationTest {
    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void an_explanation_foretells_the_decision_and_charges_nothing(@ForAll long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        PolicyEngine engine = PolicyEngine.builder(random.policy())
                .clock(clock)
                .store(new InMemoryCounterStore(random.oneOf(List.of(1, 2, 5, 1_000))))
                .maxPendingApprovals(random.oneOf(List.of(1, 3, 1_000)))
                .build();
        for (int i = 0; i < 60; i++) {
            if (random.oneIn(3)) {
                clock.advance(Duration.ofMillis(random.random().nextInt(9_000)));
            }
            ToolCall call = random.call();
            Explanation first = engine.explain(call);
            Explanation second = engine.explain(call);
            Decision decision = engine.decide(call);
            assertThat(Verdict.of(first.decision()))
                    .isEqualTo(Verdict.of(second.decision()))
                    .isEqualTo(Verdict.of(decision));
            if (decision instanceof Decision.Deny) {
                // Code, rule, message and waiting time.
                assertThat(first.decision()).isEqualTo(decision);
            }
            if (decision instanceof Decision.Deny deny && deny.denial().code() == DenialCode.DENIED_BY_RULE) {
                assertThat(first.rules())
                        .filteredOn(look -> look.result() == Explanation.Result.DENIED)
                        .extracting(Explanation.RuleEvaluation::id)
                        .contains(deny.denial().rule());
            }
        }
    }

    @Test
    void every_rule_is_looked_at_with_its_values_past_the_first_that_denies() {
        Policy policy = TestPolicy.allowing()
                .tool(
                        "t",
                        require(where("args.a", "eq", 1)).named("first"),
                        denyIf(where("args.l[*]", "gt", 5)),
                        require(new Condition.AnyOf(
                                List.of(where("args.b", "gt", 1), new Condition.Not(where("args.c", "eq", 1))))),
                        require(new Condition.NamedPredicate("odd", arguments -> true)),
                        approval(where("args.a", "gt", 1)),
                        limit("calls", Window.Calendar.HOUR, "3").per(Scope.GRANT))
                .everyTool(
                        require(where("state.t.calls", "lt", 2)),
                        approval(where("args.b", "gt", 1)),
                        limit("spend", Window.Calendar.DAY, "9").of("args.a"))
                .build();
        PolicyEngine engine = PolicyEngine.builder(policy).clock(clock).build();
        Map<String, Object> arguments = new HashMap<>(Map.of("a", 2, "b", "x", "l", List.of(4, 6)));
        Explanation explanation = engine.explain(ToolCall.of("t", arguments, Caller.ofGrant("g")));

        assertThat(Verdict.of(explanation.decision())).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
        assertThat(explanation.rules())
                .extracting(Explanation.RuleEvaluation::label, Explanation.RuleEvaluation::result)
                .containsExactly(
                        tuple("first", Explanation.Result.DENIED),
                        tuple("args.l[*] gt", Explanation.Result.DENIED),
                        tuple("args.b gt or not args.c eq", Explanation.Result.PASSED),
                        tuple("odd", Explanation.Result.PASSED),
                        tuple("state.t.calls lt", Explanation.Result.PASSED),
                        tuple("args.a gt", Explanation.Result.ASKS),
                        tuple("args.b gt", Explanation.Result.CANNOT_TELL));
        assertThat(explanation.rules().get(0).comparisons())
                .containsExactly(new Explanation.Comparison("args.a eq 1", 2, Truth.FALSE));
        assertThat(explanation.rules().get(1).comparisons())
                .containsExactly(
                        new Explanation.Comparison("args.l[*] gt 5", 4, Truth.FALSE),
                        new Explanation.Comparison("args.l[*] gt 5", 6, Truth.TRUE));
        assertThat(explanation.rules().get(2).comparisons())
                .containsExactly(
                        new Explanation.Comparison("args.b gt 1", "x", Truth.CANNOT_TELL),
                        new Explanation.Comparison("args.c eq 1", null, Truth.FALSE));
        assertThat(explanation.rules().get(3).comparisons())
                .containsExactly(new Explanation.Comparison("odd", null, Truth.TRUE));
        assertThat(explanation.rules().get(4).comparisons()).hasSize(1);
        assertThat(explanation.limits())
                .extracting(Explanation.LimitEvaluation::label)
                .containsExactly("calls_per_hour", "spend_per_day");
        assertThat(explanation.limits().get(0).amount()).isEqualByComparingTo("1");
        assertThat(explanation.limits().get(0).used()).isEqualByComparingTo("0");
        assertThat(explanation.limits().get(1).amount()).isEqualByComparingTo("2");
    }

    @Test
    void a_limit_that_cannot_be_charged_is_shown_without_what_it_lacks() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(limit("calls", Window.Calendar.HOUR, "3")
                        .per(Scope.GRANT)
                        .of("args.a")))
                .clock(clock)
                .build();
        Explanation unknown = engine.explain(ToolCall.of("t", Map.of("a", 1), Caller.unidentified()));
        assertThat(unknown.limits().get(0).counter()).isNull();
        assertThat(unknown.limits().get(0).used()).isNull();
        Explanation invalid = engine.explain(ToolCall.of("t", Map.of("a", "x")));
        assertThat(invalid.limits().get(0).amount()).isNull();
        assertThat(invalid.limits().get(0).used()).isEqualByComparingTo("0");
    }

    @Test
    void a_denial_before_any_rule_has_no_looks() {
        Explanation hidden =
                PolicyEngine.of(TestPolicy.allowing().hide("t").build()).explain(ToolCall.of("t", null));
        assertThat(Verdict.of(hidden.decision())).isEqualTo("deny HIDDEN (hidden)");
        assertThat(hidden.rules()).isEmpty();
        assertThat(hidden.limits()).isEmpty();
    }

    @Test
    void an_explanation_says_how_long_a_used_up_limit_makes_wait() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(
                        limit("calls", Window.Calendar.HOUR, "1"), limit("daily", Window.Calendar.DAY, "1")))
                .clock(clock)
                .build();
        Verdict.allow(engine.decide(ToolCall.of("t", null)));
        assertThat(Verdict.denial(engine.explain(ToolCall.of("t", null)).decision())
                        .retryAfter())
                .isEqualTo(Duration.ofHours(12));
        PolicyEngine alone = PolicyEngine.builder(TestPolicy.ofTool(
                        limit("spend", Window.Calendar.HOUR, "1").of("args.a")))
                .clock(clock)
                .build();
        assertThat(Verdict.denial(
                                alone.explain(ToolCall.of("t", Map.of("a", 2))).decision())
                        .retryAfter())
                .isNull();
    }

    @Test
    void a_question_that_is_only_explained_takes_no_place() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(approval()))
                .clock(clock)
                .maxPendingApprovals(1)
                .build();
        for (int i = 0; i < 3; i++) {
            Decision.ApprovalRequired dead =
                    Verdict.approval(engine.explain(ToolCall.of("t", null)).decision());
            assertThat(Verdict.of(engine.approve(dead))).isEqualTo("deny APPROVAL_VOID /tools/t/approval/0");
        }
        Verdict.approval(engine.decide(ToolCall.of("t", null)));
    }
}
