package dev.mcppolicy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules and policies have a mode, and it is part of what they are. */
class ModesTest {
    private static final RuleId ID = RuleId.pointer("tools", "t", "rules", 0);
    private static final Limit LIMIT =
            Limit.of(RuleHead.of(ID), "used", Window.Calendar.DAY, null).withScope(Scope.GLOBAL);
    private static final Condition READS_USED =
            new Condition.Comparison(new CounterPath(RulePlace.tool("t"), "used"), Operator.LT, 5);

    private static Stream<Rule> oneOfEachKind() {
        return Stream.of(
                new Require(RuleHead.of(ID).withName("name").withMessage("message"), List.of()),
                new DenyIf(RuleHead.of(ID).withName("name").withMessage("message"), List.of()),
                RequireApproval.of(RuleHead.of(ID).withName("name").withMessage("message"), List.of())
                        .withTimeout(Duration.ofSeconds(7)),
                LIMIT.withStoreFailure(StoreFailure.ALLOW));
    }

    private static Policy of(Rule... rules) {
        return new PolicyParts("p", PolicyFormat.INTERCEPT, DefaultAction.ALLOW)
                .tools(Map.of("t", new ToolPolicy(List.of(rules))))
                .policy();
    }

    @Test
    void rules_and_policies_are_enforced_unless_told_otherwise() {
        assertThat(oneOfEachKind()).extracting(Rule::mode).containsOnly(Mode.ENFORCE);
        assertThat(of().mode()).isEqualTo(Mode.ENFORCE);
    }

    @Test
    void a_rule_in_shadow_mode_differs_from_the_enforced_one_in_its_mode_alone() {
        assertThat(oneOfEachKind()).allSatisfy(rule -> {
            Rule shadow = rule.withMode(Mode.SHADOW);
            assertThat(shadow.mode()).isEqualTo(Mode.SHADOW);
            assertThat(shadow).isNotEqualTo(rule).hasSameClassAs(rule);
            assertThat(shadow.withMode(Mode.ENFORCE)).isEqualTo(rule);
        });
    }

    @Test
    void an_answer_to_a_store_failure_keeps_the_mode() {
        assertThat(LIMIT.withMode(Mode.SHADOW)
                        .withStoreFailure(StoreFailure.ALLOW)
                        .mode())
                .isEqualTo(Mode.SHADOW);
    }

    @Test
    void a_policy_enforces_what_neither_it_nor_the_rule_has_put_in_shadow_mode() {
        Limit shadow = LIMIT.withMode(Mode.SHADOW);

        assertThat(of(LIMIT).enforces(LIMIT)).isTrue();
        assertThat(of(shadow).enforces(shadow)).isFalse();
        assertThat(of(LIMIT).withMode(Mode.SHADOW).enforces(LIMIT)).isFalse();
    }

    @Test
    void another_mode_is_another_revision() {
        Policy enforced = of(LIMIT);

        assertThat(enforced.withMode(Mode.ENFORCE).revision()).isEqualTo(enforced.revision());
        assertThat(List.of(
                        enforced.revision(),
                        enforced.withMode(Mode.SHADOW).revision(),
                        of(LIMIT.withMode(Mode.SHADOW)).revision()))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_policy_without_modes_keeps_the_revision_it_had_before_there_were_modes() {
        assertThat(of(LIMIT).revision()).isEqualTo("bdaded2196868dda5e48db4dbe50cd58a4a0a8fcfee0004978813e8bfdf983ac");
    }

    @Test
    void a_policy_keeps_its_parts_in_another_mode() {
        Policy changed = new PolicyParts("p", PolicyFormat.INTERCEPT, DefaultAction.DENY)
                .description("what it is for")
                .hidden(Set.of("h"))
                .tools(Map.of("t", new ToolPolicy(List.of(LIMIT))))
                .everyTool(List.of(LIMIT))
                .policy()
                .withMode(Mode.SHADOW);

        assertThat(changed.mode()).isEqualTo(Mode.SHADOW);
        assertThat(changed.description()).isEqualTo("what it is for");
        assertThat(changed.defaultAction()).isEqualTo(DefaultAction.DENY);
        assertThat(changed.hidden()).containsExactly("h");
        assertThat(changed.tools()).containsOnlyKeys("t");
        assertThat(changed.everyTool()).containsExactly(LIMIT);
    }

    @Test
    void an_enforced_rule_does_not_read_a_counter_that_only_shadow_mode_raises() {
        Rule reader = new DenyIf(RuleHead.of(ID), List.of(new Condition.Not(READS_USED)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(LIMIT.withMode(Mode.SHADOW), reader))
                .withMessage(
                        "`state.t.used` stands in an enforced rule and reads a counter whose limit is in shadow mode");
        assertThatIllegalArgumentException()
                .as("a policy tried in shadow mode must be sound when it is enforced")
                .isThrownBy(() -> new PolicyParts("p", PolicyFormat.INTERCEPT, DefaultAction.ALLOW)
                        .mode(Mode.SHADOW)
                        .tools(Map.of("t", new ToolPolicy(List.of(LIMIT.withMode(Mode.SHADOW), reader))))
                        .policy());
    }

    @Test
    void a_rule_in_shadow_mode_reads_any_counter() {
        Rule reader = new DenyIf(RuleHead.of(ID).withMode(Mode.SHADOW), List.of(READS_USED));

        assertThat(of(LIMIT, reader).tools()).containsOnlyKeys("t");
        assertThat(of(LIMIT.withMode(Mode.SHADOW), reader).tools()).containsOnlyKeys("t");
    }
}
