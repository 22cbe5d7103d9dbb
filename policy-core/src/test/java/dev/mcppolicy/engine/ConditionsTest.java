package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Condition;
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
