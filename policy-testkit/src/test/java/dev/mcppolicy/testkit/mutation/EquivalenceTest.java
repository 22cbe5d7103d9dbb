package dev.mcppolicy.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.PolicyParts;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.ToolPolicy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.VirtualClock;
import dev.mcppolicy.testkit.calls.InputSchema;
import dev.mcppolicy.testkit.comparison.PolicyDifference;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** MutantGenerator that make no difference, and why. A claim that is not true would hide a hole in somebody's tests. */
class EquivalenceTest {
    private static final List<Object> VALUES = Arrays.asList(
            null,
            0,
            1,
            new BigDecimal("1.5"),
            2,
            new BigDecimal("2.0"),
            new BigDecimal("2.5"),
            3,
            4,
            1e300,
            "2",
            "x",
            true,
            List.of(),
            List.of(2));
    private static final List<Object> OPERANDS = List.of(1, 2, 3, new BigDecimal("2.5"), new BigDecimal("1.5"));
    private static final List<String> SCHEMAS = List.of(
            "{\"type\":\"object\"}",
            "{\"properties\":{\"n\":{\"type\":\"integer\"},\"m\":{\"type\":[\"integer\",\"null\"]}}}",
            "{\"required\":[\"n\"],\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":3},\"m\":{\"type\":\"string\"}}}",
            "{\"required\":[\"n\",\"m\"],\"properties\":{\"n\":{\"enum\":[1,2,\"2\"]},\"m\":{\"type\":\"number\",\"exclusiveMaximum\":2.5}}}",
            "{\"required\":[\"n\"],\"properties\":{\"n\":{\"$ref\":\"#/$defs/n\"}},\"$defs\":{\"n\":{\"type\":\"integer\",\"exclusiveMinimum\":1}}}",
            "{\"properties\":{\"list\":{\"items\":{\"type\":\"integer\",\"maximum\":2}},\"n\":{\"anyOf\":[{\"const\":1},{\"const\":3}]}}}");

    private final SplittableRandom random = new SplittableRandom(11);

    private static List<String> reasons(String conditions, String schema) {
        PolicyMutations mutations =
                PolicyMutations.of(PolicyReader.check("tools: { t: { rules: [" + conditions + "] } }", "t.yaml"));
        return (schema.isEmpty() ? mutations : mutations.withInputSchema("t", InputSchema.parse(schema)))
                .mutants().stream()
                        .filter(mutant -> mutant.equivalence() != null)
                        .map(mutant -> mutant.label().replace("/tools/t/rules/", "") + " " + mutant.change() + ": "
                                + mutant.equivalence())
                        .toList();
    }

    @Test
    void a_bound_behind_a_tighter_one_of_a_rule_before_it_does_not_count() {
        assertThat(reasons("""
                { name: a, conditions: [{ path: args.n, op: lte, value: 40 }] },
                { name: b, conditions: [{ path: args.n, op: lte, value: 50 }] }""", ""))
                .containsExactly(
                        "b was dropped: a rule before it requires as much",
                        "b `args.n lte 50` also holds where `args.n` is missing: a rule denies calls without `args.n` before it",
                        "b `args.n lte 50` became `lt 50`: a rule before it admits no number that both bounds tell apart",
                        "b `args.n lte 50` became `lte 51`: a rule before it admits no number that both bounds tell apart",
                        "b `args.n lte 50` became `lte 49`: a rule before it admits no number that both bounds tell apart");
    }

    @Test
    void a_bound_before_a_tighter_one_counts_since_another_rule_would_deny() {
        assertThat(reasons("""
                { name: b, conditions: [{ path: args.n, op: lte, value: 50 }] },
                { name: a, conditions: [{ path: args.n, op: lte, value: 40 }] }""", ""))
                .containsExactly(
                        "a `args.n lte 40` also holds where `args.n` is missing: a rule denies calls without `args.n` before it");
    }

    private static List<String> excusedWithout(String policy) {
        return PolicyMutations.of(PolicyReader.check(policy, "t.yaml")).mutants().stream()
                .filter(mutant -> mutant.change().endsWith("is missing") && mutant.equivalence() != null)
                .map(mutant -> mutant.label() + ": " + mutant.equivalence())
                .toList();
    }

    @Test
    void leaving_out_what_a_tool_s_own_rule_requires_shows_nothing_in_a_group() {
        String policy = """
                tools:
                  one: { rules: [{ name: own, conditions: [{ path: args.n, op: lte, value: 5 }] }] }
                  two: { rules: [] }
                groups:
                  g: { tools: [%s], rules: [{ name: r, conditions: [{ path: args.n, op: gte, value: 1 }] }] }
                """;

        assertThat(excusedWithout(policy.formatted("one")))
                .containsExactly("r: a rule denies calls without `args.n` before it");
        assertThat(excusedWithout(policy.formatted("one, two"))).isEmpty();
        assertThat(excusedWithout(policy.formatted("\"on*\""))).isEmpty();
    }

    @Test
    void a_human_is_not_asked_without_what_any_rule_requires_or_counts() {
        String policy = """
                tools:
                  t:
                    rules:
                      - { name: ask, action: require_approval, conditions: [{ path: args.n, op: gt, value: 5 }] }
                      - %s
                """;

        assertThat(excusedWithout(policy.formatted("{ name: r, conditions: [{ path: args.n, op: lte, value: 9 }] }")))
                .containsExactly("ask: a rule denies calls without `args.n` before it");
        assertThat(
                        excusedWithout(
                                policy.formatted(
                                        "{ name: l, conditions: [{ path: state.t.c, op: lte, value: 9 }], state: { counter: c, window: day, increment_from: args.n } }")))
                .containsExactly("ask: a rule denies calls without `args.n` before it");
        assertThat(excusedWithout(policy.formatted("{ name: l, rate_limit: { max: 9, window: day, key: args.n } }")))
                .containsExactly("ask: a rule denies calls without `args.n` before it");
        assertThat(
                        excusedWithout(
                                policy.formatted(
                                        "{ name: l, rate_limit: { max: 9, window: day, key: args.n }, when: [{ path: args.m, op: eq, value: 1 }] }")))
                .isEmpty();
        assertThat(excusedWithout(policy.formatted("{ name: l, rate_limit: 9/day }")))
                .isEmpty();
    }

    @Test
    void one_value_that_is_compared_twice_is_missed_once() {
        String rule = "tools: { t: { rules: [{ name: r, %s }] } }";

        assertThat(excusedWithout(rule.formatted(
                        "conditions: [{ path: args.n, op: gte, value: 1 }, { path: args.n, op: lte, value: 5 }]")))
                .hasSize(2)
                .containsOnly("r: another condition of the rule decides without `args.n`");
        assertThat(
                        excusedWithout(
                                rule.formatted(
                                        "conditions: [{ any: [{ path: args.n, op: eq, value: 1 }, { path: args.n, op: exists, value: false }] }]")))
                .containsExactly("r: another condition of the rule decides without `args.n`");
        assertThat(
                        excusedWithout(
                                rule.formatted(
                                        "conditions: [{ path: args.n, op: gte, value: 1 }, { path: args.n, op: lte, value_from: args.m }]")))
                .containsExactly("r: another condition of the rule decides without `args.n`");
        assertThat(
                        excusedWithout(
                                rule.formatted(
                                        "action: deny, when: [{ path: \"args.n[*]\", op: gte, value: 1 }, { path: \"args.n[*]\", op: lte, value: 5 }]")))
                .isEmpty();
        assertThat(
                        excusedWithout(
                                rule.formatted(
                                        "action: require_approval, conditions: [{ path: args.n, op: gte, value: 1 }, { path: args.n, op: lte, value: 5 }]")))
                .isEmpty();
    }

    @Test
    void a_fraction_does_not_count_where_the_schema_admits_whole_numbers_alone() {
        assertThat(reasons(
                        "{ name: a, conditions: [{ path: args.n, op: lt, value: 5.5 }] }",
                        "{\"properties\":{\"n\":{\"type\":\"integer\"}}}"))
                .containsExactly(
                        "a `args.n lt 5.5` became `lte 5.5`: the input schema admits no number that both bounds tell apart",
                        "a `args.n lt 5.5` became `lt 5.6`: the input schema admits no number that both bounds tell apart",
                        "a `args.n lt 5.5` became `lt 5.4`: the input schema admits no number that both bounds tell apart");
    }

    @Test
    void text_for_a_number_counts_unless_the_schema_admits_no_text() {
        String rule = "{ name: a, conditions: [{ path: args.n, op: lte, value: 5, as: decimal }] }";

        assertThat(reasons(rule, "")).isEmpty();
        assertThat(reasons(rule, "{\"properties\":{\"n\":{\"type\":[\"number\",\"string\"]}}}"))
                .isEmpty();
        assertThat(reasons(rule, "{\"properties\":{\"n\":{\"type\":\"number\"}}}"))
                .containsExactly("a takes no text for a number: the input schema admits no text there");
    }

    @Test
    void what_a_limit_counts_by_counts_though_its_bound_is_the_same() {
        assertThat(reasons("{ name: a, rate_limit: { max: 5, window: day, key: [args.n, args.m] } }", ""))
                .isEmpty();
    }

    @Test
    void a_rule_that_asks_for_what_the_schema_demands_does_not_count() {
        assertThat(
                        reasons(
                                "{ name: a, conditions: [{ path: args.n, op: exists, value: true }, { path: args.p, op: in, value: [x, y, z] }] }",
                                "{\"required\":[\"n\"],\"properties\":{\"n\":{\"type\":\"string\"},\"p\":{\"enum\":[\"x\",\"y\"]}}}"))
                .containsExactly(
                        "a lost its condition `args.n exists true`: the condition holds for all that the input schema admits",
                        "a `args.p in [\"x\",\"y\",\"z\"]` became `in [\"x\",\"y\"]`: both are the same for every value that the input"
                                + " schema admits");
    }

    @Test
    void a_rule_keeps_its_mode_when_it_is_changed_and_decides_nothing_in_shadow_mode() {
        Policy enforced = PolicyReader.parse(
                "tools: { t: { rules: [{ name: a, conditions: [{ path: args.n, op: lte, value: 5 }] }] } }");
        Rule shadow = enforced.tools().get("t").rules().get(0).withMode(Mode.SHADOW);
        Policy policy = new PolicyParts("", PolicyFormat.INTERCEPT, DefaultAction.ALLOW)
                .tools(Map.of("t", new ToolPolicy(List.of(shadow))))
                .policy();

        List<Mutant> mutants = PolicyMutations.of(policy).mutants().stream()
                .filter(mutant -> mutant.label().equals("a"))
                .toList();

        assertThat(mutants)
                .allMatch(mutant -> "the rule is in shadow mode, so it decides nothing".equals(mutant.equivalence()));
        assertThat(mutants.stream().flatMap(mutant -> mutant.policy().tools().get("t").rules().stream()))
                .isNotEmpty()
                .allMatch(rule -> rule.mode() == Mode.SHADOW);
    }

    @Test
    void what_is_called_equivalent_judges_every_call_alike() {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < 600; i++) {
            InputSchema schema = InputSchema.parse(SCHEMAS.get(i % SCHEMAS.size()));
            List<ToolCall> calls = calls().stream()
                    .filter(call -> schema.admits(call.argumentsAsObject()))
                    .toList();
            Policy policy = policy();
            for (Mutant mutant :
                    PolicyMutations.of(policy).withInputSchema("t", schema).mutants()) {
                if (mutant.equivalence() != null) {
                    seen.merge(mutant.equivalence(), 1, Integer::sum);
                    requireAlike(policy, mutant, calls);
                }
            }
        }
        assertThat(seen.values()).as(seen.toString()).hasSize(16).allMatch(count -> count > 2);
    }

    private static void requireAlike(Policy policy, Mutant mutant, List<ToolCall> calls) {
        PolicyEngine before =
                PolicyEngine.builder(policy).clock(new VirtualClock()).build();
        PolicyEngine after =
                PolicyEngine.builder(mutant.policy()).clock(new VirtualClock()).build();
        for (ToolCall call : calls) {
            assertThat(PolicyDifference.Verdict.of(after.explain(call).decision()))
                    .as(() -> call.arguments() + " under "
                            + policy.tools().get("t").rules() + " with " + mutant.label() + " " + mutant.change() + ": "
                            + mutant.equivalence())
                    .isEqualTo(PolicyDifference.Verdict.of(before.explain(call).decision()));
        }
    }

    /** Every call with one value each at two places, and with lists of up to two. */
    private static List<ToolCall> calls() {
        List<ToolCall> calls = new ArrayList<>();
        for (Object n : VALUES) {
            for (Object m : VALUES) {
                Map<String, Object> arguments = new HashMap<>();
                put(arguments, "n", n);
                put(arguments, "m", m);
                arguments.put("list", Arrays.asList(m, n));
                calls.add(ToolCall.of("t", arguments));
                calls.add(ToolCall.of("t", n == null ? Map.of("list", List.of()) : Map.of("n", n, "list", List.of(n))));
            }
        }
        return calls;
    }

    private static void put(Map<String, Object> arguments, String name, Object value) {
        if (value != null) {
            arguments.put(name, value);
        }
    }

    private Policy policy() {
        List<Rule> rules = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            RuleId id = RuleId.pointer("tools", "t", "rules", Integer.toString(i));
            List<Condition> conditions = new ArrayList<>();
            for (int j = 0; j <= random.nextInt(3); j++) {
                conditions.add(comparison());
            }
            rules.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new DenyIf(RuleHead.of(id).withName("rule " + i), conditions);
                        case 1 ->
                            RequireApproval.of(RuleHead.of(id).withName("rule " + i), conditions)
                                    .withTimeout(Duration.ofMinutes(1));
                        default -> new Require(RuleHead.of(id).withName("rule " + i), conditions);
                    });
        }
        return new PolicyParts("", PolicyFormat.INTERCEPT, DefaultAction.ALLOW)
                .tools(Map.of("t", new ToolPolicy(rules)))
                .policy();
    }

    private Condition comparison() {
        ArgumentPath path = ArgumentPath.parse(
                List.of("args.n", "args.n", "args.m", "args.list[*]").get(random.nextInt(4)));
        Object operand = OPERANDS.get(random.nextInt(OPERANDS.size()));
        return switch (random.nextInt(9)) {
            case 0, 1 -> new Condition.Comparison(path, Operator.LTE, operand);
            case 2, 3 -> new Condition.Comparison(path, Operator.LT, operand);
            case 4 -> new Condition.Comparison(path, Operator.GTE, operand);
            case 5 -> new Condition.Comparison(path, Operator.GT, operand);
            case 6 -> new Condition.Comparison(path, Operator.EXISTS, random.nextInt(4) > 0);
            case 7 -> new Condition.Comparison(path, random.nextBoolean() ? Operator.EQ : Operator.NEQ, operand);
            default ->
                new Condition.Comparison(
                        path, Operator.IN, random.nextBoolean() ? List.of(1, 2) : List.of(operand, "2", "x"));
        };
    }

    @Test
    void a_report_says_how_many_make_no_difference_and_why() {
        assertThat(PolicyMutations.of(PolicyReader.check(
                                "tools: { t: { rules: [{ name: a, action: deny }, { name: b, conditions: [{ path: args.n, op: eq, value: 1 }] }] } }",
                                "t.yaml"))
                        .against(List.of(tester -> tester.call("t").isDeniedBy("a")))
                        .reasons())
                .isEqualTo("""
                          makes no difference: t.yaml:1: `b`: was dropped: a rule before it denies every call
                          makes no difference: t.yaml:1: `b`: `args.n eq 1` also holds where `args.n` is missing: a rule before it denies every call
                          makes no difference: t.yaml:1: `b`: `args.n eq 1` became `neq 1`: a rule before it denies every call
                          makes no difference: t.yaml:1: `b`: denies what it required: a rule before it denies every call
                        """);
    }
}
