package dev.mcppolicy.engine;

import static dev.mcppolicy.engine.Draft.approval;
import static dev.mcppolicy.engine.Draft.denyIf;
import static dev.mcppolicy.engine.Draft.require;
import static dev.mcppolicy.engine.Draft.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ShadowDecision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.MeteredPredicate;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Law 13: past the bound on its work a call is denied, whatever the other rules say. */
class BoundedWorkTest {
    private static final WorkLimits LIMITS = new WorkLimits(10_000, 100);
    private static final Condition PATTERN = where("args.text", "regex", "[ab]+z");
    private static final Map<String, Object> LONG = Map.of("text", "a".repeat(5_000), "n", 5);
    private static final Map<String, Object> SHORT = Map.of("text", "a".repeat(50), "n", 5);

    private static PolicyEngine engine(Policy policy) {
        return PolicyEngine.builder(policy).workLimits(LIMITS).build();
    }

    private static String verdict(Map<String, ?> arguments, Draft... rules) {
        PolicyEngine engine = engine(TestPolicy.ofTool(rules));
        String blocking = Verdict.of(engine.decide(ToolCall.of("t", arguments)));
        assertThat(Verdict.of(engine.decideAsync(ToolCall.of("t", arguments))
                        .toCompletableFuture()
                        .join()))
                .isEqualTo(blocking);
        return blocking;
    }

    @Test
    void law_13_a_call_that_passes_the_bound_is_denied_in_every_kind_of_rule_and_under_every_combination() {
        Condition small = where("args.n", "eq", 5);
        for (Condition condition : List.of(
                PATTERN,
                new Condition.Not(PATTERN),
                new Condition.AllOf(List.of(small, PATTERN)),
                new Condition.AnyOf(List.of(PATTERN, small)),
                new Condition.Not(new Condition.AnyOf(List.of(PATTERN, small))))) {
            assertThat(verdict(LONG, require(condition))).isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
            assertThat(verdict(LONG, denyIf(condition))).isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
            assertThat(verdict(LONG, approval(condition))).isEqualTo("deny CANNOT_EVALUATE /tools/t/approval/0");
        }
        assertThat(verdict(SHORT, denyIf(PATTERN))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void the_bound_is_one_for_all_rules_of_a_call_and_every_element() {
        Draft[] rules = new Draft[40];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = denyIf(where("args.text", "regex", "[ab]+z" + i));
        }
        assertThat(verdict(SHORT, rules)).startsWith("deny CANNOT_EVALUATE /tools/t/deny_if/");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            texts.add("a".repeat(50));
        }
        assertThat(verdict(Map.of("l", texts), denyIf(where("args.l[*]", "regex", "[ab]+z"))))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
    }

    @Test
    void the_denial_names_the_comparison_that_passed_the_bound() {
        Denial denial = Verdict.denial(
                engine(TestPolicy.ofTool(require(new Condition.AnyOf(List.of(where("args.n", "eq", 1), PATTERN)))
                                .saying("Ask Ann.")))
                        .decide(ToolCall.of("t", LONG)));
        assertThat(denial.message()).isEqualTo("Ask Ann. (`args.text regex` takes too much work)");
    }

    @Test
    void a_literal_costs_its_length_and_that_of_the_text_which_is_searched_for_it() {
        for (String literal : List.of("^zz", "zz$", "^zz$")) {
            assertThat(verdict(Map.of("text", "a".repeat(50_000)), denyIf(where("args.text", "regex", literal))))
                    .isEqualTo(Verdict.ALLOW);
        }
        for (Condition searching : List.of(
                where("args.text", "regex", "zz"),
                where("args.text", "contains", "zz"),
                new Condition.Not(where("args.text", "not_contains", "zz")))) {
            assertThat(verdict(Map.of("text", "a".repeat(9_998)), denyIf(searching)))
                    .isEqualTo(Verdict.ALLOW);
            assertThat(verdict(Map.of("text", "a".repeat(9_999)), denyIf(searching)))
                    .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
        }
    }

    @Test
    void two_values_of_a_call_cost_what_reading_both_costs_with_every_operator() {
        Map<Operator, Double> holding = Map.of(
                Operator.EQ, 0.5,
                Operator.NEQ, 1.0,
                Operator.LT, 1.0,
                Operator.LTE, 0.5,
                Operator.GT, 0.25,
                Operator.GTE, 0.5);
        holding.forEach((operator, other) -> {
            Draft rule = require(new Condition.PathComparison(
                    ArgumentPath.parse("args.l[*]"), operator, ArgumentPath.parse("args.n")));
            assertThat(verdict(Map.of("l", Collections.nCopies(300, 0.5), "n", other), rule))
                    .as("%s", operator)
                    .isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
            assertThat(verdict(Map.of("l", Collections.nCopies(20, 0.5), "n", other), rule))
                    .as("%s", operator)
                    .isEqualTo(Verdict.ALLOW);
        });
    }

    @Test
    void contains_tells_which_argument_it_cannot_tell_of_and_searches_no_list_as_a_text() {
        Draft rule = require(where("args.text", "contains", "zz"));
        assertThat(verdict(Map.of("text", Collections.nCopies(6_000, "zy" + "x".repeat(90))), rule))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/require/0");
        assertThat(Verdict.denial(engine(TestPolicy.ofTool(rule)).decide(ToolCall.of("t", Map.of("text", 5))))
                        .message())
                .contains("`args.text`");
        assertThat(verdict(Map.of("text", "5".repeat(20_000)), require(where("args.text", "contains", 5))))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
    }

    @Test
    void text_that_may_be_a_number_costs_its_length_beside_each_number_or_boolean() {
        Object spaces = " ".repeat(6_000) + "x";
        Map<String, Object> inCompounds = Map.of("text", List.of(spaces));
        for (Condition comparison : List.of(
                where("args.text", "eq", 5),
                where("args.text", "eq", true),
                new Condition.Not(where("args.text", "neq", 5)),
                where("args.text", "in", List.of(5, "y")),
                new Condition.Not(where("args.text", "not_in", List.of(true))))) {
            assertThat(verdict(Map.of("text", spaces), denyIf(comparison)))
                    .as("%s", comparison)
                    .isEqualTo(Verdict.ALLOW);
            assertThat(verdict(Map.of("text", spaces), denyIf(comparison), denyIf(comparison)))
                    .as("%s", comparison)
                    .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/1");
        }
        for (Condition comparison : List.of(
                where("args.text", "eq", List.of(5)),
                where("args.text", "contains", 5),
                new Condition.Not(where("args.text", "not_contains", true)))) {
            assertThat(verdict(inCompounds, denyIf(comparison)))
                    .as("%s", comparison)
                    .isEqualTo(Verdict.ALLOW);
            assertThat(verdict(inCompounds, denyIf(comparison), denyIf(comparison)))
                    .as("%s", comparison)
                    .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/1");
        }
        assertThat(verdict(inCompounds, denyIf(where("args.text", "in", List.of(List.of(1), List.of(2))))))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
        assertThat(verdict(Map.of("text", "x" + spaces), denyIf(where("args.text", "eq", 5)), denyIf(PATTERN)))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/1");
    }

    @Test
    void text_beside_text_costs_nothing_and_what_cannot_be_told_is_still_named() {
        Map<String, Object> spaces = Map.of("text", " ".repeat(60_000));
        assertThat(verdict(spaces, denyIf(where("args.text", "eq", "5")), require(where("args.text", "neq", "x"))))
                .isEqualTo(Verdict.ALLOW);
        assertThat(verdict(spaces, denyIf(where("args.text", "in", List.of("5", "x")))))
                .isEqualTo(Verdict.ALLOW);
        for (Condition comparison : List.of(
                where("args.text", "eq", 5), where("args.text", "in", List.of(5)), where("args.text", "lt", 5))) {
            assertThat(Verdict.denial(engine(TestPolicy.ofTool(require(comparison)))
                                    .decide(ToolCall.of("t", Map.of("text", "5"))))
                            .message())
                    .contains("`args.text`");
        }
    }

    @Test
    void every_element_at_a_wildcard_costs_a_step_and_every_part_of_a_compared_list() {
        Draft[] rules = new Draft[12];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = denyIf(where("args.l[*]", "eq", "x" + i));
        }
        assertThat(verdict(Map.of("l", Collections.nCopies(800, "y")), rules)).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(Map.of("l", Collections.nCopies(900, "y")), rules))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/11");
        for (int i = 0; i < rules.length; i++) {
            rules[i] = denyIf(where("args.l", "eq", Collections.nCopies(900, i)));
        }
        assertThat(verdict(Map.of("l", Collections.nCopies(900, -1)), rules))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/11");
    }

    @Test
    void what_is_parsed_costs_its_length_and_each_of_those_it_may_be_in() {
        Map<String, Object> few = Map.of(
                "path", "/srv/" + "x".repeat(1_000), "url", "https://x/" + "x".repeat(4_000), "mail", "a@example.com");
        Map<String, Object> many = Map.of(
                "path", "/srv/" + "x".repeat(2_000), "url", "https://x/" + "x".repeat(8_000), "mail", "a@example.com");
        for (Condition condition :
                List.of(where("args.path", "within", List.of("/srv")), where("args.url", "host_in", List.of("x")))) {
            assertThat(verdict(few, require(condition), require(condition))).isEqualTo(Verdict.ALLOW);
            assertThat(verdict(many, require(condition), require(condition)))
                    .isEqualTo("deny CANNOT_EVALUATE /tools/t/require/1");
        }
        List<String> domains = Collections.nCopies(400, "example.org");
        Condition mail = where("args.mail", "email_in", domains);
        assertThat(verdict(many, require(new Condition.AnyOf(List.of(mail, mail)))))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
    }

    @Test
    void what_an_earlier_rule_denies_is_denied_by_it() {
        assertThat(verdict(LONG, denyIf(where("args.n", "eq", 5)), denyIf(PATTERN)))
                .isEqualTo("deny DENIED_BY_RULE /tools/t/deny_if/0");
    }

    @Test
    void a_rule_in_shadow_mode_that_passes_the_bound_is_told_and_the_call_goes_on() {
        List<ShadowDecision> told = new ArrayList<>();
        PolicyEngine engine = PolicyEngine.builder(
                        TestPolicy.ofTool(denyIf(PATTERN).shadow()))
                .workLimits(LIMITS)
                .listener(event -> told.addAll(event.shadow()))
                .build();
        Verdict.allow(engine.decide(ToolCall.of("t", LONG)));
        Verdict.allow(
                engine.decideAsync(ToolCall.of("t", LONG)).toCompletableFuture().join());
        assertThat(told).hasSize(2).allSatisfy(shadow -> {
            assertThat(shadow.denial().code()).isEqualTo(DenialCode.CANNOT_EVALUATE);
            assertThat(shadow.denial().rule().value()).isEqualTo("/tools/t/deny_if/0");
        });
    }

    @Test
    void rules_in_shadow_mode_have_what_the_others_left() {
        List<ShadowDecision> told = new ArrayList<>();
        Draft spending = denyIf(where("args.text", "regex", "[ab]+y"));
        PolicyEngine engine = PolicyEngine.builder(
                        TestPolicy.ofTool(spending, denyIf(PATTERN).shadow()))
                .workLimits(LIMITS)
                .listener(event -> told.addAll(event.shadow()))
                .build();
        Map<String, Object> overHalf = Map.of("text", "a".repeat(1_100));
        Verdict.allow(engine.decide(ToolCall.of("t", overHalf)));
        assertThat(told).extracting(shadow -> shadow.denial().code()).containsExactly(DenialCode.CANNOT_EVALUATE);
    }

    @Test
    void enforced_rules_take_nothing_of_what_is_left_for_rules_in_shadow_mode() {
        List<ShadowDecision> told = new ArrayList<>();
        Draft spending = denyIf(where("args.text", "regex", "[ab]+y"));
        // 4 505 steps of 10 000 for each rule: three times would be too much.
        for (Draft enforced : List.of(spending, approval(where("args.text", "regex", "[ab]+y")))) {
            PolicyEngine engine = PolicyEngine.builder(
                            TestPolicy.ofTool(enforced, denyIf(PATTERN).shadow()))
                    .workLimits(LIMITS)
                    .listener(event -> told.addAll(event.shadow()))
                    .build();
            Map<String, Object> half = Map.of("text", "a".repeat(900));
            Verdict.allow(engine.decide(ToolCall.of("t", half)));
            Verdict.allow(engine.decideAsync(ToolCall.of("t", half))
                    .toCompletableFuture()
                    .join());
        }
        assertThat(told).hasSize(4).allSatisfy(shadow -> assertThat(shadow.kind())
                .isEqualTo(ShadowDecision.Kind.ALLOW));
    }

    @Test
    void a_call_that_passed_the_bound_is_told_so_by_the_policy_in_shadow_mode_too() {
        List<ShadowDecision> told = new ArrayList<>();
        PolicyEngine engine = PolicyEngine.builder(TestPolicy.ofTool(
                        denyIf(PATTERN), denyIf(where("args.n", "eq", 5)).shadow()))
                .workLimits(LIMITS)
                .listener(event -> told.addAll(event.shadow()))
                .build();
        assertThat(Verdict.of(engine.decide(ToolCall.of("t", LONG))))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
        assertThat(told).extracting(shadow -> shadow.denial().code()).containsExactly(DenialCode.CANNOT_EVALUATE);
    }

    @Test
    void an_explanation_tells_what_the_bound_leaves_and_ends() {
        PolicyEngine engine = engine(TestPolicy.ofTool(denyIf(PATTERN)));
        Explanation explanation = engine.explain(ToolCall.of("t", LONG));
        assertThat(explanation.rules().get(0).result()).isEqualTo(Explanation.Result.CANNOT_TELL);
        assertThat(Verdict.of(explanation.decision())).isEqualTo("deny CANNOT_EVALUATE /tools/t/deny_if/0");
    }

    @Test
    void a_predicate_that_counts_its_work_is_bounded_as_any_other() {
        Condition counted = new Condition.NamedPredicate("counted", new MeteredPredicate() {
            @Override
            public boolean test(Map<String, @Nullable Object> arguments) {
                throw new AssertionError("asked without a bound");
            }

            @Override
            public Truth test(Map<String, @Nullable Object> arguments, Work work, String name) {
                return Truth.of(work.takeEvaluations(arguments.size() * 60L, name));
            }
        });
        assertThat(verdict(Map.of("a", 1), require(counted))).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(Map.of("a", 1, "b", 2), require(new Condition.Not(counted))))
                .isEqualTo("deny CANNOT_EVALUATE /tools/t/require/0");
    }

    @Test
    void a_limit_on_work_is_more_than_zero() {
        assertThatThrownBy(() -> new WorkLimits(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WorkLimits(1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(engine(TestPolicy.ofTool()).workLimits()).isEqualTo(LIMITS);
    }
}
