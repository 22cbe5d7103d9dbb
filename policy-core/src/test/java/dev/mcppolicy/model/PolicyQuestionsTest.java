package dev.mcppolicy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a policy, a rule and a condition answer about themselves, and their changed copies. */
class PolicyQuestionsTest {
    private static final Condition.Comparison X = where("args.x");
    private static final Condition.Comparison Y = where("args.y");
    private static final Condition.Comparison READS =
            new Condition.Comparison(new CounterPath(RulePlace.everyTool(), "calls"), Operator.LT, 5);
    private static final Condition PREDICATE = new Condition.NamedPredicate("small", arguments -> true);
    private static final Condition DEEP =
            new Condition.AnyOf(List.of(X, new Condition.Not(new Condition.AllOf(List.of(READS, PREDICATE, Y)))));

    private static final Require REQUIRE = new Require(head("require"), List.of(DEEP));
    private static final DenyIf DENY = new DenyIf(head("deny_if"), List.of(Y));
    private static final RequireApproval APPROVAL = RequireApproval.of(head("approvals"), List.of());
    private static final Concurrency CONCURRENCY = Concurrency.of(head("concurrent"), 2);
    private static final Limit LIMIT = Limit.of(head("limits"), "calls", Window.Calendar.DAY, atMost(5));

    private static final Policy POLICY = new PolicyParts("p", PolicyFormat.POLICYLAYER, DefaultAction.DENY)
            .description("said")
            .hidden(Set.of("h"))
            .tools(tools())
            .everyTool(List.of(LIMIT))
            .policy();

    private static Map<String, ToolPolicy> tools() {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        tools.put("t", new ToolPolicy(List.of(REQUIRE, DENY)));
        tools.put("h", new ToolPolicy(List.of(APPROVAL)));
        tools.put("u", new ToolPolicy(List.of()));
        return tools;
    }

    private static RuleHead head(String list) {
        return RuleHead.of(RuleId.pointer("tools", "t", list, 0));
    }

    private static Condition.Comparison where(String path) {
        return new Condition.Comparison(ArgumentPath.parse(path), Operator.EQ, 1);
    }

    private static Bound atMost(long max) {
        return Bound.atMost(BigDecimal.valueOf(max));
    }

    @Test
    void all_rules_are_told_with_where_they_stand() {
        assertThat(POLICY.rules())
                .containsExactly(
                        new PlacedRule(RulePlace.tool("t"), REQUIRE),
                        new PlacedRule(RulePlace.tool("t"), DENY),
                        new PlacedRule(RulePlace.tool("h"), APPROVAL),
                        new PlacedRule(RulePlace.everyTool(), LIMIT));
    }

    @Test
    void the_rules_for_a_call_are_its_tool_s_own_and_then_those_for_every_tool() {
        assertThat(POLICY.rulesFor("t"))
                .containsExactly(
                        new PlacedRule(RulePlace.tool("t"), REQUIRE),
                        new PlacedRule(RulePlace.tool("t"), DENY),
                        new PlacedRule(RulePlace.everyTool(), LIMIT));
        assertThat(POLICY.rulesFor("h"))
                .containsExactly(
                        new PlacedRule(RulePlace.tool("h"), APPROVAL), new PlacedRule(RulePlace.everyTool(), LIMIT));
        assertThat(POLICY.rulesFor("u")).containsExactly(new PlacedRule(RulePlace.everyTool(), LIMIT));
        assertThat(POLICY.rulesFor("unlisted")).containsExactly(new PlacedRule(RulePlace.everyTool(), LIMIT));
    }

    @Test
    void a_limit_raises_the_counter_of_its_place() {
        assertThat(new PlacedRule(RulePlace.everyTool(), LIMIT).counter())
                .contains(new CounterPath(RulePlace.everyTool(), "calls"));
        assertThat(new PlacedRule(RulePlace.tool("t"), LIMIT).counter())
                .contains(new CounterPath(RulePlace.tool("t"), "calls"));
        assertThat(new PlacedRule(RulePlace.tool("t"), DENY).counter()).isEmpty();
    }

    @Test
    void comparisons_are_found_at_any_depth_in_the_order_of_writing() {
        assertThat(DEEP.comparisons()).containsExactly(X, READS, Y);
        assertThat(X.comparisons()).containsExactly(X);
        assertThat(PREDICATE.comparisons()).isEmpty();
        assertThat(REQUIRE.comparisons()).containsExactly(X, READS, Y);
        assertThat(LIMIT.comparisons()).isEmpty();
    }

    @Test
    void a_rule_tells_its_conditions_the_counters_it_reads_and_whether_it_is_a_limit() {
        assertThat(REQUIRE.countersRead()).containsExactly(new CounterPath(RulePlace.everyTool(), "calls"));
        assertThat(DENY.countersRead()).isEmpty();
        assertThat(LIMIT.conditions()).isEmpty();
        assertThat(LIMIT.asLimit()).contains(LIMIT);
        assertThat(List.of(REQUIRE, DENY, APPROVAL, CONCURRENCY))
                .allSatisfy(rule -> assertThat(rule.asLimit()).isEmpty());
        assertThat(CONCURRENCY.conditions()).isEmpty();
    }

    @Test
    void a_rule_is_taken_for_what_its_kind_says() {
        assertThat(List.of(REQUIRE, DENY, APPROVAL, LIMIT, CONCURRENCY))
                .extracting(rule -> rule.<String>fold(
                        require -> "require",
                        deny -> "deny",
                        approval -> "approval",
                        limit -> "limit",
                        concurrency -> "concurrency"))
                .containsExactly("require", "deny", "approval", "limit", "concurrency");
    }

    @Test
    void a_changed_copy_differs_in_nothing_else() {
        RuleHead head = new RuleHead(RuleId.pointer("x"), "name", "message", Mode.SHADOW, List.of());

        assertThat(head("x")
                        .withId(RuleId.pointer("x"))
                        .withName("name")
                        .withMessage("message")
                        .withMode(Mode.SHADOW))
                .isEqualTo(head);
        assertThat(List.of(REQUIRE, DENY, APPROVAL, LIMIT, CONCURRENCY)).allSatisfy(rule -> {
            Rule changed = rule.withHead(head);
            assertThat(changed.head()).isEqualTo(head);
            assertThat(changed.id()).isEqualTo(head.id());
            assertThat(changed.name()).isEqualTo("name");
            assertThat(changed.message()).isEqualTo("message");
            assertThat(changed.withHead(rule.head())).isEqualTo(rule);
        });
        assertThat(LIMIT.withCounter("c")
                        .withWindow(Window.Calendar.HOUR)
                        .withBound(null)
                        .withScope(Scope.GLOBAL)
                        .withAmount(new Amount.Fixed(BigDecimal.TEN))
                        .withKey(new LimitKey.AllArguments())
                        .withStoreFailure(StoreFailure.ALLOW))
                .isEqualTo(new Limit(
                        LIMIT.head(),
                        "c",
                        Window.Calendar.HOUR,
                        null,
                        Scope.GLOBAL,
                        new Amount.Fixed(BigDecimal.TEN),
                        new LimitKey.AllArguments(),
                        StoreFailure.ALLOW));
        assertThat(CONCURRENCY
                        .withMax(3)
                        .withScope(Scope.GLOBAL)
                        .withLease(Duration.ofSeconds(5))
                        .withKey(new LimitKey.AllArguments()))
                .isEqualTo(new Concurrency(
                        CONCURRENCY.head(), 3, Scope.GLOBAL, Duration.ofSeconds(5), new LimitKey.AllArguments()));
        assertThat(POLICY.withMode(Mode.SHADOW).withMode(Mode.ENFORCE)).isEqualTo(POLICY);
        assertThat(POLICY.withDefaultAction(DefaultAction.ALLOW).withDefaultAction(DefaultAction.DENY))
                .isEqualTo(POLICY);
        assertThat(POLICY.withHidden(Set.of()).hidden()).isEmpty();
        assertThat(POLICY.withHidden(Set.of()).withHidden(Set.of("h"))).isEqualTo(POLICY);
        assertThat(POLICY.withRules(RulePlace.tool("t"), List.of())
                        .withRules(RulePlace.tool("t"), List.of(REQUIRE, DENY)))
                .isEqualTo(POLICY);
        assertThat(POLICY.withRules(RulePlace.tool("n"), List.of()).tools())
                .containsKey("n")
                .hasSize(4);
    }

    @Test
    void what_loses_its_rules_stays_listed_and_a_counter_that_is_read_stays() {
        Policy denying = POLICY.withRulesThat(rule -> rule instanceof DenyIf);

        assertThat(denying.rules()).containsExactly(new PlacedRule(RulePlace.tool("t"), DENY));
        assertThat(denying.tools().keySet()).containsExactly("t", "h", "u");
        assertThatThrownBy(() -> POLICY.withRulesThat(rule -> !(rule instanceof Limit)))
                .hasMessage("`state._global.calls` reads a counter that no rule declares");
        assertThatThrownBy(() -> POLICY.withRules(RulePlace.everyTool(), List.of()))
                .hasMessage("`state._global.calls` reads a counter that no rule declares");
    }
}
