package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conditions in a rule: paths, what is missing, and Kleene's logic. */
class ConditionsTest {
    private static final String DENIED = "deny DENIED_BY_RULE ";
    private static final String UNTOLD = "deny CANNOT_EVALUATE ";

    private static String required(Map<String, ?> arguments, Condition... conditions) {
        return verdict(arguments, require(conditions));
    }

    private static String deniedIf(Map<String, ?> arguments, Condition... conditions) {
        return verdict(arguments, denyIf(conditions));
    }

    private static String verdict(Map<String, ?> arguments, Draft rule) {
        String verdict = Verdict.of(PolicyEngine.of(TestPolicy.ofTool(rule)).decide(ToolCall.of("t", arguments)));
        return verdict.replace("/tools/t/" + rule.list() + "/0", "");
    }

    @Test
    void a_missing_value_and_a_null_are_the_same() {
        Map<String, Object> none = Map.of();
        Map<String, Object> isNull = Collections.singletonMap("a", null);
        for (Map<String, Object> arguments : List.of(none, isNull)) {
            for (String operator : List.of("eq", "neq", "lt", "gte", "contains", "not_contains")) {
                assertThat(required(arguments, where("args.a", operator, 1))).isEqualTo(DENIED);
                assertThat(deniedIf(arguments, where("args.a", operator, 1))).isEqualTo(Verdict.ALLOW);
            }
            assertThat(required(arguments, where("args.a", "in", List.of(1)))).isEqualTo(DENIED);
            assertThat(required(arguments, where("args.a", "not_in", List.of(1))))
                    .isEqualTo(DENIED);
            assertThat(deniedIf(arguments, where("args.a", "not_in", List.of(1))))
                    .isEqualTo(Verdict.ALLOW);
            assertThat(required(arguments, where("args.a", "regex", "a"))).isEqualTo(DENIED);
            assertThat(required(arguments, where("args.a", "exists", false))).isEqualTo(Verdict.ALLOW);
            assertThat(required(arguments, where("args.a", "exists", true))).isEqualTo(DENIED);
        }
    }

    @Test
    void not_eq_and_neq_differ_where_the_value_is_missing() {
        Condition.Comparison eq = where("args.a", "eq", 1);
        assertThat(required(Map.of(), new Condition.Not(eq))).isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of(), where("args.a", "neq", 1))).isEqualTo(DENIED);
        assertThat(required(Map.of("a", 2), new Condition.Not(eq))).isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("a", 1), new Condition.Not(eq))).isEqualTo(DENIED);
    }

    @Test
    void what_cannot_be_told_denies_in_a_requirement_and_in_a_deny_rule_alike() {
        for (Object odd : List.of("5", true, List.of(), Double.NaN)) {
            assertThat(required(Map.of("a", odd), where("args.a", "lte", 5))).isEqualTo(UNTOLD);
            assertThat(deniedIf(Map.of("a", odd), where("args.a", "gt", 5))).isEqualTo(UNTOLD);
            assertThat(required(Map.of("a", odd), new Condition.Not(where("args.a", "gt", 5))))
                    .isEqualTo(UNTOLD);
        }
    }

    @Test
    void all_any_and_not_follow_kleene() {
        Map<String, Object> arguments = Map.of("t", 1, "f", 2, "u", "1");
        Map<String, Truth> truths = Map.of("t", Truth.TRUE, "f", Truth.FALSE, "u", Truth.CANNOT_TELL);
        truths.forEach((left, one) -> truths.forEach((right, other) -> {
            Condition first = where("args." + left, "eq", 1);
            Condition second = where("args." + right, "eq", 1);
            assertThat(outcome(arguments, new Condition.AllOf(List.of(first, second))))
                    .isEqualTo(one.and(other));
            assertThat(outcome(arguments, new Condition.AnyOf(List.of(first, second))))
                    .isEqualTo(one.or(other));
            assertThat(outcome(arguments, new Condition.Not(first))).isEqualTo(one.not());
            assertThat(required(arguments, first, second)).isEqualTo(verdictOf(one.and(other)));
        }));
        assertThat(outcome(arguments, new Condition.AllOf(List.of()))).isEqualTo(Truth.TRUE);
        assertThat(outcome(arguments, new Condition.AnyOf(List.of()))).isEqualTo(Truth.FALSE);
    }

    private static Truth outcome(Map<String, ?> arguments, Condition condition) {
        String verdict = required(arguments, condition);
        return verdict.equals(UNTOLD) ? Truth.CANNOT_TELL : Truth.of(verdict.equals(Verdict.ALLOW));
    }

    private static String verdictOf(Truth truth) {
        return truth == Truth.TRUE ? Verdict.ALLOW : truth == Truth.FALSE ? DENIED : UNTOLD;
    }

    @Test
    void kleenes_tables() {
        assertThat(Truth.TRUE.and(Truth.CANNOT_TELL)).isEqualTo(Truth.CANNOT_TELL);
        assertThat(Truth.CANNOT_TELL.and(Truth.TRUE)).isEqualTo(Truth.CANNOT_TELL);
        assertThat(Truth.CANNOT_TELL.and(Truth.FALSE)).isEqualTo(Truth.FALSE);
        assertThat(Truth.FALSE.and(Truth.CANNOT_TELL)).isEqualTo(Truth.FALSE);
        assertThat(Truth.TRUE.and(Truth.TRUE)).isEqualTo(Truth.TRUE);
        assertThat(Truth.FALSE.or(Truth.CANNOT_TELL)).isEqualTo(Truth.CANNOT_TELL);
        assertThat(Truth.CANNOT_TELL.or(Truth.FALSE)).isEqualTo(Truth.CANNOT_TELL);
        assertThat(Truth.CANNOT_TELL.or(Truth.TRUE)).isEqualTo(Truth.TRUE);
        assertThat(Truth.TRUE.or(Truth.CANNOT_TELL)).isEqualTo(Truth.TRUE);
        assertThat(Truth.FALSE.or(Truth.FALSE)).isEqualTo(Truth.FALSE);
        assertThat(Truth.CANNOT_TELL.not()).isEqualTo(Truth.CANNOT_TELL);
    }

    @Test
    void an_empty_requirement_holds_and_an_empty_deny_rule_denies() {
        assertThat(required(Map.of())).isEqualTo(Verdict.ALLOW);
        assertThat(deniedIf(Map.of())).isEqualTo(DENIED);
    }

    @Test
    void a_path_walks_members_elements_and_quoted_names() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("a", Map.of("b", Map.of("c", 1)));
        arguments.put("a.b", 2);
        arguments.put("l", Arrays.asList(3, null, List.of(4)));
        assertThat(required(arguments, where("args.a.b.c", "eq", 1))).isEqualTo(Verdict.ALLOW);
        assertThat(required(arguments, where("args[\"a.b\"]", "eq", 2))).isEqualTo(Verdict.ALLOW);
        assertThat(required(arguments, where("args.l[0]", "eq", 3))).isEqualTo(Verdict.ALLOW);
        assertThat(required(arguments, where("args.l[2][0]", "eq", 4))).isEqualTo(Verdict.ALLOW);
        for (String nowhere : List.of("args.a.x", "args.a.x.y[0]", "args.l[1]", "args.l[1].x", "args.l[9]", "args.A")) {
            assertThat(required(arguments, where(nowhere, "exists", false)))
                    .as(nowhere)
                    .isEqualTo(Verdict.ALLOW);
        }
    }

    @Test
    void in_a_requirement_every_element_must_satisfy_and_in_a_deny_rule_one_suffices() {
        Condition cheap = where("args.l[*].p", "lte", 5);
        Condition dear = where("args.l[*].p", "gt", 5);
        Map<String, Object> one = Map.of("l", List.of(Map.of("p", 1), Map.of("p", 9)));
        Map<String, Object> none = Map.of("l", List.of(Map.of("p", 1), Map.of("p", 2)));
        assertThat(required(none, cheap)).isEqualTo(Verdict.ALLOW);
        assertThat(required(one, cheap)).isEqualTo(DENIED);
        assertThat(deniedIf(none, dear)).isEqualTo(Verdict.ALLOW);
        assertThat(deniedIf(one, dear)).isEqualTo(DENIED);
        Map<String, Object> odd = Map.of("l", List.of(Map.of("p", "1"), Map.of("p", 2)));
        assertThat(required(odd, cheap)).isEqualTo(UNTOLD);
        assertThat(deniedIf(odd, dear)).isEqualTo(UNTOLD);
        Map<String, Object> oddAndDear = Map.of("l", List.of(Map.of("p", "1"), Map.of("p", 9)));
        assertThat(required(oddAndDear, cheap)).isEqualTo(DENIED);
        assertThat(deniedIf(oddAndDear, dear)).isEqualTo(DENIED);
    }

    @Test
    void an_empty_list_counts_as_one_missing_element_and_an_element_without_the_member_as_missing() {
        for (Object list : Arrays.asList(List.of(), null, List.of(Map.of()), Collections.singletonList(null))) {
            Map<String, Object> arguments = Collections.singletonMap("l", list);
            assertThat(required(arguments, where("args.l[*].p", "lte", 5))).isEqualTo(DENIED);
            assertThat(required(arguments, where("args.l[*].p", "exists", false)))
                    .isEqualTo(Verdict.ALLOW);
            assertThat(deniedIf(arguments, where("args.l[*].p", "neq", 5))).isEqualTo(Verdict.ALLOW);
        }
        assertThat(required(Map.of("l", List.of(List.of(1, 2), List.of())), where("args.l[*][*]", "gt", 0)))
                .isEqualTo(DENIED);
        assertThat(required(Map.of("l", List.of(List.of(1, 2), List.of(3))), where("args.l[*][*]", "gt", 0)))
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void under_any_and_all_a_wildcard_means_what_it_means_in_the_rule_itself() {
        Condition cheap = where("args.l[*]", "lte", 5);
        Condition free = where("args.free", "eq", true);
        Map<String, Object> mixed = Map.of("l", List.of(1, 9));

        assertThat(required(mixed, new Condition.AnyOf(List.of(cheap, free)))).isEqualTo(DENIED);
        assertThat(required(Map.of("l", List.of(1, 2)), new Condition.AnyOf(List.of(cheap, free))))
                .isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("l", List.of(9), "free", true), new Condition.AnyOf(List.of(cheap, free))))
                .isEqualTo(Verdict.ALLOW);
        assertThat(required(mixed, new Condition.AllOf(List.of(cheap)))).isEqualTo(DENIED);
        assertThat(deniedIf(mixed, new Condition.AllOf(List.of(cheap)))).isEqualTo(DENIED);
        assertThat(deniedIf(mixed, new Condition.AnyOf(List.of(free, cheap)))).isEqualTo(DENIED);
        assertThat(deniedIf(Map.of("l", List.of(9)), new Condition.AnyOf(List.of(free, cheap))))
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void any_of_a_text_and_each_element_requires_the_same_of_text_and_list() {
        Condition either = new Condition.AnyOf(List.of(
                where("args.to", "email_in", List.of("example.com")),
                where("args.to[*]", "email_in", List.of("example.com"))));

        assertThat(required(Map.of("to", "a@example.com"), either)).isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("to", List.of("a@example.com", "b@example.com")), either))
                .isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("to", "a@evil.test"), either)).isEqualTo(UNTOLD);
        assertThat(required(Map.of("to", List.of("a@example.com", "b@evil.test")), either))
                .isEqualTo(UNTOLD);
        assertThat(required(Map.of("to", List.of("a@example.com", List.of("b@example.com"))), either))
                .isEqualTo(UNTOLD);
        assertThat(required(Map.of("to", Map.of("0", "a@example.com")), either)).isEqualTo(UNTOLD);
        assertThat(required(Map.of("to", List.of()), either)).isEqualTo(UNTOLD);
        assertThat(required(Map.of(), either)).isEqualTo(DENIED);
    }

    @Test
    void a_missing_argument_satisfies_an_optional_comparison_and_nothing_else_does() {
        Condition optional = new Condition.Optional(where("args.a", "lte", 5));

        assertThat(required(Map.of(), optional)).isEqualTo(Verdict.ALLOW);
        assertThat(required(Collections.singletonMap("a", null), optional)).isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("a", 5), optional)).isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("a", 6), optional)).isEqualTo(DENIED);
        for (Object odd : List.of("", "5", false, List.of(), Map.of())) {
            assertThat(required(Map.of("a", odd), optional)).isEqualTo(UNTOLD);
        }
        Condition within = new Condition.Optional(where("args.a.b", "eq", 1));
        assertThat(required(Map.of("a", Map.of()), within)).isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("a", "b"), within)).isEqualTo(UNTOLD);
        Condition each = new Condition.AllOf(List.of(new Condition.Optional(where("args.l[*].p", "lte", 5))));
        assertThat(required(Map.of("l", List.of()), each)).isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("l", List.of(Map.of(), Map.of("p", 5))), each))
                .isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("l", List.of(Map.of(), Map.of("p", 6))), each))
                .isEqualTo(DENIED);
        assertThat(required(Map.of("l", "none"), each)).isEqualTo(UNTOLD);
    }

    @Test
    void an_optional_comparison_is_the_same_as_none_only_where_the_argument_is_missing() {
        Condition plain = where("args.a", "eq", 1);
        Condition optional = new Condition.Optional(plain);

        assertThat(optional).isNotEqualTo(plain).isEqualTo(new Condition.Optional(plain));
        assertThat(TestPolicy.ofTool(require(optional)).revision())
                .isNotEqualTo(TestPolicy.ofTool(require(plain)).revision());
        assertThat(required(Map.of(), plain, optional)).isEqualTo(DENIED);
    }

    @Test
    void an_optional_comparison_has_no_place_where_another_decides_for_it_or_a_rule_fires() {
        Condition optional = new Condition.Optional(where("args.a", "eq", 1));
        String message = "`args.a eq 1 optional` has its place in a requirement, there or under `all`";
        Condition deep = new Condition.AllOf(List.of(where("args.b", "eq", 1), optional));

        for (Condition condition : List.of(optional, deep)) {
            assertThat(condition.mayFire()).isFalse();
            assertThatThrownBy(() -> new Condition.Not(condition)).hasMessage(message);
            assertThatThrownBy(() -> new Condition.AnyOf(List.of(condition))).hasMessage(message);
            assertThatThrownBy(() -> TestPolicy.ofTool(denyIf(condition))).hasMessage(message);
            assertThatThrownBy(() -> TestPolicy.ofTool(Draft.approval(condition)))
                    .hasMessage(message);
        }
        for (Condition other : List.of(
                optional,
                where("args.a", "exists", true),
                where("state.t.c", "lt", 1),
                new Condition.AllOf(List.of()))) {
            assertThatThrownBy(() -> new Condition.Optional(other)).hasMessageContaining("cannot be optional");
        }
    }

    private static Condition pair(String path, String operator, String from) {
        return new Condition.PathComparison(
                ArgumentPath.parse(path), Operator.of(operator).orElseThrow(), ArgumentPath.parse(from));
    }

    @Test
    void two_values_of_a_call_compare_as_a_value_and_an_operand_do() {
        List<Object> values = List.of(
                1, 2L, 1.0, new BigDecimal("1.00"), "1", "a", true, "true", List.of(1), List.of("1"), Map.of("k", 1));
        for (String operator : List.of("eq", "neq", "lt", "lte", "gt", "gte")) {
            for (Object left : values) {
                for (Object right : values) {
                    boolean ordered = !operator.equals("eq") && !operator.equals("neq");
                    if (!ordered || right instanceof Number) {
                        assertThat(required(Map.of("a", left, "b", right), pair("args.a", operator, "args.b")))
                                .as("%s %s %s", left, operator, right)
                                .isEqualTo(required(Map.of("a", left), where("args.a", operator, right)));
                    } else {
                        assertThat(required(Map.of("a", left, "b", right), pair("args.a", operator, "args.b")))
                                .isEqualTo(UNTOLD);
                    }
                }
            }
        }
    }

    @Test
    void a_comparison_of_two_values_is_false_where_either_is_missing() {
        for (String operator : List.of("eq", "neq", "lt", "lte", "gt", "gte")) {
            Condition pair = pair("args.a", operator, "args.b");
            for (Map<String, Object> arguments :
                    List.of(Map.<String, Object>of(), Map.<String, Object>of("a", 1), Map.<String, Object>of("b", 1))) {
                assertThat(required(arguments, pair)).isEqualTo(DENIED);
                assertThat(deniedIf(arguments, pair)).isEqualTo(Verdict.ALLOW);
                assertThat(required(arguments, new Condition.Not(pair))).isEqualTo(Verdict.ALLOW);
                assertThat(verdict(arguments, Draft.approval(pair))).startsWith("ask");
                assertThat(verdict(arguments, Draft.approval(new Condition.Not(pair))))
                        .startsWith("ask");
            }
        }
    }

    @Test
    void the_other_side_of_an_optional_comparison_must_be_there() {
        Condition optional = new Condition.Optional(pair("args.a", "eq", "args.b"));

        assertThat(required(Map.of(), optional)).isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("b", 1), optional)).isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("a", 1), optional)).isEqualTo(DENIED);
        assertThat(required(Map.of("a", 1, "b", 1), optional)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void another_shape_on_either_side_cannot_be_told_though_the_other_side_is_missing() {
        for (Condition pair : List.of(pair("args.a.k", "eq", "args.b"), pair("args.b", "neq", "args.a.k"))) {
            assertThat(required(Map.of("a", "text"), pair)).isEqualTo(UNTOLD);
            assertThat(deniedIf(Map.of("a", List.of()), pair)).isEqualTo(UNTOLD);
            assertThat(required(Map.of("a", "text"), new Condition.AllOf(List.of(pair))))
                    .isEqualTo(UNTOLD);
        }
        assertThat(required(Map.of("a", "text"), new Condition.Optional(pair("args.b", "eq", "args.a.k"))))
                .isEqualTo(UNTOLD);
    }

    @Test
    void every_element_is_compared_with_the_one_other_value() {
        Condition below = pair("args.l[*]", "lte", "args.max");

        assertThat(required(Map.of("l", List.of(1, 2), "max", 2), below)).isEqualTo(Verdict.ALLOW);
        assertThat(required(Map.of("l", List.of(1, 3), "max", 2), below)).isEqualTo(DENIED);
        assertThat(required(Map.of("l", List.of(), "max", 2), below)).isEqualTo(DENIED);
        assertThat(deniedIf(Map.of("l", List.of(1, 3), "max", 2), pair("args.l[*]", "gt", "args.max")))
                .isEqualTo(DENIED);
        assertThatThrownBy(() -> pair("args.max", "lte", "args.l[*]"))
                .hasMessage("`args.l[*]` has a wildcard, and a value is compared with one");
        assertThatThrownBy(() -> pair("args.a", "contains", "args.b"))
                .hasMessage("`contains` compares no two values of a call");
    }

    @Test
    void comparing_two_values_takes_from_the_work_of_the_call() {
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(require(pair("args.a", "eq", "args.b"))))
                .workLimits(new WorkLimits(1_000, 1_000))
                .build();
        String text = "x".repeat(400);

        assertThat(Verdict.of(engine.decide(ToolCall.of("t", Map.of("a", text, "b", text)))))
                .isEqualTo(Verdict.ALLOW);
        Decision tooMuch = engine.decide(ToolCall.of("t", Map.of("a", List.of(text, text), "b", List.of(text, text))));
        assertThat(((Decision.Deny) tooMuch).denial().message()).endsWith("(`args.a eq` takes too much work)");
    }

    @Test
    void a_predicate_that_throws_cannot_tell() {
        for (Error error : List.of(
                new StackOverflowError(), new OutOfMemoryError(), new NoClassDefFoundError(), new AssertionError())) {
            Condition broken = new Condition.NamedPredicate("broken", arguments -> {
                throw error;
            });
            assertThat(required(Map.of(), broken)).isEqualTo(UNTOLD);
        }
        assertThat(required(Map.of(), new Condition.NamedPredicate("broken", arguments -> {
                    throw Undeclared.failure();
                })))
                .isEqualTo(UNTOLD);
        Condition broken = new Condition.NamedPredicate("broken", arguments -> {
            throw new IllegalStateException();
        });
        assertThat(deniedIf(Map.of(), broken)).isEqualTo(UNTOLD);
        assertThat(deniedIf(Map.of(), new Condition.SchemaMatch("{}", arguments -> {
                    throw new IllegalStateException();
                })))
                .isEqualTo(UNTOLD);
        assertThat(required(
                        Map.of("a", 1), new Condition.NamedPredicate("has a", arguments -> arguments.containsKey("a"))))
                .isEqualTo(Verdict.ALLOW);
    }
}
