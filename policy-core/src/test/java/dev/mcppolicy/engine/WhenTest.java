package dev.mcppolicy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhenTest {
    private static final Condition EURO = Draft.where("args.currency", "eq", "EUR");
    private static final Draft DAILY =
            Draft.limit("spend", Window.Calendar.DAY, "10").of("args.amount");

    private final ManualClock clock = new ManualClock("2026-01-15T12:00:00Z");

    private PolicyEngine engine(Draft... rules) {
        Policy policy = TestPolicy.denying().tool("pay", rules).build();
        return PolicyEngine.builder(policy).clock(clock).build();
    }

    private static ToolCall pay(Object... arguments) {
        Map<String, Object> named = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            named.put((String) arguments[i], arguments[i + 1]);
        }
        return ToolCall.of("pay", named, Caller.anonymous());
    }

    private static DenialCode code(Decision decision) {
        return ((Decision.Deny) decision).denial().code();
    }

    @Test
    void a_requirement_asks_nothing_of_calls_that_it_does_not_concern() {
        PolicyEngine engine =
                engine(Draft.require(Draft.where("args.amount", "lte", 5)).when(EURO));

        assertThat(engine.decide(pay("currency", "USD", "amount", 100))).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(pay("currency", "USD", "amount", "many"))).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(pay("amount", 100))).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(pay("currency", "EUR", "amount", 5))).isInstanceOf(Decision.Allow.class);
        assertThat(code(engine.decide(pay("currency", "EUR", "amount", 6)))).isEqualTo(DenialCode.DENIED_BY_RULE);
    }

    @Test
    void a_limit_counts_only_the_calls_that_it_concerns() {
        PolicyEngine engine = engine(DAILY.when(EURO));

        assertThat(engine.decide(pay("currency", "USD", "amount", 100))).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(pay("currency", "USD"))).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(pay("currency", "EUR", "amount", 10))).isInstanceOf(Decision.Allow.class);
        assertThat(code(engine.decide(pay("currency", "EUR", "amount", 1)))).isEqualTo(DenialCode.LIMIT_EXCEEDED);
        assertThat(code(engine.decide(pay("currency", "EUR")))).isEqualTo(DenialCode.INVALID_AMOUNT);
        assertThat(engine.decide(pay("currency", "USD", "amount", 1))).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void places_are_taken_only_by_the_calls_that_their_rule_concerns() {
        PolicyEngine engine = engine(Draft.atOnce(1).when(EURO));

        Decision first = engine.decide(pay("currency", "EUR"));
        assertThat(first).isInstanceOf(Decision.Allow.class);
        assertThat(code(engine.decide(pay("currency", "EUR")))).isEqualTo(DenialCode.CONCURRENCY_EXCEEDED);
        assertThat(engine.decide(pay("currency", "USD"))).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(pay())).isInstanceOf(Decision.Allow.class);
        assertThat(code(engine.decide(pay("currency", List.of("EUR"))))).isEqualTo(DenialCode.CANNOT_EVALUATE);
        assertThat(engine.explain(pay("currency", "USD")).places())
                .extracting(Explanation.ConcurrencyEvaluation::result)
                .containsExactly(Explanation.Result.NOT_CONCERNED);
        engine.finish(pay("currency", "EUR"), (Decision.Allow) first, ToolOutcome.RETURNED);
        assertThat(engine.decide(pay("currency", "EUR"))).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void each_of_several_limits_concerns_its_own_calls_and_the_refused_one_is_told() {
        PolicyEngine engine = engine(
                Draft.limit("euros", Window.Calendar.DAY, "2").named("euros").when(EURO),
                Draft.limit("dollars", Window.Calendar.DAY, "1")
                        .named("dollars")
                        .when(Draft.where("args.currency", "eq", "USD")),
                Draft.limit("all", Window.Calendar.DAY, "3").named("all"));

        assertThat(engine.decide(pay("currency", "USD"))).isInstanceOf(Decision.Allow.class);
        assertThat(((Decision.Deny) engine.decide(pay("currency", "USD")))
                        .denial()
                        .ruleName())
                .isEqualTo("dollars");
        assertThat(engine.decide(pay("currency", "EUR"))).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(pay("currency", "EUR"))).isInstanceOf(Decision.Allow.class);
        assertThat(((Decision.Deny) engine.decide(pay("currency", "GBP")))
                        .denial()
                        .ruleName())
                .isEqualTo("all");
    }

    @Test
    void an_approval_is_not_skipped_by_leaving_out_what_says_whether_it_concerns_the_call() {
        PolicyEngine engine = engine(Draft.approval(Draft.where("args.amount", "gt", 5))
                .when(EURO, Draft.where("args.kind", "neq", "refund")));

        assertThat(engine.decide(pay("amount", 6))).isInstanceOf(Decision.ApprovalRequired.class);
        assertThat(engine.decide(pay("currency", "USD", "amount", 6))).isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(pay("currency", "EUR", "kind", "refund", "amount", 6)))
                .isInstanceOf(Decision.Allow.class);
        assertThat(engine.decide(pay("currency", "EUR"))).isInstanceOf(Decision.ApprovalRequired.class);
    }

    @Test
    void under_not_a_missing_argument_skips_no_human_either() {
        PolicyEngine engine =
                engine(Draft.approval().when(new Condition.Not(Draft.where("args.currency", "eq", "USD"))));

        assertThat(engine.decide(pay())).isInstanceOf(Decision.ApprovalRequired.class);
        assertThat(engine.decide(pay("currency", "USD"))).isInstanceOf(Decision.Allow.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "limit", "approval"})
    void what_cannot_be_told_of_whom_a_rule_concerns_denies(String kind) {
        Draft rule =
                switch (kind) {
                    case "require" -> Draft.require();
                    case "limit" -> Draft.limit("n", Window.Calendar.DAY, "10");
                    default -> Draft.approval();
                };
        PolicyEngine engine = engine(rule.when(EURO));

        for (Object odd : List.of(List.of("EUR"), Map.of("k", "EUR"), List.of())) {
            assertThat(code(engine.decide(pay("currency", odd)))).isEqualTo(DenialCode.CANNOT_EVALUATE);
        }
        assertThat(((Decision.Deny) engine.decide(pay("currency", List.of("EUR"))))
                        .denial()
                        .message())
                .contains("`args.currency` cannot be told");
    }

    @Test
    void a_limit_of_which_it_cannot_be_told_charges_nothing_of_the_others() {
        PolicyEngine engine = engine(
                Draft.limit("first", Window.Calendar.DAY, "1"),
                Draft.limit("second", Window.Calendar.DAY, "1").when(EURO));

        assertThat(code(engine.decide(pay("currency", List.of())))).isEqualTo(DenialCode.CANNOT_EVALUATE);
        assertThat(engine.decide(pay("currency", "EUR"))).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void what_concerns_a_call_is_judged_in_the_place_of_its_rule() {
        PolicyEngine engine = engine(
                DAILY.when(EURO),
                Draft.require(Draft.where("args.amount", "lte", 5)).named("cap"));

        Decision.Deny deny = (Decision.Deny) engine.decide(pay("currency", List.of(), "amount", 6));

        assertThat(deny.denial().code()).isEqualTo(DenialCode.CANNOT_EVALUATE);
        assertThat(deny.denial().rule().value()).isEqualTo("/tools/pay/limits/0");
    }

    @Test
    void an_approved_call_is_charged_by_the_limits_that_concern_it_alone() {
        PolicyEngine engine = engine(Draft.approval(), DAILY.when(EURO));
        Decision.ApprovalRequired asked =
                (Decision.ApprovalRequired) engine.decide(pay("currency", "USD", "amount", 100));

        assertThat(asked.charges()).isEmpty();
        assertThat(engine.approve(asked)).isInstanceOf(Decision.Allow.class);
    }

    @Test
    void an_explanation_says_whom_a_rule_concerns() {
        PolicyEngine engine =
                engine(Draft.require(Draft.where("args.amount", "lte", 5)).when(EURO), DAILY.when(EURO));

        Explanation other = engine.explain(pay("currency", "USD", "amount", 6));
        Explanation own = engine.explain(pay("currency", "EUR", "amount", 5));
        Explanation untold = engine.explain(pay("currency", List.of(), "amount", 5));

        assertThat(other.rules().get(0).result()).isEqualTo(Explanation.Result.NOT_CONCERNED);
        assertThat(other.limits().get(0).result()).isEqualTo(Explanation.Result.NOT_CONCERNED);
        assertThat(own.rules().get(0).result()).isEqualTo(Explanation.Result.PASSED);
        assertThat(own.limits().get(0).result()).isEqualTo(Explanation.Result.PASSED);
        assertThat(own.limits().get(0).comparisons())
                .extracting(Explanation.Comparison::condition)
                .containsExactly("args.currency eq \"EUR\"");
        assertThat(untold.rules().get(0).result()).isEqualTo(Explanation.Result.CANNOT_TELL);
        assertThat(untold.limits().get(0).result()).isEqualTo(Explanation.Result.CANNOT_TELL);
    }

    @Test
    void a_denial_has_no_when_and_no_when_has_what_may_only_be_required() {
        RuleHead head = RuleHead.of(new RuleId("/x"));

        assertThatThrownBy(() -> new DenyIf(head.withWhen(List.of(EURO)), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        for (Condition refused : List.of(
                Draft.where("args.items[*].k", "eq", 1),
                Draft.where("args.path", "within", List.of("/srv/data")),
                new Condition.Optional(EURO))) {
            assertThatThrownBy(() -> head.withWhen(List.of(refused))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void another_when_is_another_revision_and_the_same_counter() {
        Policy euros = TestPolicy.denying().tool("pay", DAILY.when(EURO)).build();
        Policy dollars = TestPolicy.denying()
                .tool("pay", DAILY.when(Draft.where("args.currency", "eq", "USD")))
                .build();
        ReplaceablePolicy source = new ReplaceablePolicy(euros);
        PolicyEngine engine = PolicyEngine.builder(source).clock(clock).build();

        assertThat(engine.decide(pay("currency", "EUR", "amount", 10))).isInstanceOf(Decision.Allow.class);
        source.replace(dollars);

        assertThat(euros.revision()).isNotEqualTo(dollars.revision());
        assertThat(code(engine.decide(pay("currency", "USD", "amount", 1)))).isEqualTo(DenialCode.LIMIT_EXCEEDED);
    }
}
