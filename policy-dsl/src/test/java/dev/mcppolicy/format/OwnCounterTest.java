package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.problem.UnwritableRule;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds that a rule sets on its own counter. */
class OwnCounterTest {
    @ParameterizedTest
    @CsvSource({
        "lte, 5, lte, 3, 3",
        "lte, 3, lte, 5, 3",
        "lt, 5, lte, 5, 4",
        "lte, 5, lt, 5, 4",
        "lt, 4, lte, 3, 3",
        "lte, 3, lt, 4, 3",
        "lt, 3, lte, 2.5, 2",
        "lt, 3.5, lte, 3.2, 3"
    })
    void several_bounds_on_a_rules_own_counter_all_bind(String one, String low, String other, String high, long most) {
        String policy = """
                version: "1"
                tools:
                  t:
                    rules:
                      - conditions:
                          - { path: state.t.calls, op: %s, value: %s }
                          - { path: state.t.calls, op: %s, value: %s }
                        state: { counter: calls, window: day }
                """.formatted(one, low, other, high);

        Limit limit = PolicyReader.parse(policy)
                .limitOf(new CounterPath(RulePlace.tool("t"), "calls"))
                .orElseThrow();

        assertThat(limit.maxUnits()).isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({
        "lt, true", "lte, true", "gt, true", "gte, true", "eq, true",
        "lt, false", "lte, false", "gt, false", "gte, false", "eq, false"
    })
    void a_requirement_on_the_counter_of_a_limit_of_its_head_is_written_as_it_judges_or_not_at_all(
            String operator, boolean requirementFirst) {
        RuleHead head = RuleHead.of(new RuleId("/tools/t/rules/0")).withName("both");
        CounterPath counter = new CounterPath(RulePlace.tool("t"), "calls");
        Rule limit = Limit.of(head, "calls", Window.Calendar.DAY, Bound.atMost(BigDecimal.TEN))
                .withKey(new LimitKey.AllArguments());
        for (boolean nested : new boolean[] {false, true}) {
            Condition comparison =
                    new Condition.Comparison(counter, Operator.of(operator).orElseThrow(), BigDecimal.valueOf(5));
            Rule require = new Require(head, List.of(nested ? new Condition.AllOf(List.of(comparison)) : comparison));
            List<Rule> rules = requirementFirst ? List.of(require, limit) : List.of(limit, require);
            Policy policy = new PolicyParts("", PolicyFormat.INTERCEPT, DefaultAction.DENY)
                    .tools(Map.of("t", new ToolPolicy(rules)))
                    .policy();
            String text;
            try {
                text = PolicyWriter.write(policy, PolicyFormat.INTERCEPT);
            } catch (UnwritablePolicyException e) {
                assertThat(e.rules()).extracting(UnwritableRule::rule).contains(head.id());
                continue;
            }
            assertThat(PolicyReader.parse(text).rulesAt(RulePlace.tool("t"))).containsExactlyInAnyOrder(require, limit);
        }
    }
}
