package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.dsl.Terms;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.calls.CallGenerator;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.internal.CallEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Calls that policies find hard, and laws that they are held to with them. */
class PolicyLawsTest {
    private static final int CALLS = 2_000;

    private static List<ToolCall> calls(long seed) {
        return CallGenerator.of(RefundPolicy.POLICY).calls(seed).limit(CALLS).toList();
    }

    private static List<String> texts(List<ToolCall> calls) {
        return calls.stream().map(call -> call + " " + call.arguments()).toList();
    }

    @Test
    void the_same_seed_makes_the_same_calls_and_another_seed_others() {
        assertThat(texts(calls(7))).isEqualTo(texts(calls(7))).isNotEqualTo(texts(calls(8)));
    }

    @Test
    void calls_meet_every_tool_bound_type_and_gap() {
        Set<String> amounts = calls(1).stream()
                .filter(call -> call.tool().equals("create_refund"))
                .map(call -> call.argumentsAsObject().containsKey("amount")
                        ? Objects.toString(call.argumentsAsObject().get("amount"))
                        : "missing")
                .collect(Collectors.toSet());

        assertThat(amounts)
                .contains("49999", "50000", "50001", "20000", "20001", "100000", "100001", "0", "-1", "null", "missing")
                .contains("true", "text", "[50000]", "{}");
        assertThat(calls(1).stream().map(ToolCall::tool).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "create_refund", "list_refunds", "delete_customer", "a tool that no policy names");
        assertThat(calls(1).stream()
                        .map(call -> call.argumentsAsObject().get("metadata"))
                        .filter(Map.class::isInstance))
                .contains(Map.of("env", "test"));
    }

    @Test
    void every_rule_of_a_policy_decides_on_some_call() {
        CoverageRecorder coverage = CoverageRecorder.of(RefundPolicy.POLICY);
        PolicyTester tester = coverage.tester();
        calls(3).forEach(call -> {
            tester.advance(Duration.ofDays(1));
            tester.judge(call, CallEnd.RETURNED);
        });

        assertThat(coverage.report().missed())
                .extracting(CoverageGoal::kind)
                .doesNotContain(
                        CoverageGoal.Kind.DENIED,
                        CoverageGoal.Kind.PASSED,
                        CoverageGoal.Kind.ASKED,
                        CoverageGoal.Kind.INSIDE,
                        CoverageGoal.Kind.OUTSIDE);
    }

    @Property(tries = 20)
    void a_policy_keeps_its_laws_whatever_the_seed(@ForAll long seed) {
        PolicyLaws laws = PolicyLaws.of(RefundPolicy.POLICY, seed, 500);

        laws.noCallReachesAHiddenTool();
        laws.neverMoreThanItsLimits();
        laws.deniesWithout("create_refund", "amount");
    }

    @Test
    void an_argument_that_can_be_left_out_is_found_with_a_witness() {
        Policy careless = PolicyReader.parse("""
                tools:
                  pay:
                    rules:
                      - conditions: [{ path: args.reason, op: neq, value: none }]
                """);
        PolicyLaws laws = PolicyLaws.of(careless, 1, CALLS);

        laws.deniesWithout("pay", "reason");
        assertThatThrownBy(() -> laws.deniesWithout("pay", "amount"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "expected that `pay` is denied without `amount`, but with seed 1 this call was let through\n"
                                + "\n  call      pay {\"reason\":");
    }

    @Test
    void a_law_about_a_tool_that_is_denied_anyway_is_a_mistake() {
        PolicyLaws laws = PolicyLaws.of(RefundPolicy.POLICY, 1, CALLS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> laws.deniesWithout("creat_refund", "amount"))
                .withMessage("the policy does not list `creat_refund` (did you mean `create_refund`?)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> laws.deniesWithout("delete_customer", "id"))
                .withMessage("the policy does not list `delete_customer` (there are `create_refund`, `list_refunds`)");
    }

    @Test
    void a_law_is_tried_with_at_least_one_call() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyLaws.of(RefundPolicy.POLICY, 1, 0))
                .withMessage("a law is tried with at least one call, not 0");
    }

    @Test
    void a_limit_in_shadow_mode_may_be_exceeded() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> tool.limit(Terms.calls().atMost(1).perDay().shadow()))
                .build();

        assertThatNoException().isThrownBy(PolicyLaws.of(policy, 7, 100)::neverMoreThanItsLimits);
    }
}
