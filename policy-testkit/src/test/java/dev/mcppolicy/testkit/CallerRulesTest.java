package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.calls.CallGenerator;
import dev.mcppolicy.testkit.comparison.ComparisonReport;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the test kit makes of rules that look at who calls. */
class CallerRulesTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools:
              named: { require: [{ conditions: [{ path: caller.principal, op: in, value: [alice, bob] }, { path: args.amount, op: lte, value: 5 }] }] }
              granted: { deny_if: [{ conditions: [{ path: caller.grant, op: eq, value: desk }] }] }
              role: { require: [{ conditions: [{ path: caller.attributes.roles, op: contains, value: admin }] }] }
              each: { deny_if: [{ conditions: [{ path: "caller.attributes.roles[*].name", op: eq, value: guest }] }] }
              own: { require: [{ conditions: [{ path: args.owner, op: eq, value_from: caller.attributes.team }] }] }
              most: { require: [{ conditions: [{ path: caller.attributes.most, op: gte, value_from: args.amount }] }] }
              level: { approvals: [{ conditions: [{ path: caller.attributes.level, op: lt, value: 3 }] }] }
              told: { require: [{ conditions: [{ path: caller.client, op: regex, value: "^desk-" }, { path: caller.session, op: exists, value: true }] }] }
              counted: { limits: [{ counter: c, window: day, max: 2, scope: global, key: [caller.attributes.team, args.customer] }] }
            """);

    @Test
    void a_comparison_finds_every_change_of_a_rule_that_looks_at_the_caller() {
        List<Mutant> mutants = PolicyMutations.of(POLICY).mutants();
        assertThat(mutants).hasSizeGreaterThan(30).allSatisfy(mutant -> {
            ComparisonReport report =
                    PolicyComparison.between(POLICY, mutant.policy()).report();
            assertThat(report.mayDecideOtherwise())
                    .as(mutant.label() + ": " + mutant.change())
                    .isTrue();
            // No call shows how long an answer is waited for.
            if (!mutant.change().contains(" for an answer")) {
                assertThat(report.differences())
                        .as(mutant.label() + ": " + mutant.change())
                        .isNotEmpty();
            }
        });
    }

    @Test
    void a_witness_says_who_calls() {
        Policy looser = PolicyReader.parse("""
                {"version": "1", "default": "deny", "tools": {"role": {"require": [{"conditions": [
                 {"path": "caller.attributes.roles", "op": "contains", "value": "reader"}]}]}}}
                """);
        Policy other = PolicyReader.parse("""
                {"version": "1", "default": "deny", "tools": {"role": {"require": [{"conditions": [
                 {"path": "caller.attributes.roles", "op": "contains", "value": "admin"}]}]}}}
                """);

        assertThat(PolicyComparison.between(other, looser).report().differences())
                .extracting(difference -> difference.witness().words())
                .contains("role by attributes {\"roles\":[\"admin\"]}");
    }

    @Test
    void generated_calls_are_by_callers_whom_the_policy_lets_and_does_not_let() {
        List<Caller> callers = CallGenerator.of(POLICY)
                .calls(1)
                .filter(call -> call.tool().equals("role") || call.tool().equals("named"))
                .limit(400)
                .map(call -> call.caller())
                .toList();

        assertThat(callers).anyMatch(caller -> "alice".equals(caller.principal()));
        assertThat(callers).anyMatch(Caller::isAnonymous);
        assertThat(callers)
                .anyMatch(
                        caller -> caller.attributes().get("roles") instanceof List<?> roles && roles.contains("admin"));
        assertThat(callers).anyMatch(caller -> caller.attributes().get("roles") instanceof String);
    }

    @Test
    void both_sides_of_a_bound_on_an_attribute_are_to_be_met() {
        CoverageRecorder recorder = CoverageRecorder.of(POLICY);
        PolicyTester tester = recorder.tester();

        assertThat(bounds(recorder)).hasSize(4);
        for (int level : List.of(2, 3)) {
            TestCall call = tester.call("level").asPrincipal("alice").withAttributes(Map.of("level", level));
            if (level == 3) {
                call.isAllowed();
            } else {
                call.needsApproval("caller.attributes.level lt");
            }
        }
        assertThat(bounds(recorder)).hasSize(2).allMatch(words -> words.contains("caller.attributes.most"));
        for (int amount : List.of(100, 101)) {
            TestCall call = tester.call("most")
                    .asPrincipal("alice")
                    .withAttributes(Map.of("most", 100))
                    .withArg("amount", amount);
            if (amount == 100) {
                call.isAllowed();
            } else {
                call.isDeniedBy("caller.attributes.most gte");
            }
        }
        assertThat(bounds(recorder)).isEmpty();
    }

    private static List<String> bounds(CoverageRecorder recorder) {
        return recorder.report().missed().stream()
                .filter(goal -> goal.kind() == CoverageGoal.Kind.INSIDE || goal.kind() == CoverageGoal.Kind.OUTSIDE)
                .map(CoverageGoal::words)
                .filter(words -> words.contains("caller."))
                .toList();
    }

    @Test
    void a_failure_says_who_called() {
        TestCall call = PolicyTester.of(POLICY)
                .call("role")
                .asPrincipal("alice")
                .withAttributes(Map.of("roles", List.of("reader")));

        assertThatThrownBy(call::isAllowed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("principal alice, attributes {\"roles\":[\"reader\"]}");
    }
}
