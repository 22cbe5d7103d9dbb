package dev.mcppolicy.testkit.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.comparison.PolicyDifference;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The small changes of whose yes counts and of how long it holds. */
class AnswerMutationsTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools:
              pay: { approvals: [{ conditions: [{ path: args.amount, op: gt, value: 5 }], by: operator, remember: { for: 900 } }] }
              post: { approvals: [{ conditions: [], by: client, remember: { for: 15m, arguments: any, uses: 2 } }] }
              mail: { approvals: [{ conditions: [], remember: { for: 15m, uses: 3 } }] }
              none: { approvals: [{ conditions: [] }] }
            """);

    private static List<String> changes(String tool) {
        return PolicyMutations.of(POLICY).mutants().stream()
                .filter(mutant -> mutant.pointer().startsWith("/tools/" + tool + "/"))
                .map(Mutant::change)
                .toList();
    }

    @Test
    void every_small_change_of_what_a_yes_is_worth_is_made() {
        assertThat(changes("pay"))
                .contains(
                        "waits 10m for an answer, not 5m",
                        "waits 150s for an answer, not 5m",
                        "anyone's yes counts",
                        "the client's and an operator's yes alone count",
                        "asks each time",
                        "remembers a yes twice as long",
                        "remembers a yes half as long");
        assertThat(changes("post"))
                .contains(
                        "anyone's yes counts",
                        "asks each time",
                        "remembers a yes for one more call",
                        "remembers a yes for one call less",
                        "remembers a yes for the same arguments alone");
        assertThat(changes("mail"))
                .contains(
                        "an operator's yes alone counts",
                        "the client's and an operator's yes alone count",
                        "asks each time",
                        "remembers a yes for one more call");
        assertThat(changes("none")).contains("remembers a yes for 1h").doesNotContain("asks each time");
    }

    /** How long a human has is not compared. */
    @TestFactory
    Stream<DynamicTest> a_comparison_finds_every_other_one_of_them() {
        return PolicyMutations.of(POLICY).mutants().stream()
                .filter(mutant ->
                        mutant.equivalence() == null && !mutant.change().startsWith("waits "))
                .map(mutant -> DynamicTest.dynamicTest(mutant.pointer() + " " + mutant.change(), () -> assertThat(
                                PolicyComparison.between(POLICY, mutant.policy())
                                        .report()
                                        .differences())
                        .isNotEmpty()));
    }

    @Test
    void a_yes_that_counts_where_it_did_not_is_a_looser_policy() {
        Policy anyones = PolicyReader.parse("""
                version: "1"
                default: deny
                tools: { post: { approvals: [{ conditions: [] }] } }
                """);
        Policy operators = PolicyReader.parse("""
                version: "1"
                default: deny
                tools: { post: { approvals: [{ conditions: [], by: operator }] } }
                """);

        assertThat(PolicyComparison.between(operators, anyones).report().differences())
                .extracting(PolicyDifference::change, PolicyDifference::words)
                .containsExactly(tuple(
                        PolicyDifference.Change.LOOSENED,
                        "post: was held for approval by `approval` (by operator), is now held for"
                                + " approval by `approval`"));
        assertThat(PolicyComparison.between(anyones, operators).report().differences())
                .extracting(PolicyDifference::change)
                .containsExactly(PolicyDifference.Change.TIGHTENED);
    }
}
