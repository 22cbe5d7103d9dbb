package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.calls.CallGenerator;
import dev.mcppolicy.testkit.comparison.ComparisonReport;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tests, mutants, coverage and comparisons make of rules that several tools have in common. */
class GroupedToolsTest {
    private static final String TEXT = """
            default: deny
            tools:
              list: {}
            groups:
              writes:
                tools: [create, "update_*"]
                allow: true
                rules:
                  - name: a reason
                    conditions: [{ path: args.why, op: exists, value: true }]
                  - name: two writes
                    rate_limit: { max: 2, window: hour, scope: grant }
            """;
    private static final CheckedPolicy POLICY = PolicyReader.check(TEXT, "writes.yaml");

    private static void writes(PolicyTester policy) {
        policy.call("list").isAllowed();
        policy.call("drop").isDeniedBy("(default deny)");
        policy.call("create").isDeniedBy("a reason");
        policy.call("create").withArg("why", null).isDeniedBy("a reason");
        policy.call("create").withArg("why", 1).isAllowed();
        policy.call("update_x").withArg("why", 1).notExecuted().isAllowed();
        policy.call("update_x").withArg("why", 1).isAllowed();
        policy.call("create").withArg("why", 1).isDeniedBy("two writes");
        policy.call("update_y").withArg("why", 1).isDeniedBy("two writes");
        policy.call("create").withArg("why", 1).asGrant("other").isAllowed();
        Caller other = Caller.ofGrant("other");
        policy.call("create")
                .withArg("why", 1)
                .asCaller(other.withSession("second"))
                .isAllowed();
        policy.call("create")
                .withArg("why", 1)
                .asCaller(other.withSession("third"))
                .isDeniedBy("two writes");
        policy.advance(Duration.ofMinutes(1));
        policy.call("create").withArg("why", 1).isDeniedBy("two writes");
        policy.advance(Duration.ofMinutes(59));
        policy.call("create").withArg("why", 1).isAllowed();
    }

    @Test
    void tests_of_a_group_kill_every_mutant_of_it_and_cover_all() {
        assertThat(PolicyMutations.of(POLICY)
                        .against(List.of(GroupedToolsTest::writes))
                        .survivors())
                .isEmpty();
        CoverageRecorder coverage = CoverageRecorder.of(POLICY);
        writes(coverage.tester());
        assertThat(coverage.report().missed()).isEmpty();
    }

    @Test
    void a_group_that_loses_a_tool_or_lists_no_longer_is_a_mutant_that_lives_where_no_test_looks() {
        assertThat(PolicyMutations.of(POLICY)
                        .against(List.of(policy -> policy.call("list").isAllowed()))
                        .survivors())
                .extracting(mutant -> mutant.pointer() + " " + mutant.change())
                .contains(
                        "/groups/writes/tools/0 lost `create`",
                        "/groups/writes/tools/1 lost `update_*`",
                        "/groups/writes/allow `allow: true` became `false`");
    }

    @Test
    void whether_a_group_lists_what_another_lists_makes_no_difference() {
        Policy policy = PolicyReader.parse("""
                default: deny
                hide: [delete_all]
                tools: { create: {} }
                groups:
                  listing: { tools: ["delete_*"], allow: true, rules: [{ rate_limit: 5/day }] }
                  within: { tools: [create, delete_all, delete_one, "delete_*_now"], rules: [{ rate_limit: 3/day }] }
                  beyond: { tools: [create, "*_one"], rules: [{ rate_limit: 2/day }] }
                """);

        assertThat(PolicyMutations.of(policy).mutants().stream()
                        .filter(mutant -> mutant.pointer().endsWith("/allow")))
                .extracting(mutant -> mutant.label() + ": " + mutant.equivalence())
                .containsExactly("listing: null", "within: its tools are listed elsewhere, or hidden", "beyond: null");
    }

    @Test
    void a_listing_group_without_a_call_is_a_goal_that_is_missed() {
        CoverageRecorder coverage = CoverageRecorder.of(POLICY);
        coverage.tester().call("list").isAllowed();
        assertThat(coverage.report().text())
                .containsSubsequence(
                        "writes.yaml:7: `writes`",
                        "not shown: an allowed call: a tool it lists",
                        "`two writes`",
                        "not shown: the first call that is denied");
    }

    @Test
    void a_comparison_finds_what_a_group_changes() {
        for (List<String> change : List.of(
                List.of("allow: true", "allow: false"),
                List.of("create, ", ""),
                List.of("update_*", "update*"),
                List.of("max: 2", "max: 3"),
                List.of("args.why", "args.because"))) {
            assertThat(differences(TEXT, TEXT.replace(change.get(0), change.get(1))))
                    .as("%s", change)
                    .isNotEmpty();
        }
        assertThat(differences(TEXT, TEXT)).isEmpty();
    }

    @Test
    void one_budget_for_two_tools_differs_from_a_budget_for_each() {
        String rule = "rules: [{ rate_limit: { max: 2, window: hour, scope: grant } }]";
        String together = "default: deny\ntools: { a: {}, b: {} }\ngroups: { g: { tools: [a, b], " + rule + " } }\n";
        String apart = "default: deny\ntools: { a: { " + rule + " }, b: { " + rule + " } }\n";

        assertThat(differences(together, apart)).isNotEmpty();
    }

    private static List<?> differences(String before, String after) {
        ComparisonReport report = PolicyComparison.between(PolicyReader.parse(before), PolicyReader.parse(after))
                .report();
        return report.differences();
    }

    @Test
    void calls_are_generated_for_names_and_patterns_of_groups() {
        Policy policy = PolicyReader.parse(TEXT);

        assertThat(CallGenerator.of(policy).tools()).contains("create", "update_x", "update_", "list");
    }
}
