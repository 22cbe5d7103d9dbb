package dev.mcppolicy.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.coverage.CoveringTest;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What programs read of a tested policy. */
class TestedPolicyTest {
    private static final CheckedPolicy POLICY = PolicyReader.check("""
            version: "1"
            default: deny
            tools:
              create_refund:
                require:
                  - conditions: [{ path: args.amount, op: lte, value: 500 }]
            """, "refunds.yaml");
    private final CoverageRecorder coverage = CoverageRecorder.of(POLICY);
    private final Consumer<PolicyTester> test =
            tester -> tester.call("create_refund").withArg("amount", 500).isAllowed();

    @Test
    void the_json_has_goals_tests_and_survivors() throws IOException {
        test.accept(coverage.tester(new CoveringTest("one \u202E", "t.yaml:3:5")));
        test.accept(coverage.tester(new CoveringTest("other", "t.yaml:9:5")));
        TestedPolicy tested =
                new TestedPolicy(coverage.report(), PolicyMutations.of(POLICY).against(List.of(test)));

        try (var in = TestedPolicyTest.class.getResourceAsStream("tested-policy.json")) {
            assertThat(tested.json() + "\n").isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void a_policy_that_was_not_changed_says_nothing_of_changes() {
        assertThat(new TestedPolicy(coverage.report(), null).json())
                .contains("\"tests\":[]")
                .doesNotContain("changes");
    }

    @Test
    void a_test_that_begins_twice_is_one_and_one_without_a_name_is_none() {
        CoveringTest named = new CoveringTest("one", "");
        test.accept(coverage.tester(named));
        test.accept(coverage.tester(named));
        test.accept(coverage.tester());

        assertThat(coverage.report().tests()).containsExactly(named);
        assertThat(coverage.report().goals().stream().filter(coverage.report()::isReached))
                .isNotEmpty()
                .allSatisfy(goal -> assertThat(coverage.report().tests(goal)).containsExactly(named));
    }
}
