package dev.mcppolicy.dsl;

import static dev.mcppolicy.dsl.Terms.all;
import static dev.mcppolicy.dsl.Terms.any;
import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.before;
import static dev.mcppolicy.dsl.Terms.caller;
import static dev.mcppolicy.dsl.Terms.calls;
import static dev.mcppolicy.dsl.Terms.counter;
import static dev.mcppolicy.dsl.Terms.during;
import static dev.mcppolicy.dsl.Terms.not;
import static dev.mcppolicy.dsl.Terms.notBefore;
import static dev.mcppolicy.dsl.Terms.onDays;
import static dev.mcppolicy.dsl.Terms.optional;
import static dev.mcppolicy.dsl.Terms.predicate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The words of conditions. */
class TermsTest {
    private static final Map<Condition, String> COMPARISONS = Map.ofEntries(
            Map.entry(arg("a").is("x"), "args.a eq \"x\""),
            Map.entry(arg("a").isNot(true), "args.a neq true"),
            Map.entry(arg("a").in("x", 1), "args.a in [\"x\",1]"),
            Map.entry(arg("a").in(List.of("y", 2)), "args.a in [\"y\",2]"),
            Map.entry(arg("a").notIn("x"), "args.a not_in [\"x\"]"),
            Map.entry(arg("a").notIn(Set.of("z")), "args.a not_in [\"z\"]"),
            Map.entry(arg("a").below(1), "args.a lt 1"),
            Map.entry(arg("a").atMost(0.1), "args.a lte 0.1"),
            Map.entry(arg("a").above(2L), "args.a gt 2"),
            Map.entry(arg("a").atLeast(3), "args.a gte 3"),
            Map.entry(arg("a").containsPattern("^x"), "args.a regex \"^x\""),
            Map.entry(arg("a").doesNotContainPattern("^x"), "args.a not_regex \"^x\""),
            Map.entry(arg("a").isWithin("/a", "/b"), "args.a within [\"/a\",\"/b\"]"),
            Map.entry(arg("a").hostIn("a.example"), "args.a host_in [\"a.example\"]"),
            Map.entry(arg("a").emailIn("a.example"), "args.a email_in [\"a.example\"]"),
            Map.entry(arg("a").contains(Map.of("k", 1)), "args.a contains {\"k\":1}"),
            Map.entry(arg("a").doesNotContain("x"), "args.a not_contains \"x\""),
            Map.entry(arg("a").exists(), "args.a exists true"),
            Map.entry(arg("a").isMissing(), "args.a exists false"));

    private static Decision decide(Condition requirement, Map<String, ?> arguments) {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> tool.require(requirement))
                .build();
        return PolicyEngine.of(policy).decide(ToolCall.of("t", arguments));
    }

    private static DenialCode denialOf(Condition requirement, Map<String, ?> arguments) {
        return ((Decision.Deny) decide(requirement, arguments)).denial().code();
    }

    @Test
    void each_word_makes_the_comparison_it_stands_for() {
        COMPARISONS.forEach((condition, text) -> assertThat(condition).hasToString(text));
    }

    @Test
    void every_operator_has_a_word() {
        Set<Operator> said = COMPARISONS.keySet().stream()
                .map(condition -> ((Condition.Comparison) condition).operator())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operator.class)));

        assertThat(said).containsExactlyInAnyOrder(Operator.values());
    }

    @Test
    void paths_are_those_of_the_formats_without_their_first_word() {
        assertThat(arg("metadata.env").exists()).hasToString("args.metadata.env exists true");
        assertThat(arg("items[*].price").exists()).hasToString("args.items[*].price exists true");
        assertThat(arg("[\"a.b\"].c").exists()).hasToString("args[\"a.b\"].c exists true");
        assertThat(counter("t", "spent").above(1)).hasToString("state.t.spent gt 1");
        assertThat(counter("spent").above(1)).hasToString("state._global.spent gt 1");
    }

    @Test
    void a_path_that_repeats_the_first_word_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arg("args.amount"))
                .withMessage("path `args.amount` must be written without its first `args`; an argument "
                        + "that is called so is `[\"args\"].amount`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arg("args[\"a.b\"]"))
                .withMessage("path `args[\"a.b\"]` must be written without its first `args`; an argument "
                        + "that is called so is `[\"args\"][\"a.b\"]`");
        assertThat(arg("[\"args\"][0]").exists()).hasToString("args.args[0] exists true");
        assertThat(arg("[\"args\"].amount").exists()).hasToString("args.args.amount exists true");
        assertThat(arg("args").exists()).hasToString("args.args exists true");
    }

    @Test
    void an_operand_that_the_operator_does_not_take_is_refused_with_its_path() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arg("a").is(null))
                .withMessage("`args.a` cannot be compared with null (use `isMissing()` or `exists()`)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arg("a").in())
                .withMessage("`args.a`: `in` and `not_in` take a list of at least one value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arg("a").in(Arrays.asList("x", null)))
                .withMessage("`args.a`: `in` and `not_in` take no null (use `exists`)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arg("a").is(new Object()))
                .withMessage("`args.a`: a value that is not JSON");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arg("a").containsPattern("("))
                .withMessageStartingWith("`args.a`: `(` is no RE2 pattern");
        assertThatIllegalArgumentException().isThrownBy(() -> arg("a").below(Double.POSITIVE_INFINITY));
    }

    @Test
    void all_any_and_not_follow_three_valued_logic() {
        Condition one = arg("a").atMost(1);
        Condition two = arg("b").is("x");

        assertThat(decide(all(one, two), Map.of("a", 1, "b", "x"))).isInstanceOf(Decision.Allow.class);
        assertThat(denialOf(all(one, two), Map.of("a", "?", "b", "x"))).isEqualTo(DenialCode.CANNOT_EVALUATE);
        assertThat(denialOf(all(one, two), Map.of("a", "?", "b", "y"))).isEqualTo(DenialCode.DENIED_BY_RULE);
        assertThat(decide(any(one, two), Map.of("a", "?", "b", "x"))).isInstanceOf(Decision.Allow.class);
        assertThat(decide(not(two), Map.of())).isInstanceOf(Decision.Allow.class);
        assertThat(denialOf(arg("b").isNot("x"), Map.of())).isEqualTo(DenialCode.DENIED_BY_RULE);
    }

    @Test
    void every_comparison_of_two_arguments_has_its_operator() {
        Argument low = arg("low");
        Argument high = arg("high");
        Map<Condition, String> written = Map.of(
                low.isSameAs(high), "eq",
                low.differsFrom(high), "neq",
                low.isBelow(high), "lt",
                low.isAtMost(high), "lte",
                low.isAbove(high), "gt",
                low.isAtLeast(high), "gte");

        written.forEach((condition, operator) ->
                assertThat(condition).hasToString("args.low " + operator + " value_from args.high"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> low.isAtMost(arg("l[*]")))
                .withMessage("`args.l[*]` has a wildcard, and a value is compared with one");
    }

    @Test
    void an_optional_comparison_holds_where_its_argument_is_missing() {
        Condition few = optional(arg("limit").atMost(25));

        assertThat(decide(few, Map.of())).isInstanceOf(Decision.Allow.class);
        assertThat(decide(few, Map.of("limit", 25))).isInstanceOf(Decision.Allow.class);
        assertThat(denialOf(few, Map.of("limit", 26))).isEqualTo(DenialCode.DENIED_BY_RULE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optional(arg("limit").exists()))
                .withMessage(
                        "`args.limit exists true` cannot be optional, as no comparison of the value of an argument is");
    }

    @Test
    void a_wildcard_has_no_place_under_not() {
        Condition wildcard = arg("items[*].price").atMost(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> not(wildcard))
                .withMessageStartingWith("`args.items[*].price` has a wildcard");
        assertThat(decide(wildcard, Map.of("items", List.of(Map.of("price", 1)))))
                .isInstanceOf(Decision.Allow.class);
    }

    @Test
    void what_is_known_of_the_caller_compares_as_arguments_do() {
        assertThat(caller("principal").is("a")).hasToString("caller.principal eq \"a\"");
        assertThat(caller("attributes[\"a.b\"].l[*]").in(1, 2)).hasToString("caller.attributes[\"a.b\"].l[*] in [1,2]");
        assertThat(arg("x").isSameAs(caller("grant"))).hasToString("args.x eq value_from caller.grant");
        assertThat(caller("attributes.most").isAtLeast(arg("x")))
                .hasToString("caller.attributes.most gte value_from args.x");
        for (String wrong : List.of("", "role", "attributes", "principal.x", "caller.grant", "attributes[0]")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> caller(wrong));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optional(caller("grant").is("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> arg("x").isSameAs(caller("attributes.l[*]")));
    }

    @Test
    void text_counts_as_a_number_where_it_is_said() {
        assertThat(arg("x").asDecimal().atMost(5)).hasToString("args.x lte 5 as decimal");
        assertThat(arg("x").asDecimal().in(1, 2)).hasToString("args.x in [1,2] as decimal");
        assertThat(arg("x").asDecimal().isBelow(arg("y"))).hasToString("args.x lt value_from args.y as decimal");
        assertThat(arg("x").isBelow(arg("y").asDecimal())).hasToString("args.x lt value_from args.y as decimal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arg("x").asDecimal().is("5"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arg("x").asDecimal().exists());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> arg("x").asDecimal().containsPattern("a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls().atMost(1).perDay().keyedBy(arg("x").asDecimal()))
                .withMessage("a limit counts by `args.x` as it is, and not as a decimal number");
    }

    @Test
    void the_time_is_said_by_days_hours_and_instants() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        LocalTime nine = LocalTime.of(9, 0);
        LocalTime five = LocalTime.of(17, 0);

        assertThat(during(nine, five, zone)).hasToString("during every day 09:00 to 17:00 Europe/Berlin");
        assertThat(onDays(EnumSet.of(DayOfWeek.SUNDAY), nine, five, ZoneOffset.UTC))
                .hasToString("during sun 09:00 to 17:00 UTC");
        assertThat(onDays(EnumSet.of(DayOfWeek.SUNDAY), zone)).hasToString("during sun Europe/Berlin");
        assertThat(notBefore(Instant.EPOCH)).hasToString("not_before 1970-01-01T00:00:00Z");
        assertThat(before(Instant.EPOCH)).hasToString("before 1970-01-01T00:00:00Z");
    }

    @Test
    void a_predicate_that_throws_denies_as_one_that_cannot_tell() {
        Condition even = predicate("even", arguments -> (Integer) arguments.get("n") % 2 == 0);

        assertThat(decide(even, Map.of("n", 2))).isInstanceOf(Decision.Allow.class);
        assertThat(denialOf(even, Map.of("n", 3))).isEqualTo(DenialCode.DENIED_BY_RULE);
        assertThat(denialOf(even, Map.of("n", "three"))).isEqualTo(DenialCode.CANNOT_EVALUATE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> predicate(" ", arguments -> true))
                .withMessage("a predicate needs a name");
    }

    @Test
    void a_condition_reads_the_counter_of_another_tool() {
        PolicyEngine engine = PolicyEngine.of(PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("order", tool -> tool.limit(calls().unbounded().perMonth().countedAs("orders")))
                .tool("refund", tool -> tool.require(counter("order", "orders").above(0))
                        .orDeny("Order first."))
                .build());

        Decision before = engine.decide(ToolCall.of("refund", Map.of()));
        assertThat(engine.decide(ToolCall.of("order", Map.of()))).isInstanceOf(Decision.Allow.class);
        Decision after = engine.decide(ToolCall.of("refund", Map.of()));

        assertThat(((Decision.Deny) before).denial().message()).isEqualTo("Order first.");
        assertThat(after).isInstanceOf(Decision.Allow.class);
    }
}
