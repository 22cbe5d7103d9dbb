package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import org.junit.jupiter.api.Test;

/** What the test kit makes of comparisons that take text for numbers. */
class DecimalRulesTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools:
              most: { require: [{ conditions: [{ path: args.amount, op: lte, value: 12.5, as: decimal }] }] }
              one: { deny_if: [{ conditions: [{ not: { path: args.n, op: in, value: [1, 2.5], as: decimal } }] }] }
              pair: { require: [{ conditions: [{ path: args.low, op: lte, value_from: args.high, as: decimal }] }] }
            """);

    @Test
    void a_comparison_finds_every_change_of_a_rule_that_takes_text_for_numbers() {
        assertThat(PolicyMutations.of(POLICY).mutants()).hasSizeGreaterThan(15).allSatisfy(mutant -> assertThat(
                        PolicyComparison.between(POLICY, mutant.policy())
                                .report()
                                .differences())
                .as(mutant.label() + ": " + mutant.change())
                .isNotEmpty());
    }

    @Test
    void that_text_is_taken_is_lost_and_nothing_else_is_with_it() {
        assertThat(PolicyMutations.of(POLICY).mutants())
                .extracting(Mutant::change)
                .contains("takes no text for a number")
                .contains("`args.amount lte 12.5 as decimal` became `lt 12.5`");
    }

    @Test
    void text_on_both_sides_of_a_bound_shows_it() {
        CoverageRecorder recorder = CoverageRecorder.of(POLICY);
        PolicyTester tester = recorder.tester();
        tester.call("most").withArg("amount", "12.50").isAllowed();
        tester.call("most").withArg("amount", "12.6").isDeniedBy("args.amount lte");
        tester.call("pair").withArg("low", "5.0").withArg("high", "5").isAllowed();
        tester.call("pair").withArg("low", "6").withArg("high", "5").isDeniedBy("args.low lte");

        assertThat(recorder.report().missed())
                .noneMatch(goal -> goal.kind() == CoverageGoal.Kind.INSIDE || goal.kind() == CoverageGoal.Kind.OUTSIDE);
    }
}
