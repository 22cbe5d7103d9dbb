package dev.mcppolicy.testkit.mutation;

import static dev.mcppolicy.dsl.Terms.arg;
import static dev.mcppolicy.dsl.Terms.sumOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.TestCall;
import dev.mcppolicy.testkit.comparison.PolicyComparison;
import dev.mcppolicy.testkit.file.PolicyTestFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Small changes of a policy, and whether tests notice them. */
class PolicyMutationsTest {
    private static final CheckedPolicy POLICY = PolicyReader.check("""
            version: "1"
            default: deny
            hide: [delete_customer]
            tools:
              create_refund:
                rules:
                  - name: max refund
                    conditions: [{ path: args.amount, op: lte, value: 500 }]
                  - name: known currency
                    conditions: [{ path: args.currency, op: in, value: [usd, eur] }]
                  - name: refund id
                    conditions: [{ path: args.id, op: regex, value: "^rf_[0-9]+$" }]
                  - name: refunds a day
                    rate_limit: 2/day
              close_account:
                rules:
                  - { name: never, action: deny }
                  - { name: unreached, conditions: [{ path: args.x, op: eq, value: 1 }] }
              delete_customer: { rules: [{ name: behind hide, conditions: [{ path: args.x, op: exists, value: true }] }] }
            """, "refunds.yaml");
    private static final PolicyMutations MUTATIONS = PolicyMutations.of(POLICY);

    private static TestCall refund(PolicyTester policy, Object amount) {
        return policy.call("create_refund")
                .withArg("amount", amount)
                .withArg("currency", "usd")
                .withArg("id", "rf_1");
    }

    private static void bounds(PolicyTester policy) {
        refund(policy, 500).notExecuted().isAllowed();
        refund(policy, 501).isDeniedBy("max refund");
    }

    private static void currencies(PolicyTester policy) {
        refund(policy, 1).withArg("currency", "eur").isAllowed();
        refund(policy, 1).isAllowed();
        refund(policy, 1).withArg("currency", "gbp").isDeniedBy("known currency");
    }

    private static void ids(PolicyTester policy) {
        refund(policy, 1).withArg("id", "rf_1 ").isDeniedBy("refund id");
        refund(policy, 1).withArg("id", " rf_1").isDeniedBy("refund id");
    }

    private static void nothing(PolicyTester policy) {
        policy.call("create_refund")
                .withArg("currency", "usd")
                .withArg("id", "rf_1")
                .isDeniedBy("max refund");
        policy.call("create_refund").withArg("amount", 1).withArg("id", "rf_1").isDeniedBy("known currency");
        policy.call("create_refund")
                .withArg("amount", 1)
                .withArg("currency", "usd")
                .isDeniedBy("refund id");
    }

    private static void limits(PolicyTester policy) {
        policy.at("2026-01-15T22:00:00Z");
        refund(policy, 1).asGrant("a").isAllowed();
        refund(policy, 1).asGrant("b").isAllowed();
        refund(policy, 1).asGrant("c").isDeniedBy("refunds a day").retryAfter(Duration.ofHours(2));
    }

    private static void tools(PolicyTester policy) {
        policy.hides("delete_customer");
        policy.call("close_account").isDeniedBy("never");
        policy.call("unlisted").isDeniedBy("(default deny)");
    }

    private static final List<Consumer<PolicyTester>> ALL = List.of(
            PolicyMutationsTest::bounds,
            PolicyMutationsTest::currencies,
            PolicyMutationsTest::ids,
            PolicyMutationsTest::nothing,
            PolicyMutationsTest::limits,
            PolicyMutationsTest::tools);

    @Test
    void every_kind_of_change_is_made() {
        assertThat(MUTATIONS.mutants().stream()
                        .map(mutant -> mutant.label() + ": " + mutant.change())
                        .collect(Collectors.joining("\n")))
                .isEqualTo("""
                        default: `deny` became `allow`
                        hide: lost `delete_customer`
                        max refund: was dropped
                        max refund: `args.amount lte 500` also holds where `args.amount` is missing
                        max refund: `args.amount lte 500` became `gt 500`
                        max refund: `args.amount lte 500` became `lt 500`
                        max refund: `args.amount lte 500` became `lte 501`
                        max refund: `args.amount lte 500` became `lte 499`
                        max refund: denies what it required
                        known currency: was dropped
                        known currency: `args.currency in ["usd","eur"]` also holds where `args.currency` is missing
                        known currency: `args.currency in ["usd","eur"]` became `not_in ["usd","eur"]`
                        known currency: `args.currency in ["usd","eur"]` became `in ["eur"]`
                        known currency: `args.currency in ["usd","eur"]` became `in ["usd"]`
                        known currency: denies what it required
                        refund id: was dropped
                        refund id: `args.id regex "^rf_[0-9]+$"` also holds where `args.id` is missing
                        refund id: `args.id regex "^rf_[0-9]+$"` became `regex "rf_[0-9]+$"`
                        refund id: `args.id regex "^rf_[0-9]+$"` became `regex "^rf_[0-9]+"`
                        refund id: denies what it required
                        refunds a day: was dropped
                        refunds a day: `at most 2 per day` became 3
                        refunds a day: `at most 2 per day` became 1
                        refunds a day: counts per minute, not per day
                        refunds a day: counts per hour, not per day
                        refunds a day: counts per week, not per day
                        refunds a day: counts per month, not per day
                        refunds a day: counts per day in Asia/Kolkata, not per day
                        refunds a day: counts per grant, not per global
                        refunds a day: counts per session, not per global
                        refunds a day: counts per principal, not per global
                        never: was dropped
                        never: requires what it denied
                        unreached: was dropped
                        unreached: `args.x eq 1` also holds where `args.x` is missing
                        unreached: `args.x eq 1` became `neq 1`
                        unreached: denies what it required
                        behind hide: was dropped
                        behind hide: `args.x exists true` became `exists false`
                        behind hide: denies what it required""");
    }

    @Test
    void tests_that_say_all_notice_every_change() {
        MutationReport report = MUTATIONS.against(ALL);

        assertThat(report.survivors()).as(report.text()).isEmpty();
    }

    @Test
    void a_change_that_no_test_notices_is_named_with_its_line() {
        List<Consumer<PolicyTester>> blind = new ArrayList<>(ALL);
        blind.set(0, policy -> {
            refund(policy, 499).notExecuted().isAllowed();
            refund(policy, 502).isDeniedBy("max refund");
        });

        assertThat(MUTATIONS.against(blind).text()).isEqualTo("""
                        tests notice 30 of 33 changes of the policy (7 more make no difference)
                          no test notices: refunds.yaml:8: `max refund`: `args.amount lte 500` became `lt 500`
                          no test notices: refunds.yaml:8: `max refund`: `args.amount lte 500` became `lte 501`
                          no test notices: refunds.yaml:8: `max refund`: `args.amount lte 500` became `lte 499`
                        """);
    }

    @Test
    void changes_that_make_no_difference_are_told_apart_with_their_reason() {
        assertThat(MUTATIONS.against(ALL).equivalent().stream()
                        .map(mutant -> mutant.label() + ": " + mutant.equivalence())
                        .distinct())
                .containsExactly(
                        "unreached: a rule before it denies every call",
                        "behind hide: the tool is hidden, so its rules are never reached");
    }

    @Test
    void a_condition_that_another_implies_is_not_counted() {
        CheckedPolicy policy = PolicyReader.check("""
                tools:
                  t:
                    rules:
                      - conditions:
                          - { path: args.n, op: exists, value: true }
                          - { path: args.n, op: lte, value: 5 }
                          - { path: args.n, op: lte, value: 9 }
                """, "t.yaml");

        assertThat(PolicyMutations.of(policy).mutants().stream()
                        .filter(mutant -> mutant.equivalence() != null)
                        .map(Mutant::change))
                .containsExactly(
                        "lost its condition `args.n exists true`",
                        "`args.n lte 5` also holds where `args.n` is missing",
                        "lost its condition `args.n lte 9`",
                        "`args.n lte 9` also holds where `args.n` is missing",
                        "`args.n lte 9` became `lt 9`",
                        "`args.n lte 9` became `lte 10`",
                        "`args.n lte 9` became `lte 8`");
    }

    @Test
    void a_rule_keeps_its_name_when_it_is_changed() {
        CheckedPolicy policy = PolicyReader.check("""
                {"version": "1", "default": "allow", "tools": {"t": {"require": [
                  {"conditions": [{"path": "args.n", "op": "lte", "value": 5}]}]}}}
                """, "t.json");
        MutationReport report = PolicyMutations.of(policy)
                .against(List.of(tester -> tester.call("t").withArg("n", 7).isDeniedBy("args.n lte")));

        assertThat(report.survivors())
                .extracting(Mutant::change)
                .contains("`args.n lte 5` became `lt 5`", "`args.n lte 5` became `lte 6`");
    }

    @Test
    void the_files_of_a_policy_are_its_tests() {
        List<PolicyTestFile> files = PolicyTestFile.readAll(Path.of("src/test/more-policies"));

        MutationReport report = PolicyMutations.of(files.get(0).policy()).againstFiles(files);

        assertThat(report.text()).isEqualTo("""
                        tests notice 29 of 42 changes of the policy (1 more make no difference)
                          no test notices: src/test/more-policies/refunds.yaml:8: `max single refund`: `args.amount lte 50000` also holds where `args.amount` is missing
                          no test notices: src/test/more-policies/refunds.yaml:8: `max single refund`: `args.amount lte 50000` became `lt 50000`
                          no test notices: src/test/more-policies/refunds.yaml:8: `max single refund`: `args.amount lte 50000` became `lte 49999`
                          no test notices: src/test/more-policies/refunds.yaml:10: `daily refund count`: counts per session, not per global
                          no test notices: src/test/more-policies/refunds.yaml:13: `daily refund sum`: counts per minute, not per day
                          no test notices: src/test/more-policies/refunds.yaml:13: `daily refund sum`: counts per hour, not per day
                          no test notices: src/test/more-policies/refunds.yaml:13: `daily refund sum`: counts per week, not per day
                          no test notices: src/test/more-policies/refunds.yaml:13: `daily refund sum`: counts per month, not per day
                          no test notices: src/test/more-policies/refunds.yaml:13: `daily refund sum`: counts per day in Asia/Kolkata, not per day
                          no test notices: src/test/more-policies/refunds.yaml:16: `large refunds`: waits 1h for an answer, not 30m
                          no test notices: src/test/more-policies/refunds.yaml:16: `large refunds`: waits 15m for an answer, not 30m
                          no test notices: src/test/more-policies/refunds.yaml:16: `large refunds`: an operator's yes alone counts
                          no test notices: src/test/more-policies/refunds.yaml:16: `large refunds`: the client's and an operator's yes alone count
                        """);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MUTATIONS.againstFiles(files).survivors())
                .withMessageEndingWith("refunds.policytest.yaml` is about another policy");
    }

    @Test
    void tests_that_fail_anyway_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MUTATIONS
                        .against(List.of(policy -> policy.lists("unlisted")))
                        .survivors())
                .withMessageStartingWith(
                        "a test fails with the policy as it is: expected the policy to list `unlisted`");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MUTATIONS.against(List.of()).survivors())
                .withMessage("there is no test to notice anything");
    }

    @Test
    void every_mutant_keeps_the_modes_of_the_policy() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .shadow()
                .tool("t", tool -> tool.require(arg("a").atMost(1))
                        .shadow()
                        .denyIf(arg("b").is("x"))
                        .shadow()
                        .requireApproval(arg("c").atLeast(1))
                        .shadow()
                        .limit(sumOf("d").atMost(5).perDay().shadow()))
                .build();

        assertThat(PolicyMutations.of(policy).mutants()).hasSizeGreaterThan(10).allSatisfy(mutant -> {
            assertThat(mutant.policy().mode()).isEqualTo(Mode.SHADOW);
            assertThat(mutant.policy().tools().get("t").rules())
                    .extracting(Rule::mode)
                    .doesNotContain(Mode.ENFORCE);
        });
    }

    @Test
    void no_test_could_notice_a_change_of_what_a_policy_in_shadow_mode_lists() {
        Policy policy = PolicyReader.parse("default: deny\nmode: shadow\nhide: [drop]\ntools: { t: { rules: [] } }\n");

        assertThat(PolicyMutations.of(policy).mutants())
                .extracting(Mutant::pointer, Mutant::equivalence)
                .containsExactly(
                        tuple("/default", "the policy is in shadow mode, so it decides nothing"),
                        tuple("/hide/0", "the policy is in shadow mode, so it decides nothing"));
    }

    @Test
    void no_test_could_notice_a_change_of_a_rule_in_shadow_mode() {
        Policy policy = PolicyBuilder.policy("p")
                .denyByDefault()
                .tool("t", tool -> tool.deny().shadow().require(arg("a").atMost(1)))
                .build();

        assertThat(PolicyMutations.of(policy).mutants())
                .filteredOn(mutant -> mutant.pointer().startsWith("/tools/t/deny_if/0"))
                .isNotEmpty()
                .extracting(Mutant::equivalence)
                .containsOnly("the rule is in shadow mode, so it decides nothing");
        assertThat(PolicyMutations.of(policy).mutants())
                .filteredOn(mutant -> mutant.pointer().startsWith("/tools/t/require/0"))
                .isNotEmpty()
                .extracting(Mutant::equivalence)
                .containsOnlyNulls();
    }

    @Test
    void a_folder_host_or_domain_is_widened_to_what_stands_beside_it() {
        Policy policy = PolicyReader.parse("""
                default: deny
                tools:
                  t:
                    rules:
                      - { name: p, conditions: [{ path: args.p, op: within, value: [/srv/data, /tmp] }] }
                      - { name: h, conditions: [{ path: args.h, op: host_in, value: [shop.example.com, "http://a.b.c:8080", "*.x.y", b.c] }] }
                      - { name: m, conditions: [{ path: args.m, op: email_in, value: [mail.example.com] }] }
                      - { name: n, conditions: [{ path: args.n, op: not_regex, value: "^;" }] }
                """);

        assertThat(PolicyMutations.of(policy).mutants().stream().map(Mutant::change))
                .contains(
                        "`args.p within [\"/srv/data\",\"/tmp\"]` became `within [\"/srv\",\"/tmp\"]`",
                        "`args.h host_in [\"shop.example.com\",\"http://a.b.c:8080\",\"*.x.y\",\"b.c\"]` became "
                                + "`host_in [\"*.example.com\",\"http://a.b.c:8080\",\"*.x.y\",\"b.c\"]`",
                        "`args.h host_in [\"shop.example.com\",\"http://a.b.c:8080\",\"*.x.y\",\"b.c\"]` became "
                                + "`host_in [\"shop.example.com\",\"http://*.b.c:8080\",\"*.x.y\",\"b.c\"]`",
                        "`args.m email_in [\"mail.example.com\"]` became `email_in [\"*.example.com\"]`",
                        "`args.n not_regex \"^;\"` became `regex \"^;\"`");
        assertThat(PolicyMutations.of(policy).mutants().stream()
                        .filter(mutant -> mutant.change().equals("denies what it required"))
                        .map(Mutant::label))
                .containsExactly("n");
    }

    @Test
    void any_all_and_not_are_exchanged_lost_and_changed_at_every_depth() {
        Policy policy = PolicyReader.parse("""
                default: deny
                tools:
                  t:
                    rules:
                      - name: r
                        conditions:
                          - any:
                              - { path: args.a, op: eq, value: 1 }
                              - all: [{ path: args.b, op: eq, value: 1 }, { not: { path: args.c, op: eq, value: 1 } }]
                """);

        assertThat(PolicyMutations.of(policy).mutants())
                .filteredOn(mutant -> mutant.label().equals("r"))
                .extracting(
                        mutant -> mutant.pointer().replace("/tools/t/rules/0", ""), Mutant::change, Mutant::equivalence)
                .containsExactly(
                        tuple("", "was dropped", null),
                        tuple("/conditions/0", "`any` became `all`", null),
                        tuple("/conditions/0/any/0", "lost its condition `args.a eq 1`", null),
                        tuple("/conditions/0/any/0", "`args.a eq 1` also holds where `args.a` is missing", null),
                        tuple("/conditions/0/any/0", "`args.a eq 1` became `neq 1`", null),
                        tuple("/conditions/0/any/1", "lost its condition `all [args.b eq 1, not args.c eq 1]`", null),
                        tuple("/conditions/0/any/1", "`all` became `any`", null),
                        tuple("/conditions/0/any/1/all/0", "lost its condition `args.b eq 1`", null),
                        tuple("/conditions/0/any/1/all/0", "`args.b eq 1` also holds where `args.b` is missing", null),
                        tuple("/conditions/0/any/1/all/0", "`args.b eq 1` became `neq 1`", null),
                        tuple("/conditions/0/any/1/all/1", "lost its condition `not args.c eq 1`", null),
                        tuple("/conditions/0/any/1/all/1", "lost its `not`", null),
                        tuple(
                                "/conditions/0/any/1/all/1/not",
                                "`args.c eq 1` also holds where `args.c` is missing",
                                null),
                        tuple("/conditions/0/any/1/all/1/not", "`args.c eq 1` became `neq 1`", null),
                        tuple("", "denies what it required", null));
    }

    @Test
    void tests_of_both_shapes_notice_every_change_of_an_alternative() {
        Policy policy = PolicyReader.parse("""
                default: deny
                tools:
                  t:
                    rules:
                      - name: r
                        conditions:
                          - any:
                              - { path: args.to, op: in, value: [a, b] }
                              - { path: "args.to[*]", op: in, value: [a, b] }
                """);
        Consumer<PolicyTester> both = tester -> {
            for (String name : List.of("a", "b")) {
                tester.call("t").withArg("to", name).isAllowed();
                tester.call("t").withArg("to", List.of(name)).isAllowed();
            }
            tester.call("t").withArg("to", "c").isDeniedBy("r");
            tester.call("t").withArg("to", List.of("a", "c")).isDeniedBy("r");
            tester.call("t").isDeniedBy("r");
            tester.call("t").withArg("to", List.of()).isDeniedBy("r");
            tester.call("other").isDeniedBy("(default deny)");
        };

        assertThat(PolicyMutations.of(policy).against(List.of(both)).survivors())
                .isEmpty();
    }

    @Test
    void optional_is_lost_and_two_values_compare_otherwise() {
        Policy policy = PolicyReader.parse("""
                default: deny
                tools:
                  t:
                    rules:
                      - name: r
                        conditions:
                          - { path: args.a, op: lte, value: 5, optional: true }
                          - { path: args.b, op: neq, value_from: args.c, optional: true }
                          - { path: args.low, op: lt, value_from: args.high }
                """);
        Consumer<PolicyTester> tests = tester -> {
            TestCall call = tester.call("t").withArg("low", 1).withArg("high", 2);
            call.isAllowed();
            call.withArg("a", 5).isAllowed();
            call.withArg("a", 4).isAllowed();
            call.withArg("a", 6).isDeniedBy("r");
            call.withArg("b", "x").withArg("c", "y").isAllowed();
            call.withArg("b", "x").withArg("c", "x").isDeniedBy("r");
            call.withArg("low", 2).isDeniedBy("r");
            tester.call("t").withArg("high", 2).isDeniedBy("r");
            tester.call("t").withArg("low", 2).isDeniedBy("r");
            tester.call("other").isDeniedBy("(default deny)");
        };

        assertThat(PolicyMutations.of(policy).mutants())
                .filteredOn(mutant -> mutant.label().equals("r"))
                .extracting(mutant -> mutant.pointer().replace("/tools/t/rules/0", "") + " " + mutant.change())
                .containsExactly(
                        " was dropped",
                        "/conditions/0 lost its condition `args.a lte 5 optional`",
                        "/conditions/0 lost its `optional`",
                        "/conditions/0 `args.a lte 5` became `gt 5`",
                        "/conditions/0 `args.a lte 5` became `lt 5`",
                        "/conditions/0 `args.a lte 5` became `lte 6`",
                        "/conditions/0 `args.a lte 5` became `lte 4`",
                        "/conditions/1 lost its condition `args.b neq value_from args.c optional`",
                        "/conditions/1 lost its `optional`",
                        "/conditions/1 `args.b neq value_from args.c` became `args.b eq value_from args.c`",
                        "/conditions/2 lost its condition `args.low lt value_from args.high`",
                        "/conditions/2 `args.low lt value_from args.high` also holds where `args.low` is missing",
                        "/conditions/2 `args.low lt value_from args.high` also holds where `args.high` is missing",
                        "/conditions/2 `args.low lt value_from args.high` became `args.low gte value_from args.high`",
                        "/conditions/2 `args.low lt value_from args.high` became `args.low lte value_from args.high`");
        assertThat(PolicyMutations.of(policy).against(List.of(tests)).survivors())
                .isEmpty();
    }

    @Test
    void a_comparison_finds_every_change_of_conditions_of_conditions_and_of_two_values() {
        Policy policy = PolicyReader.parse("""
                default: deny
                tools:
                  either: { rules: [{ conditions: [{ any: [{ path: args.to, op: in, value: [a, b] }, { path: "args.to[*]", op: in, value: [a, b] }] }] }] }
                  neither: { rules: [{ conditions: [{ not: { any: [{ path: args.x, op: eq, value: 1 }, { all: [{ path: args.x, op: eq, value: 2 }, { path: args.y, op: gt, value: 5 }] }] } }] }] }
                  limited: { rules: [{ conditions: [{ path: args.limit, op: lte, value: 25, optional: true }] }] }
                  ordered: { rules: [{ conditions: [{ path: args.low, op: lte, value_from: args.high }] }] }
                  moved: { rules: [{ conditions: [{ path: args.to, op: neq, value_from: args.from, optional: true }] }] }
                """);

        assertThat(PolicyMutations.of(policy).mutants()).hasSizeGreaterThan(30).allSatisfy(mutant -> assertThat(
                        PolicyComparison.between(policy, mutant.policy())
                                .report()
                                .differences())
                .as(mutant.label() + ": " + mutant.change())
                .isNotEmpty());
    }

    @Test
    void a_change_is_put_to_the_tests_that_call_its_tool_or_what_reads_its_counters() {
        Policy policy = PolicyReader.parse("""
                default: deny
                tools:
                  t: { rules: [{ name: counts, state: { counter: n, window: day } }] }
                  u: { rules: [{ name: reads, conditions: [{ path: state.t.n, op: lte, value: 0 }] }] }
                  v: { rules: [{ name: one, rate_limit: 1/day }] }
                """);
        List<String> run = new ArrayList<>();
        List<Consumer<PolicyTester>> tests = List.of(
                tester -> {
                    run.add("u");
                    tester.call("u").isAllowed();
                },
                tester -> {
                    run.add("v");
                    tester.call("v").isAllowed();
                });
        int changesOfV = (int) PolicyMutations.of(policy).mutants().stream()
                .filter(mutant -> mutant.pointer().startsWith("/tools/v/rules"))
                .count();
        int changesOfT = (int) PolicyMutations.of(policy).mutants().stream()
                .filter(mutant -> mutant.pointer().startsWith("/tools/t/rules"))
                .count();

        MutationReport report = PolicyMutations.of(policy).against(tests);

        assertThat(changesOfT).isPositive();
        assertThat(run.stream().filter("u"::equals)).hasSizeBetween(changesOfT + 1, report.counted() + 1 - changesOfV);
    }
}
