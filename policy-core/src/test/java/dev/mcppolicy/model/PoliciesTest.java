package dev.mcppolicy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.Scale;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.StoreFailure;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a policy may be made of, and when two of them are the same. */
class PoliciesTest {
    private static final RuleId ID = RuleId.pointer("tools", "t", "rules", 0);
    private static final Condition X = where("args.x", Operator.EQ, 1);

    private static Condition.Comparison where(String path, Operator operator, Object operand) {
        return new Condition.Comparison(ArgumentPath.parse(path), operator, operand);
    }

    private static Limit limit(String counter, Window window, @Nullable Bound bound, Amount amount) {
        return Limit.of(RuleHead.of(ID), counter, window, bound)
                .withScope(Scope.GLOBAL)
                .withAmount(amount);
    }

    private static Bound atMost(String max) {
        return Bound.atMost(new BigDecimal(max));
    }

    private static Amount of(String amount) {
        return new Amount.Fixed(new BigDecimal(amount));
    }

    private static Amount argument(String path) {
        return new Amount.FromArgument(ArgumentPath.parse(path));
    }

    private static Policy policy(Map<String, ToolPolicy> tools, Rule... everyTool) {
        return new PolicyParts("p", PolicyFormat.POLICYLAYER, DefaultAction.ALLOW)
                .tools(tools)
                .everyTool(List.of(everyTool))
                .policy();
    }

    private static Policy ofTool(Rule... rules) {
        return policy(Map.of("t", new ToolPolicy(List.of(rules))));
    }

    @Test
    void an_amount_is_more_than_zero_and_whole_or_in_millionths() {
        for (String none : List.of("0", "0.00", "-1")) {
            assertThatThrownBy(() -> of(none)).hasMessage("an increment must be more than zero");
            assertThatThrownBy(() -> atMost(none)).hasMessage("a limit's max must be more than zero");
        }
        assertThat(of("5.0").scale()).isEqualTo(Scale.WHOLE);
        assertThat(of("1e2").scale()).isEqualTo(Scale.WHOLE);
        assertThat(of("0.5").scale()).isEqualTo(Scale.MILLIONTHS);
        assertThat(argument("args.n").scale()).isEqualTo(Scale.MILLIONTHS);
        assertThat(argument("args.l[*]").scale()).isEqualTo(Scale.MILLIONTHS);
    }

    @Test
    void a_limit_fits_sixty_three_bits_of_its_scale() {
        String top = "9223372036854775807";
        String topMillionths = "9223372036854.775807";
        Amount spend = argument("args.n");

        assertThat(limit("c", Window.Calendar.DAY, atMost(top), of(top)).maxUnits())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(limit("c", Window.Calendar.DAY, atMost(topMillionths), spend).maxUnits())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(limit("c", Window.Calendar.DAY, null, spend).maxUnits()).isEqualTo(Long.MAX_VALUE);
        assertThat(limit("c", Window.Calendar.DAY, atMost("0.5"), Amount.ONE).maxUnits())
                .isZero();
        assertThat(limit("c", Window.Calendar.DAY, atMost("3"), spend).scale()).isEqualTo(Scale.MILLIONTHS);
        assertThatThrownBy(() -> limit("c", Window.Calendar.DAY, atMost(top + ".1e1"), Amount.ONE))
                .hasMessage("the max is too large: counted in whole numbers it exceeds 63 bits");
        assertThatThrownBy(() -> limit("c", Window.Calendar.DAY, atMost("9223372036854.775808"), spend))
                .hasMessage("the max is too large: counted in millionths it exceeds 63 bits");
        assertThatThrownBy(() -> limit("c", Window.Calendar.DAY, null, of("9223372036854775808")))
                .hasMessage("the increment is too large to be counted");
        assertThatThrownBy(() -> limit("", Window.Calendar.DAY, null, Amount.ONE))
                .hasMessage("a counter needs a name");
    }

    @Test
    void a_sliding_window_takes_any_max_that_another_window_takes() {
        Window minute = new Window.Sliding(Duration.ofMinutes(1));
        assertThat(limit("c", minute, atMost("1000000"), Amount.ONE).maxUnits()).isEqualTo(1_000_000);
        assertThat(limit("c", minute, null, Amount.ONE).maxUnits()).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> limit("c", minute, atMost("9223372036854775808"), Amount.ONE))
                .hasMessage("the max is too large: counted in whole numbers it exceeds 63 bits");
    }

    @Test
    void an_approval_waits_for_some_time() {
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(
                            () -> RequireApproval.of(RuleHead.of(ID), List.of()).withTimeout(none))
                    .hasMessage("an approval's time-out must be more than zero");
        }
    }

    @Test
    void conditions_are_the_same_when_they_say_the_same() {
        Condition five = where("args.x", Operator.EQ, 5);
        Condition named = new Condition.NamedPredicate("n", arguments -> true);
        Condition schema = new Condition.SchemaMatch("{}", arguments -> true);

        assertThat(five).isEqualTo(where("args.x", Operator.EQ, 5.0)).hasToString("args.x eq 5");
        assertThat(five).hasSameHashCodeAs(where("args.x", Operator.EQ, 5.0));
        assertThat(named).isEqualTo(new Condition.NamedPredicate("n", arguments -> false));
        assertThat(named).hasSameHashCodeAs(new Condition.NamedPredicate("n", arguments -> false));
        assertThat(schema).isEqualTo(new Condition.SchemaMatch("{}", arguments -> false));
        assertThat(schema).hasSameHashCodeAs(new Condition.SchemaMatch("{}", arguments -> false));
        List<Condition> all = List.of(
                five,
                where("args.y", Operator.EQ, 5),
                where("args.x", Operator.NEQ, 5),
                where("args.x", Operator.EQ, 6),
                named,
                new Condition.NamedPredicate("m", arguments -> true),
                schema,
                new Condition.SchemaMatch("true", arguments -> true),
                new Condition.Not(five),
                new Condition.AllOf(List.of(five)),
                new Condition.AnyOf(List.of(five)));
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all.subList(0, 8).stream().map(Object::hashCode)).doesNotHaveDuplicates();
        assertThatThrownBy(() -> new Condition.NamedPredicate(" ", arguments -> true))
                .hasMessage("a predicate needs a name");
    }

    @Test
    void a_wildcard_stands_at_no_depth_under_not() {
        Condition every = where("args.l[*]", Operator.EQ, 1);
        String message = "`args.l[*]` has a wildcard, which has no place under `not`";
        Condition any = new Condition.AnyOf(List.of(X, every));

        assertThatThrownBy(() -> new Condition.Not(every)).hasMessage(message);
        assertThatThrownBy(() -> new Condition.Not(any)).hasMessage(message);
        assertThatThrownBy(() -> new Condition.Not(new Condition.AllOf(List.of(any))))
                .hasMessage(message);
        assertThat(new Condition.AllOf(List.of(X, any)).comparisons()).hasSize(3);
    }

    @Test
    void conditions_are_nested_no_deeper_than_sixteen() {
        Condition deepest = X;
        for (int i = 0; i < Condition.MOST_NESTED; i++) {
            Condition within = deepest;
            deepest = switch (i % 3) {
                case 0 -> new Condition.Not(within);
                case 1 -> new Condition.AnyOf(List.of(X, within));
                default -> new Condition.AllOf(List.of(within, X));
            };
        }
        Condition full = deepest;

        String message = "conditions are nested deeper than 16";
        assertThatThrownBy(() -> new Condition.Not(full)).hasMessage(message);
        assertThatThrownBy(() -> new Condition.AllOf(List.of(X, full))).hasMessage(message);
        assertThatThrownBy(() -> new Condition.AnyOf(List.of(full))).hasMessage(message);
    }

    @Test
    void a_rule_without_a_name_is_called_by_what_it_compares_at_any_depth() {
        Condition y = where("args.y", Operator.LT, 1);
        Condition z = where("args.z", Operator.EXISTS, true);
        Condition either = new Condition.AnyOf(List.of(X, y));

        assertThat(described(either)).isEqualTo("args.x eq or args.y lt");
        assertThat(described(new Condition.Not(either))).isEqualTo("not (args.x eq or args.y lt)");
        assertThat(described(new Condition.AnyOf(List.of(z, y, X)))).isEqualTo("args.z exists or args.y lt or another");
        assertThat(described(new Condition.AllOf(List.of(y, X)))).isEqualTo("args.y lt");
        assertThat(described(new Condition.AnyOf(List.of()))).isEqualTo("require");
    }

    private static String described(Condition condition) {
        return new Require(RuleHead.of(new RuleId("/r")), List.of(condition)).description();
    }

    @Test
    void a_counter_that_is_read_is_declared_wherever_it_is_read() {
        Condition reads = new Condition.Comparison(new CounterPath(RulePlace.tool("t"), "c"), Operator.LT, 5);
        List<Condition> places = List.of(
                reads,
                new Condition.AllOf(List.of(X, reads)),
                new Condition.AnyOf(List.of(X, reads)),
                new Condition.Not(reads));
        for (Condition place : places) {
            List<Condition> conditions = List.of(X, place);
            for (Rule rule : List.<Rule>of(
                    new Require(RuleHead.of(ID), conditions),
                    new DenyIf(RuleHead.of(ID), conditions),
                    RequireApproval.of(RuleHead.of(ID), conditions).withTimeout(Duration.ofMinutes(1)))) {
                assertThat(rule.countersRead()).containsExactly(new CounterPath(RulePlace.tool("t"), "c"));
                String message = "`state.t.c` reads a counter that no rule declares";
                assertThatThrownBy(() -> ofTool(rule)).hasMessage(message);
                assertThatThrownBy(() -> policy(Map.of(), rule)).hasMessage(message);
                Limit declares = limit("c", Window.Calendar.DAY, null, Amount.ONE);
                assertThatThrownBy(() -> policy(Map.of(), rule, declares)).hasMessage(message);
                assertThat(ofTool(declares, rule).limitOf(new CounterPath(RulePlace.tool("t"), "c")))
                        .contains(declares);
            }
        }
    }

    @Test
    void a_counter_is_found_where_it_is_declared() {
        Limit own = limit("c", Window.Calendar.DAY, atMost("1"), Amount.ONE);
        Limit everyTool = limit("c", Window.Calendar.DAY, atMost("2"), Amount.ONE);
        Policy policy = policy(
                Map.of("t", new ToolPolicy(List.of(limit("d", Window.Calendar.DAY, null, Amount.ONE), own))),
                everyTool);

        assertThat(policy.limitOf(new CounterPath(RulePlace.tool("t"), "c"))).contains(own);
        assertThat(policy.limitOf(new CounterPath(RulePlace.everyTool(), "c"))).contains(everyTool);
        assertThat(policy.limitOf(new CounterPath(RulePlace.tool("t"), "e"))).isEmpty();
        assertThat(policy.limitOf(new CounterPath(RulePlace.tool("u"), "c"))).isEmpty();
    }

    @Test
    void a_tool_is_listed_unless_it_is_hidden_or_denied_by_default() {
        Map<String, ToolPolicy> tools = Map.of("t", new ToolPolicy(List.of()), "h", new ToolPolicy(List.of()));
        Policy allowing = new PolicyParts("", PolicyFormat.INTERCEPT, DefaultAction.ALLOW)
                .hidden(Set.of("h"))
                .tools(tools)
                .policy();
        Policy denying = new PolicyParts("", PolicyFormat.INTERCEPT, DefaultAction.DENY)
                .hidden(Set.of("h"))
                .tools(tools)
                .policy();
        Policy hidingAll = new PolicyParts("", PolicyFormat.INTERCEPT, DefaultAction.ALLOW)
                .hidden(Set.of("*"))
                .tools(tools)
                .policy();

        assertThat(List.of("t", "h", "u")).filteredOn(allowing::lists).containsExactly("t", "u");
        assertThat(List.of("t", "h", "u")).filteredOn(denying::lists).containsExactly("t");
        assertThat(List.of("t", "h", "u")).noneMatch(hidingAll::lists);
        assertThat(List.of("t", "h", "u")).filteredOn(allowing::hides).containsExactly("h");
        assertThat(List.of("t", "h", "u")).allMatch(hidingAll::hides);
    }

    @Test
    void a_rule_without_a_name_is_known_by_its_place_or_by_what_it_says() {
        Rule rule = new Require(RuleHead.of(ID), List.of(X));
        Policy policyLayer = ofTool();
        Policy intercept = new PolicyParts("", PolicyFormat.INTERCEPT, DefaultAction.ALLOW).policy();

        assertThat(policyLayer.labelOf(rule)).isEqualTo("args.x eq");
        assertThat(intercept.labelOf(rule)).isEqualTo(ID.value());
        assertThat(intercept.labelOf(new Require(RuleHead.of(ID).withName("given"), List.of(X))))
                .isEqualTo("given");
        assertThat(intercept.toString()).startsWith("Policy[intercept, 0 tools, revision ");
        assertThat(policyLayer.toString())
                .startsWith(
                        "Policy[p, 1 tools, revision " + policyLayer.revision().substring(0, 12));
    }

    @Test
    void a_rule_is_described_by_the_first_condition_that_can_be_told() {
        Condition named = new Condition.NamedPredicate("small", arguments -> true);
        Condition group = new Condition.AnyOf(List.of(X));
        Condition schema = new Condition.SchemaMatch("{}", arguments -> true);
        Map<List<Condition>, String> described = new HashMap<>();
        described.put(List.of(X, named), "args.x eq");
        described.put(List.of(named, X), "small");
        described.put(List.of(new Condition.Not(X)), "not args.x eq");
        described.put(List.of(new Condition.AnyOf(List.of()), schema), "schema");
        described.put(List.of(group), "args.x eq");
        described.put(List.of(), "none");
        described.forEach((conditions, text) -> {
            assertThat(RuleDescription.of(conditions, "none")).isEqualTo(text);
        });
        assertThat(new Require(RuleHead.of(ID), List.of()).description()).isEqualTo("require");
        assertThat(new DenyIf(RuleHead.of(ID), List.of()).description()).isEqualTo("deny");
        assertThat(RequireApproval.of(RuleHead.of(ID), List.of())
                        .withTimeout(Duration.ofMinutes(1))
                        .description())
                .isEqualTo("approval");
        assertThat(limit("calls", Window.Calendar.DAY, null, Amount.ONE).description())
                .isEqualTo("calls_per_day");
    }

    /** Policies of which each differs from all others in one part. */
    private static List<Policy> eachDifferentInOnePart() {
        List<Rule> rules = new ArrayList<>();
        for (Condition condition : List.of(
                X,
                where("args.y", Operator.EQ, 1),
                where("args.x", Operator.NEQ, 1),
                where("args.x", Operator.EQ, 2),
                new Condition.Not(X),
                new Condition.AllOf(List.of(X)),
                new Condition.AnyOf(List.of(X)),
                new Condition.NamedPredicate("n", arguments -> true),
                new Condition.NamedPredicate("m", arguments -> true),
                new Condition.SchemaMatch("{}", arguments -> true),
                new Condition.SchemaMatch("true", arguments -> true))) {
            rules.add(new Require(RuleHead.of(ID), List.of(condition)));
        }
        rules.add(new Require(RuleHead.of(ID).withName("name"), List.of(X)));
        rules.add(new Require(RuleHead.of(ID).withMessage("message"), List.of(X)));
        rules.add(new Require(RuleHead.of(RuleId.pointer("x")), List.of(X)));
        rules.add(new DenyIf(RuleHead.of(ID), List.of(X)));
        rules.add(new DenyIf(RuleHead.of(ID), List.of()));
        rules.add(RequireApproval.of(RuleHead.of(ID), List.of(X)).withTimeout(Duration.ofMinutes(1)));
        rules.add(RequireApproval.of(RuleHead.of(ID), List.of(X)).withTimeout(Duration.ofMinutes(2)));
        rules.add(RequireApproval.of(RuleHead.of(ID), List.of()).withTimeout(Duration.ofMinutes(2)));
        Bound five = atMost("5");
        rules.add(limit("c", Window.Calendar.DAY, null, Amount.ONE));
        rules.add(limit("c", Window.Calendar.DAY, five, Amount.ONE));
        rules.add(limit("c", Window.Calendar.DAY, Bound.below(new BigDecimal("5")), Amount.ONE));
        rules.add(limit("c", Window.Calendar.DAY, atMost("6"), Amount.ONE));
        rules.add(limit("d", Window.Calendar.DAY, five, Amount.ONE));
        rules.add(limit("c", Window.Calendar.HOUR, five, Amount.ONE));
        rules.add(limit("c", Window.Calendar.DAY, five, of("2")));
        rules.add(limit("c", Window.Calendar.DAY, five, argument("args.n")));
        rules.add(limit("c", Window.Calendar.DAY, five, Amount.ONE).withStoreFailure(StoreFailure.ALLOW));
        rules.add(Limit.of(RuleHead.of(ID), "c", Window.Calendar.DAY, five));
        List<Policy> policies = new ArrayList<>();
        rules.forEach(rule -> policies.add(ofTool(rule)));
        policies.add(policy(Map.of(), rules.get(0)));
        policies.add(policy(Map.of("u", new ToolPolicy(List.of(rules.get(0))))));
        policies.add(policy(Map.of()));
        Set<String> none = Set.of();
        policies.add(new PolicyParts("q", PolicyFormat.POLICYLAYER, DefaultAction.ALLOW)
                .hidden(none)
                .policy());
        policies.add(new PolicyParts("p", PolicyFormat.POLICYLAYER, DefaultAction.ALLOW)
                .description("d")
                .hidden(none)
                .policy());
        policies.add(new PolicyParts("p", PolicyFormat.INTERCEPT, DefaultAction.ALLOW)
                .hidden(none)
                .policy());
        policies.add(new PolicyParts("p", PolicyFormat.POLICYLAYER, DefaultAction.DENY)
                .hidden(none)
                .policy());
        policies.add(new PolicyParts("p", PolicyFormat.POLICYLAYER, DefaultAction.ALLOW)
                .hidden(Set.of("h"))
                .policy());
        return policies;
    }

    @Test
    void a_policy_that_differs_in_any_part_has_another_revision() {
        List<Policy> policies = eachDifferentInOnePart();
        List<Policy> again = eachDifferentInOnePart();

        assertThat(policies).extracting(Policy::revision).doesNotHaveDuplicates();
        assertThat(policies).doesNotHaveDuplicates();
        for (int i = 0; i < policies.size(); i++) {
            assertThat(policies.get(i)).isEqualTo(again.get(i)).hasSameHashCodeAs(again.get(i));
            assertThat(policies.get(i).revision())
                    .hasSize(64)
                    .isEqualTo(again.get(i).revision());
        }
        assertThat(policies.stream().map(Policy::hashCode)).doesNotHaveDuplicates();
        assertThat(policies.get(0)).isNotEqualTo(policies.get(0).revision());
    }

    @Test
    void the_order_of_tools_and_hidden_names_is_no_part_of_a_revision() {
        Map<String, ToolPolicy> forth = new LinkedHashMap<>();
        forth.put("a", new ToolPolicy(List.of()));
        forth.put("b", new ToolPolicy(List.of()));
        Map<String, ToolPolicy> back = new LinkedHashMap<>();
        back.put("b", new ToolPolicy(List.of()));
        back.put("a", new ToolPolicy(List.of()));
        assertThat(policy(forth)).isEqualTo(policy(back));
    }

    @Test
    void a_policys_tools_have_names() {
        assertThatThrownBy(() -> policy(Map.of("", new ToolPolicy(List.of()))))
                .hasMessage("a tool's name must not be empty");
        assertThatThrownBy(() -> policy(Map.of("*", new ToolPolicy(List.of()))))
                .hasMessage("`*` is no tool; rules for every tool stand apart");
        Limit twice = limit("c", Window.Calendar.DAY, null, Amount.ONE);
        assertThatThrownBy(() -> policy(Map.of(), twice, twice)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ToolPolicy(List.of(twice, twice))).isInstanceOf(IllegalArgumentException.class);
    }
}
