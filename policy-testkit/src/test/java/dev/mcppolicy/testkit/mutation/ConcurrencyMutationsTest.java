package dev.mcppolicy.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.comparison.PolicyDifference;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The small changes of how many calls run at once, and what a comparison sees of them. */
class ConcurrencyMutationsTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools:
              two: { concurrent: { max: 2, lease: 30 } }
              one: { concurrent: { max: 1, scope: global, lease: 1, key: args.k } }
              asked: { concurrent: { max: 3, scope: principal, lease: 86400 }, action: require_approval }
              some: { concurrent: { max: 1, scope: global, when: [{ path: args.env, op: eq, value: prod }] } }
            """);

    private static List<String> changes(String tool) {
        return PolicyMutations.of(POLICY).mutants().stream()
                .filter(mutant -> mutant.pointer().startsWith("/tools/" + tool + "/concurrent"))
                .map(Mutant::change)
                .toList();
    }

    @Test
    void every_small_change_of_how_many_run_at_once_is_made() {
        assertThat(changes("two"))
                .containsExactly(
                        "was dropped",
                        "lets 3 run at once, not 2",
                        "lets 1 run at once, not 2",
                        "counts per global, not per grant",
                        "counts per session, not per grant",
                        "counts per principal, not per grant",
                        "leases a place for 15000 ms, not 30000 ms",
                        "leases a place for 60000 ms, not 30000 ms");
        assertThat(changes("one"))
                .contains(
                        "lets 2 run at once, not 1",
                        "counts all together, not for each `args.k`",
                        "counts for each `args`, not for each `args.k`")
                .doesNotContain("lets 0 run at once, not 1", "leases a place for 500 ms, not 1000 ms");
        assertThat(changes("some"))
                .contains(
                        "lets 2 run at once, not 1",
                        "is for all calls",
                        "`args.env eq \"prod\"` became `neq \"prod\"`");
    }

    /** A change of the lease shows where processes die alone, which a comparison has none of. */
    @TestFactory
    Stream<DynamicTest> a_comparison_finds_every_one_of_them_but_leases() {
        return PolicyMutations.of(POLICY).mutants().stream()
                .filter(mutant -> mutant.pointer().contains("concurrent"))
                .filter(mutant -> !mutant.change().contains("leases"))
                .map(mutant -> DynamicTest.dynamicTest(mutant.pointer() + " " + mutant.change(), () -> assertThat(
                                PolicyComparison.between(POLICY, mutant.policy())
                                        .report()
                                        .differences())
                        .isNotEmpty()));
    }

    @Test
    void a_difference_says_what_runs_beside_the_call() {
        Policy three = PolicyReader.parse("""
                version: "1"
                default: deny
                tools:
                  two: { concurrent: { max: 3, lease: 30 } }
                  one: { concurrent: { max: 1, scope: global, lease: 1, key: args.k } }
                  asked: { concurrent: { max: 3, scope: principal, lease: 86400 }, action: require_approval }
                  some: { concurrent: { max: 1, scope: global, when: [{ path: args.env, op: eq, value: prod }] } }
                """);

        assertThat(PolicyComparison.between(POLICY, three).report().differences())
                .extracting(PolicyDifference::words)
                .containsExactly("two, beside 2 calls: was denied by `2 calls at once for a grant`, is now allowed");
    }

    @Test
    void a_rule_that_no_call_of_the_search_fills_is_named() {
        Policy many = PolicyReader.parse("""
                version: "1"
                default: deny
                tools: { two: { concurrent: { max: 5000 } } }
                """);
        Policy more = PolicyReader.parse("""
                version: "1"
                default: deny
                tools: { two: { concurrent: { max: 5001 } } }
                """);

        assertThat(PolicyComparison.between(many, more).report().text())
                .contains("5000 calls at once for a grant", "5001 calls at once for a grant");
        assertThat(PolicyComparison.between(POLICY, POLICY).report().text()).doesNotContain("calls at once");
    }
}
