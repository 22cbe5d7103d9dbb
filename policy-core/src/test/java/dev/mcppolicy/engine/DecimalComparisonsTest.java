package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import dev.mcppolicy.operator.Operator;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparisons for which text that is a decimal number counts as that number. */
class DecimalComparisonsTest {
    private static final String CANNOT = "deny CANNOT_EVALUATE /tools/t/";

    private static Condition where(String operator, Object operand) {
        return new Condition.Comparison(
                CallPath.parse("args.x"), Operator.of(operator).orElseThrow(), operand, true);
    }

    private static Condition pair(String operator) {
        return new Condition.PathComparison(
                CallPath.parse("args.x"), Operator.of(operator).orElseThrow(), CallPath.parse("args.y"), true);
    }

    private static String verdict(Draft rule, Map<String, ? extends @Nullable Object> arguments) {
        return Verdict.of(PolicyEngine.builder(TestPolicy.ofTool(rule)).build().decide(ToolCall.of("t", arguments)));
    }

    private static boolean passes(Condition required, Object value) {
        return verdict(require(required), Map.of("x", value)).equals(Verdict.ALLOW);
    }

    @ParameterizedTest
    @CsvSource({
        "eq, 12.5, 12.50, true",
        "eq, 12.5, 12.51, false",
        "neq, 12.5, 12.50, false",
        "neq, 12.5, 12.51, true",
        "lt, 5, 4.999, true",
        "lt, 5, 5.000, false",
        "lte, 5, 5.00, true",
        "lte, 5, 5.001, false",
        "gt, 5, 5.001, true",
        "gt, 5, 5, false",
        "gte, 5, 5, true",
        "gte, 5, 4.99, false",
        "lt, 0, -0.001, true",
        "eq, 0, -0, true",
        "eq, 0, 0.000, true",
        "lte, 9007199254740992, 9007199254740993, false",
        "gt, 0.1, 0.1000000000000000055, true"
    })
    void text_counts_as_exactly_the_number_that_it_is(String operator, String bound, String text, boolean holds) {
        Condition condition = where(operator, new BigDecimal(bound));

        assertThat(passes(condition, text)).isEqualTo(holds);
        assertThat(passes(condition, new BigDecimal(text))).isEqualTo(holds);
        assertThat(verdict(denyIf(condition), Map.of("x", text)).equals(Verdict.ALLOW))
                .isNotEqualTo(holds);
    }

    @Test
    void text_is_looked_for_among_numbers() {
        assertThat(passes(where("in", List.of(1, 2.5)), "2.50")).isTrue();
        assertThat(passes(where("in", List.of(1, 2.5)), "2.51")).isFalse();
        assertThat(passes(where("not_in", List.of(1, 2.5)), "2.50")).isFalse();
        assertThat(passes(where("not_in", List.of(1, 2.5)), 3)).isTrue();
    }

    static List<String> noDecimals() {
        return List.of(
                "",
                " ",
                "5 ",
                " 5",
                "+5",
                "--5",
                "-",
                "05",
                "-05",
                "00",
                ".5",
                "5.",
                "-.5",
                "5e0",
                "5E0",
                "1e400",
                "5,0",
                "1,000",
                "1_000",
                "0x5",
                "0b1",
                "5f",
                "5d",
                "5L",
                "NaN",
                "Infinity",
                "-Infinity",
                "null",
                "true",
                "five",
                "5\n",
                "\n5",
                "5\u0000",
                "\u0665",
                "\uff15",
                "\u2212" + "5",
                "5\u200b",
                "\ufeff5",
                "5/1",
                "5%",
                "$5",
                "5.0.0",
                "(5)",
                "9".repeat(1_001),
                "0." + "1".repeat(1_001),
                "1".repeat(3_000),
                "0".repeat(3_000));
    }

    @ParameterizedTest
    @MethodSource("noDecimals")
    void other_text_cannot_be_told_by_any_operator_in_any_rule(String text) {
        for (String operator : List.of("eq", "neq", "lt", "lte", "gt", "gte")) {
            Condition condition = where(operator, 5);
            assertThat(verdict(require(condition), Map.of("x", text))).isEqualTo(CANNOT + "require/0");
            assertThat(verdict(denyIf(condition), Map.of("x", text))).isEqualTo(CANNOT + "deny_if/0");
            assertThat(verdict(denyIf(new Condition.Not(condition)), Map.of("x", text)))
                    .isEqualTo(CANNOT + "deny_if/0");
            assertThat(verdict(approval(condition), Map.of("x", text))).isEqualTo(CANNOT + "approval/0");
            assertThat(verdict(denyIf(pair(operator)), Map.of("x", text, "y", 5)))
                    .isEqualTo(CANNOT + "deny_if/0");
            assertThat(verdict(denyIf(pair(operator)), Map.of("x", 5, "y", text)))
                    .isEqualTo(CANNOT + "deny_if/0");
            assertThat(verdict(denyIf(pair(operator)), Map.of("x", text, "y", text)))
                    .isEqualTo(CANNOT + "deny_if/0");
        }
        for (String operator : List.of("in", "not_in")) {
            assertThat(verdict(denyIf(where(operator, List.of(5, 6))), Map.of("x", text)))
                    .isEqualTo(CANNOT + "deny_if/0");
        }
    }

    @Test
    void what_is_no_text_is_what_it_is_without() {
        for (String operator : List.of("lt", "gte")) {
            for (Object other : List.of(true, List.of("5"), Map.of(), Double.NaN)) {
                assertThat(verdict(denyIf(where(operator, 5)), Map.of("x", other)))
                        .isEqualTo(CANNOT + "deny_if/0");
            }
        }
        assertThat(verdict(denyIf(where("eq", 5)), Map.of("x", List.of("5")))).isEqualTo(CANNOT + "deny_if/0");
        assertThat(verdict(denyIf(where("in", List.of(5))), Map.of("x", Map.of())))
                .isEqualTo(CANNOT + "deny_if/0");
        assertThat(passes(where("neq", 5), true)).isTrue();
    }

    @Test
    void a_missing_value_is_missing_and_makes_an_approval_ask() {
        assertThat(verdict(require(where("lte", 5)), Map.of())).isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
        assertThat(verdict(require(new Condition.Optional(where("lte", 5))), Map.of()))
                .isEqualTo("allow");
        assertThat(verdict(denyIf(where("neq", 5)), Collections.singletonMap("x", null)))
                .isEqualTo("allow");
        assertThat(verdict(approval(where("gt", 5)), Map.of())).isEqualTo("ask /tools/t/approval/0");
        assertThat(verdict(denyIf(pair("neq")), Map.of("x", "5"))).isEqualTo("allow");
    }

    @Test
    void both_of_two_values_may_be_text_or_numbers() {
        for (Object one : List.of("5.0", 5, 5.0)) {
            for (Object other : List.of("5", 5, "5.000")) {
                Map<String, Object> same = Map.of("x", one, "y", other);
                assertThat(verdict(require(pair("eq")), same)).as("%s", same).isEqualTo("allow");
                assertThat(verdict(require(pair("lte")), same)).isEqualTo("allow");
                assertThat(verdict(denyIf(pair("lt")), same)).isEqualTo("allow");
                assertThat(verdict(denyIf(pair("neq")), same)).isEqualTo("allow");
            }
        }
        assertThat(verdict(require(pair("lt")), Map.of("x", "5.00", "y", "5.01")))
                .isEqualTo("allow");
        assertThat(verdict(require(pair("lt")), Map.of("x", "10", "y", "9")))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
    }

    @Test
    void each_element_counts_as_its_number() {
        Condition each = new Condition.Comparison(CallPath.parse("args.l[*]"), Operator.LTE, 5, true);

        assertThat(verdict(require(each), Map.of("l", List.of("5.0", 4, "3")))).isEqualTo("allow");
        assertThat(verdict(require(each), Map.of("l", List.of("5.0", "5.1"))))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
        assertThat(verdict(require(each), Map.of("l", List.of("5.0", "x")))).isEqualTo(CANNOT + "require/0");
    }

    @Test
    void the_work_of_reading_text_is_bounded() {
        Condition each = new Condition.Comparison(CallPath.parse("args.l[*]"), Operator.GTE, 0, true);
        List<String> long1000 = Collections.nCopies(400, "9".repeat(1_000));
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(require(each)))
                .workLimits(new WorkLimits(100_000, 1_000))
                .build();

        assertThat(Verdict.of(engine.decide(ToolCall.of("t", Map.of("l", long1000.subList(0, 2))))))
                .isEqualTo("allow");
        assertThat(Verdict.of(engine.decide(ToolCall.of("t", Map.of("l", long1000)))))
                .isEqualTo(CANNOT + "require/0");
    }

    @ParameterizedTest
    @EnumSource(
            value = Operator.class,
            names = {"EQ", "NEQ", "IN", "NOT_IN", "LT", "LTE", "GT", "GTE"},
            mode = EnumSource.Mode.EXCLUDE)
    void an_operator_of_no_numbers_takes_no_text_for_one(Operator operator) {
        Object operand =
                switch (operator) {
                    case EXISTS -> true;
                    case WITHIN -> List.of("/srv");
                    case HOST_IN, EMAIL_IN -> List.of("a.example");
                    default -> "a";
                };

        assertThatThrownBy(() -> new Condition.Comparison(CallPath.parse("args.x"), operator, operand, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes no text for a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eq", "neq", "in", "not_in"})
    void only_numbers_are_compared_with(String operator) {
        boolean membership = operator.endsWith("in");
        for (Object operand : List.of("5", true, List.of("5"), Map.of("a", 5), List.of(List.of(5)))) {
            Object wrong = membership ? List.of(5, operand) : operand;
            assertThatThrownBy(() -> where(operator, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> where("eq", List.of(5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Condition.Comparison(new CounterPath(RulePlace.tool("t"), "c"), Operator.LTE, 5, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_comparison_is_another_with_and_without_and_policies_with_it_have_a_revision_of_their_own() {
        Condition plain = new Condition.Comparison(CallPath.parse("args.x"), Operator.LTE, 5);
        Condition decimal = where("lte", 5);

        assertThat(decimal).isNotEqualTo(plain).isEqualTo(where("lte", 5.0)).hasToString("args.x lte 5 as decimal");
        assertThat(decimal.hashCode()).isEqualTo(where("lte", 5).hashCode());
        assertThat(pair("lt")).hasToString("args.x lt value_from args.y as decimal");
        assertThat(TestPolicy.ofTool(require(decimal)).revision())
                .isNotEqualTo(TestPolicy.ofTool(require(plain)).revision());
    }
}
