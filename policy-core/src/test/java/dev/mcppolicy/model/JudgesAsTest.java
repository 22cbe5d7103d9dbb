package dev.mcppolicy.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Policies are certain to judge alike only where they are equal and what stands for code is the same code. */
class JudgesAsTest {
    private static final RuleHead HEAD = RuleHead.of(RuleId.pointer("tools", "t", "require", 0));
    private static final List<Predicate<Map<String, @Nullable Object>>> CODES =
            List.of(arguments -> true, arguments -> true, arguments -> false);

    private static final List<UnaryOperator<Condition>> PLACES = List.of(
            condition -> condition,
            Condition.Not::new,
            condition -> new Condition.AllOf(List.of(named(CODES.get(0)), condition)),
            condition -> new Condition.AnyOf(List.of(condition, named(CODES.get(0)))),
            condition -> new Condition.Not(new Condition.AnyOf(List.of(new Condition.AllOf(List.of(condition))))));

    private static Condition named(Predicate<Map<String, @Nullable Object>> code) {
        return new Condition.NamedPredicate("n", code);
    }

    private static List<Rule> rulesOf(Condition condition) {
        return List.of(
                new Require(HEAD, List.of(condition)),
                new DenyIf(HEAD, List.of(condition)),
                RequireApproval.of(HEAD, List.of(condition)));
    }

    private static Policy policy(Map<String, ToolPolicy> tools, List<Rule> everyTool) {
        return new PolicyParts("p", PolicyFormat.POLICYLAYER, DefaultAction.ALLOW)
                .tools(tools)
                .everyTool(everyTool)
                .policy();
    }

    @Test
    void equal_rules_with_another_predicate_anywhere_do_not_judge_alike() {
        for (UnaryOperator<Condition> place : PLACES) {
            for (UnaryOperator<Condition> kind : List.<UnaryOperator<Condition>>of(
                    condition -> condition,
                    condition -> new Condition.SchemaMatch("{}", ((Condition.NamedPredicate) condition).predicate()))) {
                List<Rule> rules = rulesOf(place.apply(kind.apply(named(CODES.get(0)))));
                List<Rule> same = rulesOf(place.apply(kind.apply(named(CODES.get(0)))));
                List<Rule> others = rulesOf(place.apply(kind.apply(named(CODES.get(1)))));
                for (int i = 0; i < rules.size(); i++) {
                    List<Rule> rule = rules.subList(i, i + 1);
                    List<Rule> other = others.subList(i, i + 1);
                    assertThat(rule).isEqualTo(other);
                    assertThat(rule.get(0).judgesAs(other.get(0))).isFalse();
                    assertThat(rule.get(0).judgesAs(same.get(i))).isTrue();
                    Policy under = policy(Map.of("t", new ToolPolicy(rule)), List.of());
                    assertThat(under).isEqualTo(policy(Map.of("t", new ToolPolicy(other)), List.of()));
                    assertThat(under.judgesAs(policy(Map.of("t", new ToolPolicy(other)), List.of())))
                            .isFalse();
                    assertThat(policy(Map.of(), rule).judgesAs(policy(Map.of(), other)))
                            .isFalse();
                    assertThat(under.judgesAs(policy(Map.of("t", new ToolPolicy(same.subList(i, i + 1))), List.of())))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void schema_validators_that_are_equal_by_their_own_word_are_the_same_code() {
        record Validator(String text) implements Predicate<Map<String, @Nullable Object>> {
            @Override
            public boolean test(Map<String, @Nullable Object> arguments) {
                return true;
            }
        }
        Condition schema = new Condition.SchemaMatch("{}", new Validator("{}"));

        assertThat(schema.judgesAs(new Condition.SchemaMatch("{}", new Validator("{}"))))
                .isTrue();
        assertThat(schema.judgesAs(new Condition.SchemaMatch("{}", new Validator("true"))))
                .isFalse();
        assertThat(named(new Validator("{}")).judgesAs(named(new Validator("{}"))))
                .as("a predicate's own word counts for nothing")
                .isFalse();
    }

    @Test
    void policies_of_one_revision_that_read_different_counters_do_not_judge_alike() {
        Limit limit = Limit.of(HEAD, "c", Window.Calendar.DAY, null);
        List<Policy> policies = new ArrayList<>();
        for (CounterPath read :
                List.of(new CounterPath(RulePlace.tool("a.b"), "c"), new CounterPath(RulePlace.tool("a"), "b.c"))) {
            Condition reads = new Condition.Comparison(read, Operator.LT, 5);
            policies.add(policy(
                    Map.of(
                            "a.b", new ToolPolicy(List.of(limit)),
                            "a", new ToolPolicy(List.of(limit.withCounter("b.c")))),
                    List.of(new Require(HEAD, List.of(reads)))));
        }

        assertThat(policies.get(0).judgesAs(policies.get(1))).isFalse();
    }

    @Test
    void the_order_of_tools_is_no_part_of_how_a_policy_judges() {
        ToolPolicy own = new ToolPolicy(List.of(new Require(HEAD, List.of(named(CODES.get(0))))));
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        tools.put("t", own);
        tools.put("u", new ToolPolicy(List.of()));
        Map<String, ToolPolicy> turned = new LinkedHashMap<>();
        turned.put("u", new ToolPolicy(List.of()));
        turned.put("t", own);

        assertThat(policy(tools, List.of()).judgesAs(policy(turned, List.of()))).isTrue();
    }

    /** Two policies that are equal, from codes chosen for each of their predicates. */
    @Property(tries = 1_000)
    void equal_policies_judge_alike_exactly_where_their_predicates_are_the_same_objects(
            @ForAll List<@IntRange(max = 2) Integer> codes, @ForAll List<@IntRange(max = 2) Integer> others) {
        int size = Math.min(codes.size(), others.size());
        Policy policy = ofCodes(codes.subList(0, size));
        Policy other = ofCodes(others.subList(0, size));

        assertThat(policy).isEqualTo(other);
        assertThat(policy.judgesAs(other))
                .isEqualTo(other.judgesAs(policy))
                .isEqualTo(codes.subList(0, size).equals(others.subList(0, size)));
    }

    private static Policy ofCodes(List<Integer> codes) {
        Map<String, ToolPolicy> tools = new LinkedHashMap<>();
        List<Rule> everyTool = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            Condition placed = PLACES.get(i % PLACES.size()).apply(named(CODES.get(codes.get(i))));
            Rule rule = rulesOf(placed).get(i % 3);
            if (i % 2 == 0) {
                everyTool.add(rule);
            } else {
                tools.put("t" + i, new ToolPolicy(List.of(rule)));
            }
        }
        return policy(tools, everyTool);
    }
}
