package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.limit;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.operator.Operator;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that is there and of another shape than a path or an operator expects is never missing. */
class ShapesTest {
    private static final List<Function<Condition, Draft>> KINDS =
            List.of(Draft::require, Draft::denyIf, Draft::approval);

    private static String verdict(Map<String, ?> arguments, Draft rule) {
        return Verdict.of(PolicyEngine.of(TestPolicy.ofTool(rule)).decide(ToolCall.of("t", arguments)));
    }

    /** The kinds of rules that an operator may stand in. */
    private static List<Function<Condition, Draft>> kindsOf(Operator operator) {
        return operator.isForRequirementsAlone() ? List.of(Draft::require) : KINDS;
    }

    private static Object operandOf(Operator operator) {
        return switch (operator) {
            case IN, NOT_IN -> List.of("a");
            case LT, LTE, GT, GTE -> 5;
            case EXISTS -> true;
            case WITHIN -> List.of("/a");
            case HOST_IN, EMAIL_IN -> List.of("a.example");
            default -> "a";
        };
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of("args.a[*]", "text"),
                Arguments.of("args.a[*]", 5),
                Arguments.of("args.a[*]", false),
                Arguments.of("args.a[*]", Map.of("0", "x")),
                Arguments.of("args.a[*]", Map.of()),
                Arguments.of("args.a[0]", "text"),
                Arguments.of("args.a[0]", Map.of("0", "x")),
                Arguments.of("args.a[9]", Map.of()),
                Arguments.of("args.a.b", "text"),
                Arguments.of("args.a.b", 1000),
                Arguments.of("args.a.b", List.of(Map.of("b", 1))),
                Arguments.of("args.a.b", List.of()),
                Arguments.of("args.a.b.c", Map.of("b", "text")),
                Arguments.of("args.a.b.c.d", Map.of("b", Map.of("c", 1))),
                Arguments.of("args.a.b.c.d", Map.of("b", "text")),
                Arguments.of("args.a.b[0]", Map.of("b", Map.of())),
                Arguments.of("args.a[0].b", List.of("text")),
                Arguments.of("args.a[0][*]", List.of("text")),
                Arguments.of("args.a[*].b", List.of("text")),
                Arguments.of("args.a[*].b[*].c", List.of(Map.of("b", Map.of("c", 1)))),
                Arguments.of("args.a[*][*]", List.of(Map.of("b", 1))),
                Arguments.of("args.a[*][0]", List.of("text")));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void a_step_without_meaning_cannot_be_told_by_any_operator_in_any_kind_of_rule(String path, Object value) {
        for (Operator operator : Operator.values()) {
            Condition.Comparison comparison = where(path, operator.id(), operandOf(operator));
            for (Function<Condition, Draft> kind : kindsOf(operator)) {
                Draft rule = kind.apply(comparison);
                assertThat(verdict(Map.of("a", value), rule))
                        .as("%s %s of %s", rule.list(), comparison, value)
                        .isEqualTo("deny CANNOT_EVALUATE /tools/t/" + rule.list() + "/0");
            }
        }
        for (Function<Condition, Draft> kind : KINDS) {
            Draft rule = kind.apply(where(path, "exists", false));
            assertThat(verdict(Map.of("a", value), rule))
                    .isEqualTo("deny CANNOT_EVALUATE /tools/t/" + rule.list() + "/0");
        }
    }

    @Test
    void what_is_not_there_is_missing_whatever_the_steps_after_it() {
        for (Object a : Arrays.asList(null, Map.of(), Collections.singletonMap("b", null))) {
            for (String path : List.of("args.a.b", "args.a.b.c", "args.a.b[0]", "args.a.b[*].c", "args.a.b.c[*][0]")) {
                assertThat(verdict(Collections.singletonMap("a", a), require(where(path, "exists", false))))
                        .isEqualTo(Verdict.ALLOW);
                assertThat(verdict(Collections.singletonMap("a", a), denyIf(where(path, "neq", 1))))
                        .isEqualTo(Verdict.ALLOW);
            }
        }
        for (Object a : Arrays.asList(null, List.of(), Collections.singletonList(null))) {
            for (String path : List.of("args.a[0]", "args.a[*]", "args.a[*].b", "args.a[1]", "args.a[0].b[*]")) {
                assertThat(verdict(Collections.singletonMap("a", a), require(where(path, "exists", false))))
                        .isEqualTo(Verdict.ALLOW);
                assertThat(verdict(Collections.singletonMap("a", a), denyIf(where(path, "neq", 1))))
                        .isEqualTo(Verdict.ALLOW);
            }
        }
    }

    @Test
    void one_element_of_another_shape_cannot_be_told_beside_others_that_decide_nothing() {
        Condition evil = where("args.to[*].mail", "regex", "@evil\\.test$");
        Map<String, Object> good = Map.of("mail", "a@good.test");
        Map<String, Object> bad = Map.of("mail", "a@evil.test");
        assertThat(verdict(Map.of("to", List.of(good, Map.of())), denyIf(evil))).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(Map.of("to", List.of(good, "a@evil.test")), denyIf(evil)))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
        assertThat(verdict(Map.of("to", List.of("text", bad)), denyIf(evil)))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
        assertThat(verdict(Map.of("to", List.of(bad, good, List.of(bad))), require(evil)))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
        assertThat(verdict(Map.of("to", List.of(bad, List.of(bad))), require(evil)))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
    }

    /** Each was allowed. */
    @Test
    void a_deny_rule_is_not_passed_by_another_shape_of_its_argument() {
        Condition evil = where("args.to[*]", "regex", "@evil\\.test$");
        assertThat(verdict(Map.of("to", List.of("x@evil.test")), denyIf(evil)))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
        for (Object to : List.of("x@evil.test", Map.of("0", "x@evil.test"), List.of(List.of("x@evil.test")))) {
            assertThat(verdict(Map.of("to", to), denyIf(evil))).isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
        }
        assertThat(verdict(Map.of("ids", "root"), denyIf(where("args.ids[0]", "eq", "root"))))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
        assertThat(verdict(Map.of("amount", 1000), denyIf(where("args.amount.value", "gt", 100))))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
        for (Object region : List.of(List.of("cn"), Map.of("v", "cn"))) {
            for (Condition condition : List.of(
                    where("args.region", "eq", "cn"),
                    where("args.region", "in", List.of("cn", "ru")),
                    where("args.region", "neq", "eu"),
                    where("args.region", "not_in", List.of("eu", "us")))) {
                assertThat(verdict(Map.of("region", region), denyIf(condition)))
                        .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
            }
        }
    }

    @Test
    void an_amount_of_another_shape_is_no_amount() {
        for (String path : List.of("args.a", "args.a.b", "args.a[0]")) {
            Draft spend = limit("spend", Window.Calendar.HOUR, "5").of(path);
            for (Object a : List.of("1", true, List.of(Map.of("b", 1)), Map.of("0", 1), Map.of("b", List.of(1)))) {
                assertThat(verdict(Map.of("a", a), spend)).isEqualTo("deny INVALID_AMOUNT /tools/t/limits/0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EXISTS", "WITHIN", "HOST_IN", "EMAIL_IN"})
    void an_approval_rule_fires_on_a_missing_argument_under_an_even_number_of_negations(Operator operator) {
        Condition comparison = where("args.a", operator.id(), operandOf(operator));
        Condition not = new Condition.Not(comparison);
        assertThat(verdict(Map.of(), approval(comparison))).isEqualTo("ask /tools/t/approval/0");
        assertThat(verdict(Map.of(), approval(not))).isEqualTo("ask /tools/t/approval/0");
        assertThat(verdict(Map.of(), approval(new Condition.Not(not)))).isEqualTo("ask /tools/t/approval/0");
    }

    @Test
    void an_approval_rule_that_asks_for_a_missing_argument_is_answered() {
        assertThat(verdict(Map.of(), approval(where("args.a", "exists", true)))).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(Map.of(), approval(where("args.a", "exists", false))))
                .isEqualTo("ask /tools/t/approval/0");
        assertThat(verdict(Map.of(), approval(new Condition.Not(where("args.a", "exists", true)))))
                .isEqualTo("ask /tools/t/approval/0");
        assertThat(verdict(Map.of(), approval(new Condition.Not(where("args.a", "exists", false)))))
                .isEqualTo(Verdict.ALLOW);
        assertThat(verdict(Map.of("a", 1), approval(where("args.a", "exists", true))))
                .isEqualTo("ask /tools/t/approval/0");
    }

    @Test
    void a_denial_names_what_cannot_be_told_and_never_its_value() {
        Condition first = where("args.a", "eq", 1);
        Condition second = where("args.b[*].c", "gt", 1);
        Condition predicate = new Condition.NamedPredicate("odd", arguments -> {
            throw new IllegalStateException();
        });
        assertThat(message(Map.of("a", 1, "b", "secret"), require(first, second).saying("Ask Ann.")))
                .isEqualTo("Ask Ann. (`args.b[*].c` cannot be told)");
        assertThat(message(Map.of("b", "secret"), approval(first, second).saying("Ask Ann.")))
                .isEqualTo("Ask Ann. (`args.b[*].c` cannot be told)");
        assertThat(message(
                        Map.of("a", "secret", "b", "secret"), denyIf(new Condition.AnyOf(List.of(first, predicate)))))
                .isEqualTo("Rule \"args.a eq or odd\" cannot be evaluated for these arguments (`odd` cannot be told)");
    }

    private static String message(Map<String, Object> arguments, Draft rule) {
        Denial denial = Verdict.denial(PolicyEngine.of(TestPolicy.ofTool(rule)).decide(ToolCall.of("t", arguments)));
        assertThat(denial.code()).isEqualTo(DenialCode.CANNOT_EVALUATE);
        return denial.message();
    }

    @Test
    void an_explanation_says_what_was_found_and_what_was_expected() {
        assertThat(misfit("args.to[*]", "a@evil.test")).isEqualTo("found text where a list was expected");
        assertThat(misfit("args.to[0]", Map.of())).isEqualTo("found an object where a list was expected");
        assertThat(misfit("args.to.name", List.of(1))).isEqualTo("found a list where an object was expected");
        assertThat(misfit("args.to.name", 5)).isEqualTo("found a number where an object was expected");
        assertThat(misfit("args.to[*].name", List.of(true))).isEqualTo("found a boolean where an object was expected");
        assertThat(misfit("args.to[*]", List.of("x"))).isNull();
        assertThat(misfit("args.to", "x")).isNull();
    }

    private static @Nullable String misfit(String path, Object to) {
        PolicyEngine engine = PolicyEngine.of(TestPolicy.ofTool(denyIf(where(path, "eq", "y"))));
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("to", to);
        Explanation.Comparison comparison = engine.explain(ToolCall.of("t", arguments))
                .rules()
                .get(0)
                .comparisons()
                .get(0);
        assertThat(Objects.requireNonNull(comparison.actual()).toString()).isNotEmpty();
        return comparison.misfit();
    }
}
