package dev.mcppolicy.testkit.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.dsl.Terms;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.RefundPolicy;
import dev.mcppolicy.testkit.TestCall;
import dev.mcppolicy.testkit.junit.PolicyCoverage;
import dev.mcppolicy.testkit.junit.PolicyTest;
import dev.mcppolicy.testkit.junit.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tests show of a policy, and what they leave in the dark. */
class CoverageTest {
    private static final CheckedPolicy POLICY = PolicyReader.check("""
            version: "1"
            default: deny
            hide: [delete_customer, drop]
            tools:
              create_refund:
                rules:
                  - name: max refund
                    conditions: [{ path: args.amount, op: lte, value: 500 }]
                  - name: refunds a day
                    rate_limit: 2/day
                  - name: a human
                    action: require_approval
                    conditions: [{ path: args.amount, op: gt, value: 99.5 }]
                  - name: no <b> in notes
                    conditions: [{ path: args.note, op: not_contains, value: "<b>" }]
              close_account:
                rules: [{ name: never, action: deny }]
              list_refunds: { rules: [] }
            """, "refunds.yaml");

    private final CoverageRecorder coverage = CoverageRecorder.of(POLICY);
    private final PolicyTester policy = coverage.tester();
    private final TestCall refund =
            policy.call("create_refund").withArg("amount", 1).withArg("note", "ok");

    private boolean shows(String rule, CoverageGoal.Kind kind) {
        return coverage.report().goals().stream()
                .filter(goal -> goal.label().equals(rule) && goal.kind() == kind)
                .allMatch(goal -> !coverage.report().missed().contains(goal));
    }

    @Test
    void without_a_test_nothing_is_shown() {
        assertThat(coverage.report().percent()).isZero();
        assertThat(coverage.report().text()).isEqualTo("""
                        policy coverage of refunds.yaml: 0 % (0 of 32)
                          refunds.yaml:2: `(default deny)`
                            not shown: denies a call: an unlisted tool
                          refunds.yaml:3: `(hidden)`
                            not shown: denies a call: delete_customer
                            not shown: denies a call: drop
                          refunds.yaml:7: create_refund: `max refund`
                            not shown: lets a call pass
                            not shown: denies a call
                            not shown: a value just inside: args.amount lte 500
                            not shown: a value just outside: args.amount lte 500
                            not shown: a call that leaves it out: args.amount
                            not shown: a call that has null for it: args.amount
                            not shown: a call that has something of another kind there: args.amount
                          refunds.yaml:9: create_refund: `refunds a day`
                            not shown: the last call that is allowed
                            not shown: the first call that is denied
                            not shown: a call that the next window allows again
                            not shown: another caller: is denied, too, as all count together
                            not shown: a charge that is released
                          refunds.yaml:11: create_refund: `a human`
                            not shown: lets a call pass
                            not shown: asks for an approval
                            not shown: a call that a yes lets run
                            not shown: a call that a no denies
                            not shown: a call that nobody answers in time
                            not shown: a value just inside: args.amount gt 99.5
                            not shown: a value just outside: args.amount gt 99.5
                            not shown: a call that leaves it out: args.amount
                            not shown: a call that has null for it: args.amount
                            not shown: a call that has something of another kind there: args.amount
                          refunds.yaml:14: create_refund: `no <b> in notes`
                            not shown: lets a call pass
                            not shown: denies a call
                            not shown: a call that leaves it out: args.note
                            not shown: a call that has null for it: args.note
                            not shown: a call that has something of another kind there: args.note
                          refunds.yaml:17: close_account: `never`
                            not shown: denies a call
                          refunds.yaml:18: `list_refunds`
                            not shown: an allowed call
                        """);
    }

    @Test
    void a_long_list_ends_with_how_much_more_there_is() {
        assertThat(coverage.report().text(1)).isEqualTo("""
                        policy coverage of refunds.yaml: 0 % (0 of 32)
                          refunds.yaml:2: `(default deny)`
                            not shown: denies a call: an unlisted tool
                          and 31 more, of 7 rules
                        """);
        assertThat(coverage.report().text(7)).endsWith("  and 1 more, of 1 rule\n");
        assertThat(coverage.report().text(8)).isEqualTo(coverage.report().text());
    }

    @Test
    void a_rule_that_would_deny_after_another_shows_nothing() {
        refund.withArg("amount", 501).withArg("note", "<b>").isDeniedBy("max refund");

        assertThat(shows("max refund", CoverageGoal.Kind.DENIED)).isTrue();
        assertThat(shows("no <b> in notes", CoverageGoal.Kind.DENIED)).isFalse();
        assertThat(shows("no <b> in notes", CoverageGoal.Kind.PASSED)).isFalse();
    }

    @Test
    void only_values_next_to_a_bound_show_it() {
        refund.withArg("amount", 499).needsApproval("a human");
        refund.withArg("amount", 502).isDeniedBy("max refund");
        assertThat(shows("max refund", CoverageGoal.Kind.INSIDE)).isFalse();
        assertThat(shows("max refund", CoverageGoal.Kind.OUTSIDE)).isFalse();

        refund.withArg("amount", 500).needsApproval("a human");
        refund.withArg("amount", 501).isDeniedBy("max refund");
        assertThat(shows("max refund", CoverageGoal.Kind.INSIDE)).isTrue();
        assertThat(shows("max refund", CoverageGoal.Kind.OUTSIDE)).isTrue();
    }

    @Test
    void a_bound_with_digits_is_shown_to_its_last_digit() {
        refund.withArg("amount", 99).isAllowed();
        assertThat(shows("a human", CoverageGoal.Kind.OUTSIDE)).isFalse();

        refund.withArg("amount", 99.5).isAllowed();
        assertThat(shows("a human", CoverageGoal.Kind.OUTSIDE)).isTrue();
        assertThat(shows("a human", CoverageGoal.Kind.INSIDE)).isFalse();
    }

    @Test
    void the_next_window_shows_only_after_a_denial() {
        refund.times(2).areAllowed();
        assertThat(shows("refunds a day", CoverageGoal.Kind.LAST_ALLOWED)).isTrue();
        policy.advance(Duration.ofDays(1));
        refund.times(2).areAllowed();
        assertThat(shows("refunds a day", CoverageGoal.Kind.NEXT_WINDOW)).isFalse();

        refund.isDeniedBy("refunds a day");
        assertThat(shows("refunds a day", CoverageGoal.Kind.FIRST_DENIED)).isTrue();
        policy.advance(Duration.ofDays(1));
        refund.isAllowed();

        assertThat(shows("refunds a day", CoverageGoal.Kind.NEXT_WINDOW)).isTrue();
    }

    @Test
    void what_a_call_holds_while_a_human_is_asked_is_counted_once() {
        CoverageRecorder recorder = CoverageRecorder.of(PolicyReader.check("""
                tools:
                  t:
                    rules:
                      - { name: ask, action: require_approval }
                      - { name: three, rate_limit: 3/day }
                """, "asking.yaml"));
        TestCall call = recorder.tester().call("t");
        CoverageGoal last = recorder.report().goals().stream()
                .filter(goal -> goal.kind() == CoverageGoal.Kind.LAST_ALLOWED)
                .findFirst()
                .orElseThrow();

        call.needsApproval("ask").approve().isAllowed();
        call.needsApproval("ask").approve().isAllowed();
        assertThat(recorder.report().missed()).contains(last);

        call.needsApproval("ask").approve().isAllowed();
        assertThat(recorder.report().missed()).doesNotContain(last);
    }

    @Test
    void a_charge_that_is_given_back_shows_the_release() {
        refund.isAllowed();
        assertThat(shows("refunds a day", CoverageGoal.Kind.RELEASED)).isFalse();

        refund.withArg("amount", 100).needsApproval().decline().isDeniedBy("a human");

        assertThat(shows("refunds a day", CoverageGoal.Kind.RELEASED)).isTrue();
    }

    /** Shows all there is to be shown of the policy. */
    private void showAll() {
        refund.withArg("amount", 99.5).notExecuted().isAllowed();
        refund.withArg("amount", 99.6).needsApproval("a human").decline().isDeniedBy("a human");
        refund.withArg("amount", 500).needsApproval("a human").decline().isDeniedBy("a human");
        refund.withArg("amount", 100).needsApproval("a human").timeOut().isDeniedBy("a human");
        refund.withArg("amount", 501).isDeniedBy("max refund");
        refund.withArg("amount", null).isDeniedBy("max refund");
        refund.withArg("amount", "1").isDeniedBy("max refund");
        policy.call("create_refund").withArg("note", "ok").isDeniedBy("max refund");
        refund.withArg("note", "<b>").isDeniedBy("no <b> in notes");
        refund.withArg("note", null).isDeniedBy("no <b> in notes");
        refund.withArg("note", 5).isDeniedBy("no <b> in notes");
        policy.call("create_refund").withArg("amount", 1).isDeniedBy("no <b> in notes");
        refund.asGrant("a").isAllowed();
        refund.withArg("amount", 100).needsApproval("a human").approve().isAllowed();
        refund.isDeniedBy("refunds a day");
        policy.advance(Duration.ofDays(1));
        refund.isAllowed();
        policy.call("close_account").isDeniedBy("never");
        policy.call("list_refunds").isAllowed();
        policy.call("list_customers").isDeniedBy("(default deny)");
        policy.hides("delete_customer", "drop");
    }

    @Test
    void a_policy_can_be_shown_whole() {
        showAll();

        assertThat(coverage.report().missed()).isEmpty();
        assertThat(coverage.report().percent()).isEqualTo(100);
    }

    @Test
    void the_share_is_rounded_down() {
        refund.withArg("amount", 501).isDeniedBy("max refund");

        assertThat(coverage.report().goals()).hasSize(32);
        assertThat(coverage.report().missed()).hasSize(30);
        assertThat(coverage.report().percent()).isEqualTo(6);
    }

    @Test
    void a_policy_without_document_is_covered_too() {
        CoverageReport report = CoverageRecorder.of(RefundPolicy.POLICY).report();

        assertThat(report.text())
                .startsWith("policy coverage of refunds: 0 % (0 of 38)\n  `(default deny)`\n    not shown: ");
        assertThat(report.document()).isEmpty();
    }

    @Test
    void a_class_that_shows_too_little_fails() {
        assertThat(TestRun.of(TooLittle.class).failures().values())
                .singleElement()
                .asString()
                .startsWith("""
                        expected a policy coverage of at least 50 %
                        policy coverage of refunds.yaml: 6 % (2 of 33)
                          refunds.yaml:3: `(hidden)`
                            not shown: denies a call: delete_customer
                        """);
    }

    @PolicyTest("refunds.yaml")
    @PolicyCoverage(minimum = 50)
    static class TooLittle {
        @Test
        void one(PolicyTester policy) {
            policy.call("list_refunds").isAllowed();
        }

        @Test
        void two(PolicyTester policy) {
            policy.call("list_customers").isDeniedBy("(default deny)");
        }
    }

    @Test
    void a_class_that_shows_enough_passes_and_writes_its_report() throws IOException {
        assertThat(TestRun.of(Enough.class).failures()).isEmpty();

        assertThat(Files.readString(Path.of("target/policy-coverage/refunds.yaml.html")))
                .startsWith("<!DOCTYPE html>");
        assertThat(Files.readString(Path.of("target/policy-coverage/refunds.yaml.json")))
                .startsWith("{\"goals\":[");
    }

    @PolicyTest("refunds.yaml")
    @PolicyCoverage(minimum = 3, report = "target/policy-coverage")
    static class Enough {
        @Test
        void one(PolicyTester policy) {
            policy.call("list_refunds").isAllowed();
        }
    }

    @Test
    void a_class_that_tests_no_policy_fails() {
        assertThat(TestRun.of(Nothing.class).failures().values())
                .containsExactly(
                        "no test of `" + Nothing.class.getName() + "` took a PolicyTester, so nothing was covered");
    }

    @PolicyTest("refunds.yaml")
    @PolicyCoverage
    static class Nothing {
        @Test
        void one() {}
    }

    @Test
    void a_minimum_beyond_all_is_refused() {
        assertThat(TestRun.of(Beyond.class).failures().values())
                .containsExactly("a minimum of coverage is 0 to 100 percent, not 101");
    }

    @PolicyTest("refunds.yaml")
    @PolicyCoverage(minimum = 101)
    static class Beyond {
        @Test
        void one(PolicyTester policy) {
            policy.call("list_refunds").isAllowed();
        }
    }

    @Test
    void rules_in_shadow_mode_need_no_test_and_hide_no_other_goal() {
        Policy tried = PolicyBuilder.policy("p")
                .allowByDefault()
                .tool("t", tool -> tool.deny().named("tried").shadow())
                .tool("u", tool -> tool.require(Terms.arg("a").exists())
                        .named("real")
                        .limit(Terms.calls().atMost(1).perDay().named("tried").shadow()))
                .build();
        CoverageRecorder recorder = CoverageRecorder.of(tried);
        PolicyTester tester = recorder.tester();

        assertThat(recorder.report().goals())
                .extracting(CoverageGoal::label)
                .containsExactlyInAnyOrder("(default allow)", "real", "real", "real", "real");
        tester.call("t").isAllowed();
        tester.call("u").withArg("a", null).isDeniedBy("real");
        tester.call("u").withArg("a", 1).times(3).areAllowed();
        tester.call("u").isDeniedBy("real");
        tester.call("other").isAllowed();
        assertThat(recorder.report().percent()).isEqualTo(100);
    }

    @Test
    void a_policy_in_shadow_mode_denies_nothing_that_a_test_could_show() {
        CoverageRecorder recorder = CoverageRecorder.of(PolicyReader.check("""
                default: deny
                mode: shadow
                hide: [drop]
                tools: { t: { rules: [{ name: never, action: deny }] } }
                """, "tried.yaml"));

        assertThat(recorder.report().goals())
                .extracting(CoverageGoal::label, CoverageGoal::kind)
                .containsExactly(tuple("t", CoverageGoal.Kind.ALLOWED));
        recorder.tester().call("t").isAllowed();
        assertThat(recorder.report().percent()).isEqualTo(100);
    }

    @Test
    void a_call_that_is_allowed_shows_no_denial_by_default() {
        Policy shadow = PolicyBuilder.policy("p").denyByDefault().shadow().build();
        List<CoverageGoal> reached = new ArrayList<>();

        PolicyTester.observed(shadow, new CoverageObserver(shadow, ValueObserver.of(shadow), reached::add))
                .call("unlisted")
                .isAllowed();

        assertThat(reached).isEmpty();
    }

    @Test
    void rules_that_hiding_keeps_from_every_call_need_no_test() {
        String tools = """
                tools:
                  drop: { rules: [{ name: behind, action: deny }] }
                  "*": { rules: [{ name: all, rate_limit: 1/day }] }
                """;
        Policy one = PolicyReader.parse("hide: [drop]\n" + tools);
        Policy all = PolicyReader.parse("hide: [\"*\"]\n" + tools);

        assertThat(CoverageRecorder.of(one).report().goals())
                .extracting(CoverageGoal::label)
                .contains("(hidden)", "all")
                .doesNotContain("behind");
        assertThat(CoverageRecorder.of(all).report().goals())
                .extracting(CoverageGoal::label)
                .containsExactly("(hidden)");
    }

    @Test
    void the_edge_of_two_values_and_a_value_that_is_left_out_are_to_be_shown() {
        CheckedPolicy compared = PolicyReader.check("""
                default: deny
                tools:
                  t:
                    rules:
                      - name: r
                        conditions:
                          - { path: args.low, op: lt, value_from: args.high }
                          - { path: args.list, op: contains, value: a, optional: true }
                """, "p.yaml");
        CoverageRecorder recorder = CoverageRecorder.of(compared);
        PolicyTester tester = recorder.tester();
        TestCall call = tester.call("t").withArg("high", 5);

        assertThat(missed(recorder))
                .contains(
                        "a value just inside: args.low lt value_from args.high",
                        "a value just outside: args.low lt value_from args.high",
                        "a call without the value: args.list contains \"a\"");
        call.withArg("low", 1).withArg("list", Arrays.asList(null, "a")).isAllowed();
        call.withArg("low", 9).isDeniedBy("r");
        assertThat(missed(recorder))
                .contains(
                        "a value just inside: args.low lt value_from args.high",
                        "a value just outside: args.low lt value_from args.high");
        call.withArg("low", 4).withArg("list", List.of("a")).isAllowed();
        call.withArg("low", 5).isDeniedBy("r");
        assertThat(missed(recorder))
                .contains("a call without the value: args.list contains \"a\"")
                .doesNotContain(
                        "a value just inside: args.low lt value_from args.high",
                        "a value just outside: args.low lt value_from args.high");
        call.withArg("low", 1).isAllowed();
        assertThat(missed(recorder))
                .containsExactly(
                        "denies a call: an unlisted tool",
                        "a call that leaves it out: args.low",
                        "a call that has null for it: args.low",
                        "a call that has something of another kind there: args.low",
                        "a call that leaves it out: args.high",
                        "a call that has null for it: args.high",
                        "a call that has something of another kind there: args.high",
                        "a call that has null for it: args.list",
                        "a call that has something of another kind there: args.list");
        call.isDeniedBy("r");
        call.withArg("low", null).isDeniedBy("r");
        call.withArg("low", "1").isDeniedBy("r");
        tester.call("t").withArg("low", 1).isDeniedBy("r");
        call.withArg("low", 1).withArg("high", null).isDeniedBy("r");
        call.withArg("low", 1).withArg("list", null).isAllowed();
        call.withArg("low", 1).withArg("list", 5).isDeniedBy("r");
        tester.call("other").isDeniedBy("(default deny)");
        assertThat(missed(recorder)).isEmpty();
    }

    private static List<String> missed(CoverageRecorder recorder) {
        return recorder.report().missed().stream().map(CoverageGoal::words).toList();
    }
}
