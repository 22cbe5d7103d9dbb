package dev.mcppolicy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.comparison.ComparisonReport;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the test kit makes of rules that look at the time. */
class TimeRulesTest {
    private static final Policy POLICY = PolicyReader.parse("""
            version: "1"
            default: deny
            tools:
              office: { require: [{ conditions: [{ during: { days: [mon, fri], from: "09:00", to: "17:30", zone: Europe/Berlin } }, { path: args.amount, op: lte, value: 5 }] }] }
              night: { deny_if: [{ conditions: [{ during: { from: "22:00", to: "06:00", zone: UTC } }] }] }
              weekend: { deny_if: [{ conditions: [{ not: { during: { days: [sat, sun], zone: America/New_York } } }] }] }
              trial: { require: [{ conditions: [{ not_before: "2026-03-01T00:00:00Z" }, { before: "2027-03-01T00:00:00Z" }] }] }
              asked: { approvals: [{ conditions: [{ any: [{ before: "2026-08-01T00:00:00Z" }, { path: args.x, op: eq, value: 1 }] }] }] }
              counted: { require: [{ conditions: [{ during: { days: [wed], zone: UTC } }] }], limits: [{ counter: c, window: day, max: 2, scope: global }] }
            """);
    private static final Policy OFFICE = PolicyReader.parse("""
            {"version": "1", "default": "deny", "tools": {"t": {"require": [{"conditions":
             [{"during": {"days": ["mon", "fri"], "from": "09:00", "to": "17:30", "zone": "UTC"}}], "on_deny": "Closed."}]}}}
            """);
    private static final String SPAN = "during mon, fri 09:00 to 17:30 UTC";

    @Test
    void a_comparison_finds_every_change_of_a_rule_that_looks_at_the_time() {
        List<Mutant> mutants = PolicyMutations.of(POLICY).mutants();
        assertThat(mutants).hasSizeGreaterThan(45).allSatisfy(mutant -> {
            ComparisonReport report =
                    PolicyComparison.between(POLICY, mutant.policy()).report();
            assertThat(report.mayDecideOtherwise())
                    .as(mutant.label() + ": " + mutant.change())
                    .isTrue();
            // No call shows how long an answer is waited for, a week has one Wednesday, and the next in a month is not
            // tried.
            if (!mutant.change().contains(" for an answer") && !mutant.change().endsWith(", not per day")) {
                assertThat(report.differences())
                        .as(mutant.label() + ": " + mutant.change())
                        .isNotEmpty();
            }
        });
    }

    @Test
    void a_witness_says_when_the_call_is_made() {
        Policy longer = PolicyReader.parse("""
                {"version": "1", "default": "deny", "tools": {"t": {"require": [{"conditions":
                 [{"during": {"days": ["mon", "fri"], "from": "09:00", "to": "18:00", "zone": "UTC"}}], "on_deny": "Closed."}]}}}
                """);

        assertThat(PolicyComparison.between(OFFICE, longer).report().differences())
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.witness().words()).isEqualTo("t, from 2026-06-01T17:30:00Z"));
    }

    @Test
    void every_edge_day_and_zone_is_changed() {
        assertThat(PolicyMutations.of(OFFICE).mutants())
                .extracting(Mutant::change)
                .contains(
                        "`" + SPAN + "` became `during fri 09:00 to 17:30 UTC`",
                        "`" + SPAN + "` became `during mon 09:00 to 17:30 UTC`",
                        "`" + SPAN + "` became `during every day 09:00 to 17:30 UTC`",
                        "`" + SPAN + "` became `during mon, fri 09:01 to 17:30 UTC`",
                        "`" + SPAN + "` became `during mon, fri 08:59 to 17:30 UTC`",
                        "`" + SPAN + "` became `during mon, fri 09:00 to 17:31 UTC`",
                        "`" + SPAN + "` became `during mon, fri 09:00 to 17:29 UTC`",
                        "`" + SPAN + "` became `during mon, fri 09:00 to 17:30 Asia/Kolkata`");
        assertThat(PolicyMutations.of(POLICY).mutants())
                .extracting(Mutant::change)
                .contains(
                        "`not_before 2026-03-01T00:00:00Z` became `not_before 2026-03-01T00:01:00Z`",
                        "`not_before 2026-03-01T00:00:00Z` became `not_before 2026-02-28T23:59:00Z`",
                        "`before 2027-03-01T00:00:00Z` became `not_before 2027-03-01T00:00:00Z`");
    }

    private static void allEdges(PolicyTester tester) {
        for (String at : List.of(
                "2026-06-01T08:59:30Z -",
                "2026-06-01T09:00:00Z +",
                "2026-06-01T17:29:30Z +",
                "2026-06-01T17:30:00Z -",
                "2026-06-02T12:00:00Z -",
                "2026-06-05T12:00:00Z +")) {
            tester.at(at.substring(0, at.indexOf(' ')));
            if (at.endsWith("+")) {
                tester.call("t").isAllowed();
            } else {
                tester.call("t").isDeniedBy(SPAN);
            }
        }
        tester.call("other").isDeniedBy("(default deny)");
    }

    @Test
    void tests_of_both_sides_of_each_edge_reach_all_that_is_to_be_shown_and_notice_every_change() {
        CoverageRecorder recorder = CoverageRecorder.of(OFFICE);
        assertThat(times(recorder))
                .containsExactlyInAnyOrder(
                        "a value just inside: the beginning of " + SPAN,
                        "a value just outside: the beginning of " + SPAN,
                        "a value just inside: the end of " + SPAN,
                        "a value just outside: the end of " + SPAN,
                        "a value just outside: another day than those of " + SPAN);
        PolicyTester tester = recorder.tester();
        tester.at("2026-06-01T07:00:00Z");
        tester.call("t").isDeniedBy(SPAN);
        assertThat(times(recorder)).hasSize(5);
        allEdges(tester);
        assertThat(times(recorder)).isEmpty();
        assertThat(PolicyMutations.of(OFFICE)
                        .against(List.of(TimeRulesTest::allEdges))
                        .survivors())
                .isEmpty();
    }

    @Test
    void a_failure_says_the_instant() {
        PolicyTester tester = PolicyTester.of(OFFICE);
        tester.at("2026-06-01T07:00:00Z");
        TestCall call = tester.call("t");

        assertThatThrownBy(call::isAllowed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(SPAN + ", found \"2026-06-01T07:00:00Z\"");
    }

    private static List<String> times(CoverageRecorder recorder) {
        return recorder.report().missed().stream()
                .filter(goal -> goal.kind() == CoverageGoal.Kind.INSIDE || goal.kind() == CoverageGoal.Kind.OUTSIDE)
                .map(CoverageGoal::words)
                .toList();
    }
}
