package dev.mcppolicy.testkit.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.approval.ApprovalAnswer;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.testkit.RandomPolicy;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import dev.mcppolicy.testkit.replay.RecordedCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two policies, and the calls that they decide differently. */
class PolicyComparisonTest {
    private static final String CHARGES = """
            default: deny
            hide: [delete_customer]
            tools:
              create_charge:
                rules:
                  - name: max single charge
                    conditions: [{ path: args.amount, op: lte, value: 50000 }]
                  - name: known currency
                    conditions: [{ path: args.currency, op: in, value: [usd, eur] }]
                  - name: daily spend cap
                    conditions: [{ path: state.create_charge.daily_spend, op: lte, value: 1000000 }]
                    state: { counter: daily_spend, window: day, increment_from: args.amount }
              create_refund:
                rules:
                  - { name: refunds a day, rate_limit: 10/day }
              list_customers: {}
            """;
    private static final Policy OLD = PolicyReader.parse(CHARGES);

    /** The lines of the differences between the policy and one with a part replaced. */
    private static List<String> changing(String part, String replacement) {
        assertThat(CHARGES).contains(part);
        return lines(PolicyComparison.between(OLD, PolicyReader.parse(CHARGES.replace(part, replacement)))
                .report());
    }

    private static List<String> lines(ComparisonReport report) {
        return report.differences().stream()
                .map(difference -> difference.change().words() + ": " + difference.words())
                .toList();
    }

    @Test
    void a_policy_does_not_differ_from_itself() {
        ComparisonReport report =
                PolicyComparison.between(OLD, PolicyReader.parse(CHARGES)).report();

        assertThat(report.differences()).isEmpty();
        assertThat(report.changes()).isEmpty();
        assertThat(report.text()).isEqualTo("no difference: the policies say the same\n");
        assertThat(report.calls()).isZero();
    }

    @Test
    void another_message_is_told_and_no_call_is_decided_differently() {
        Policy polite = PolicyReader.parse("description: Charges.\n" + CHARGES);

        ComparisonReport report = PolicyComparison.between(OLD, polite).report();

        assertThat(report.text())
                .startsWith(
                        "no call found that the policies decide differently (a search and no proof: " + report.calls()
                                + " calls tried)\n1 change of what the policy says\n"
                                + "  other: the policy: description was none, is now \"Charges.\"\n");
        assertThat(report.calls()).isGreaterThan(2_000);
        assertThat(report.mayDecideOtherwise()).isFalse();
    }

    @Test
    void what_is_alike_for_several_tools_is_one_line() {
        StringBuilder tools = new StringBuilder("default: deny\ntools:\n");
        for (int i = 1; i <= 5; i++) {
            tools.append("  t")
                    .append(i)
                    .append(": { rules: [{ conditions: [{ path: args.owner, op: eq, value: %s }] }] }\n");
        }
        ComparisonReport report =
                between(tools.toString(), List.of("a", "a", "a", "a", "a"), List.of("b", "b", "b", "b", "a"));

        assertThat(report.differenceLines(false))
                .extracting(line -> line.change().words() + ": " + line.words())
                .containsExactly(
                        "loosened: 4 tools (t1, t2, t3 and 1 more) with owner=\"b\": was denied by `/tools/*/rules/0`, is now"
                                + " allowed",
                        "tightened: 4 tools (t1, t2, t3 and 1 more) with owner=\"a\": was allowed, is now denied by"
                                + " `/tools/*/rules/0`");
        assertThat(report.changeLines(false))
                .extracting(ReportLine::words)
                .containsExactly(
                        "4 tools (t1, t2, t3 and 1 more): `args.owner eq`: condition was `args.owner eq \"a\"`, is"
                                + " now `args.owner eq \"b\"`");
        assertThat(report.differenceLines(true)).hasSize(8);
        assertThat(report.changeLines(true)).hasSize(4);
    }

    @Test
    void what_was_not_tried_is_said_of_what_the_policies_have() {
        String form =
                "tools: { t: { rules: [{ name: host, conditions: [{ path: args.u, op: host_in, value: [%s] }] }] } }";

        assertThat(between(form, List.of("a.org"), List.of("b.org")).notTried())
                .containsExactly(
                        "of patterns, folders, hosts and addresses some texts inside and outside are tried, never"
                                + " all: `args.u host_in`");
    }

    @Test
    void rules_in_shadow_mode_are_compared_without_a_word_in_the_log() {
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger("dev.mcppolicy");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord each) {
                logged.add(each.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        String shadowed = CHARGES.replace("- name: known currency", "- mode: shadow\n        name: known currency");
        log.addHandler(handler);
        try {
            assertThat(PolicyComparison.between(PolicyReader.parse(shadowed), PolicyReader.parse(shadowed))
                            .report()
                            .differences())
                    .isEmpty();
        } finally {
            log.removeHandler(handler);
        }
        assertThat(logged).isEmpty();
    }

    @Test
    void every_difference_has_a_witness_and_what_loosens_comes_first() {
        Policy changed = PolicyReader.parse(CHARGES.replace("value: 50000 ", "value: 60000 ")
                .replace("usd, eur", "usd, gbp")
                .replace("10/day", "12/day")
                .replace("1000000", "900000"));

        ComparisonReport report = PolicyComparison.between(OLD, changed).report();

        assertThat(report.text()).isEqualTo("""
                5 differences found, 3 of them loosening the policy (a search and no proof: %d calls tried)
                  loosened: create_charge with amount=50001, currency="usd": was denied by `max single charge`, is now allowed
                  loosened: create_charge with amount=0, currency="gbp": was denied by `known currency`, is now allowed
                  loosened: create_refund, after 10 calls: was denied by `refunds a day`, is now allowed
                  tightened: create_charge with amount=0, currency="eur": was allowed, is now denied by `known currency`
                  tightened: create_charge with amount=50000, currency="usd", after 18 calls with amount=50000, currency="usd": was allowed, is now denied by `daily spend cap`
                5 changes of what the policy says
                  loosened: create_charge: `max single charge`: condition was `args.amount lte 50000`, is now `args.amount lte 60000`
                  loosened: create_refund: `refunds a day`: max was at most 10, is now at most 12
                  either way: create_charge: `known currency`: condition was `args.currency in ["usd","eur"]`, is now `args.currency in ["usd","gbp"]`
                  tightened: create_charge: `daily spend cap`: max was at most 1000000, is now at most 900000
                  other: create_refund: `refunds a day`: message was "Rate limit of 10 per day reached. Try again later.", is now "Rate limit of 12 per day reached. Try again later."
                not tried: no store fails, no call runs longer than its lease, and each limit is pressed by at most 12000 calls through few of its windows
                """.formatted(report.calls()));
        assertThat(report.loosened()).hasSize(3);
    }

    @Test
    void the_same_policies_have_the_same_report() {
        Policy changed = PolicyReader.parse(CHARGES.replace("10/day", "10/hour"));

        assertThat(PolicyComparison.between(OLD, changed).report().text())
                .isEqualTo(PolicyComparison.between(OLD, changed).report().text());
    }

    @Test
    void a_tool_that_is_no_longer_hidden_listed_or_unlisted_is_named() {
        assertThat(changing("  list_customers: {}\n", ""))
                .containsExactly("tightened: list_customers: was allowed, is now denied by `(default deny)`");
        assertThat(changing("default: deny", "default: allow"))
                .containsExactly(
                        "loosened: a tool that no policy names: was denied by `(default deny)`, is now allowed");
        assertThat(changing("[delete_customer]", "[list_customers]"))
                .containsExactly(
                        "tightened: list_customers: was allowed, is now denied by `(hidden)`",
                        "denied otherwise: delete_customer: was denied by `(hidden)`, is now denied by `(default deny)`");
    }

    @Test
    void a_limit_that_loses_its_place_is_found_with_the_calls_that_lead_there() {
        assertThat(changing("10/day", "10/hour"))
                .containsExactly("loosened: create_refund, after 10 calls, then a wait of 3600 s: was denied by"
                        + " `refunds a day`, is now allowed");
        assertThat(changing("rate_limit: 10/day", "rate_limit: { max: 10, window: day, scope: grant }"))
                .contains(
                        "loosened: create_refund, after 10 calls by grant \"grant-1\": was denied by `refunds a day`, is now"
                                + " allowed");
    }

    @Test
    void a_limit_on_a_sum_is_found_at_its_last_unit() {
        assertThat(changing("1000000", "1000001"))
                .containsExactly("loosened: create_charge with amount=1, currency=\"usd\", after 20 calls with"
                        + " amount=50000, currency=\"usd\": was denied by `daily spend cap`, is now allowed");
    }

    @Test
    void a_human_who_is_asked_no_more_is_a_loosening() {
        Policy asking = PolicyReader.parse("tools: { pay: { rules: [{ name: ask, action: require_approval }] } }");
        Policy silent = PolicyReader.parse("tools: { pay: {} }");

        assertThat(lines(PolicyComparison.between(asking, silent).report()))
                .containsExactly("loosened: pay: was held for approval by `ask`, is now allowed");
        assertThat(lines(PolicyComparison.between(silent, asking).report()))
                .containsExactly("tightened: pay: was allowed, is now held for approval by `ask`");
    }

    @Test
    void rules_in_another_order_are_no_difference_of_what_is_allowed() {
        String first = "{ name: a, conditions: [{ path: args.n, op: lte, value: 5 }] }";
        String second = "{ name: b, conditions: [{ path: args.m, op: eq, value: x }] }";
        String form = "tools: { t: { rules: [%s, %s] } }";

        ComparisonReport report = PolicyComparison.between(
                        PolicyReader.parse(form.formatted(first, second)),
                        PolicyReader.parse(form.formatted(second, first)))
                .report();

        assertThat(report.differences())
                .isNotEmpty()
                .allMatch(difference -> difference.change() == PolicyDifference.Change.DENIED_OTHERWISE);
    }

    @Test
    void a_limit_that_is_out_of_reach_is_named() {
        Policy far = PolicyReader.parse("tools: { t: { rules: [{ name: far, rate_limit: 1000000/day }] } }");
        Policy further = PolicyReader.parse("tools: { t: { rules: [{ name: far, rate_limit: 2000000/day }] } }");

        assertThat(PolicyComparison.between(far, further).report().text())
                .startsWith("no call found that the policies decide differently")
                .contains(
                        "\n  loosened: t: `far`: max was at most 1000000, is now at most 2000000\n",
                        "\nnot tried: no call tried reached the limit of `far`\n");
    }

    @Test
    void a_policy_that_decides_nothing_any_more_is_a_loosening() {
        String limited = "default: allow\ntools: { t: { rules: [{ name: daily, rate_limit: 100/day }] } }\n";

        ComparisonReport report = PolicyComparison.between(
                        PolicyReader.parse(limited), PolicyReader.parse(limited + "mode: shadow\n"))
                .report();

        assertThat(lines(report))
                .containsExactly("loosened: t, after 100 calls: was denied by `daily`, is now allowed");
        assertThat(report.unreachedLimits()).isEmpty();
    }

    private static ComparisonReport between(String form, List<Object> old, List<Object> changed) {
        return PolicyComparison.between(
                        PolicyReader.parse(form.formatted(old.toArray())),
                        PolicyReader.parse(form.formatted(changed.toArray())))
                .report();
    }

    @Test
    void a_tightened_limit_hides_no_loosened_one_beside_it() {
        ComparisonReport report = between(
                "tools: { t: { rules: [{ name: short, rate_limit: %s/minute }, { name: long, rate_limit: %s/day }] } }",
                List.of(10, 100), List.of(5, 1_000));

        assertThat(lines(report))
                .hasSize(2)
                .anyMatch(line ->
                        line.startsWith("loosened: t, ") && line.endsWith(": was denied by `long`, is now allowed"))
                .contains("tightened: t, after 5 calls: was allowed, is now denied by `short`");
        assertThat(report.unreachedLimits()).isEmpty();
    }

    @Test
    void a_limit_out_of_reach_is_named_where_one_beside_it_differs() {
        ComparisonReport report = between(
                "tools: { t: { rules: [{ name: short, rate_limit: %s/minute }, { name: long, rate_limit: %s/day }] } }",
                List.of(10, 1_000_000), List.of(5, 2_000_000));

        assertThat(lines(report)).containsExactly("tightened: t, after 5 calls: was allowed, is now denied by `short`");
        assertThat(report.unreachedLimits()).containsExactly("long");
    }

    @Test
    void tools_that_are_denied_outright_do_not_stand_for_those_that_pass() {
        StringBuilder tools = new StringBuilder("default: deny\ntools:\n");
        for (int i = 1; i <= 8; i++) {
            tools.append("  closed_").append(i).append(": { rules: [{ name: never, action: deny }] }\n");
        }
        tools.append("  open: {}\n").append("  \"*\": { rules: [{ name: all, rate_limit: %s/day }] }\n");

        assertThat(lines(between(tools.toString(), List.of(150), List.of(300))))
                .containsExactly("loosened: open, after 150 calls: was denied by `all`, is now allowed");
    }

    @Test
    void a_count_without_bound_is_raised_to_what_another_tool_asks_of_it() {
        String form = """
                tools:
                  t: { rules: [{ name: counts, state: { counter: n, window: day } }] }
                  u: { rules: [{ name: reads, conditions: [{ path: state.t.n, op: lte, value: %s }] }] }
                """;

        assertThat(lines(between(form, List.of(70), List.of(90))))
                .containsExactly("loosened: u, after 71 calls of t: was denied by `reads`, is now allowed");
    }

    @Test
    void a_human_who_is_asked_no_more_hides_no_limit() {
        assertThat(lines(PolicyComparison.between(
                                PolicyReader.parse("tools: { pay: { rules: [{ name: ask, action: require_approval },"
                                        + " { name: daily, rate_limit: 10/day }] } }"),
                                PolicyReader.parse("tools: { pay: { rules: [{ name: daily, rate_limit: 20/day }] } }"))
                        .report()))
                .containsExactlyInAnyOrder(
                        "loosened: pay: was held for approval by `ask`, is now allowed",
                        "loosened: pay, after 10 calls: was denied by `daily`, is now allowed");
    }

    @Test
    void a_limit_on_a_tool_that_is_gone_is_not_said_to_be_out_of_reach() {
        ComparisonReport report = PolicyComparison.between(
                        PolicyReader.parse(
                                "default: deny\ntools: { t: { rules: [{ name: daily, rate_limit: 10/day }] } }"),
                        PolicyReader.parse("default: deny\ntools: { u: { rules: [] } }"))
                .report();

        assertThat(lines(report)).contains("tightened: t: was allowed, is now denied by `(default deny)`");
        assertThat(report.unreachedLimits()).isEmpty();
    }

    @Test
    void recorded_calls_are_judged_by_both_policies_in_their_order() {
        Policy changed = PolicyReader.parse(CHARGES.replace("10/day", "2/day"));
        ToolCall refund = ToolCall.of("create_refund", Map.of("secret", "x"), Caller.ofGrant("a"));
        Instant start = Instant.parse("2026-03-01T12:00:00Z");
        Stream<RecordedCall> recorded = IntStream.rangeClosed(1, 5)
                .mapToObj(line -> RecordedCall.of("calls.jsonl:" + line, refund).at(start.plusSeconds(line)));

        ComparisonReport report = PolicyComparison.between(OLD, changed).report(recorded);

        assertThat(report.text()).endsWith("""
                        3 of 5 recorded calls are decided differently
                          tightened: calls.jsonl:3 and 2 more: create_refund was allowed, is now denied by `refunds a day`
                        """).doesNotContain("secret");
    }

    @Test
    void a_recorded_call_is_settled_as_it_was() {
        Policy changed = PolicyReader.parse(CHARGES.replace("10/day", "1/day"));
        ToolCall refund = ToolCall.of("create_refund", Map.of());
        Policy asking = PolicyReader.parse("tools: { create_refund: { rules: [{ action: require_approval }] } }");

        assertThat(PolicyComparison.between(OLD, changed)
                        .report(Stream.of(RecordedCall.of("1", refund).notExecuted(), RecordedCall.of("2", refund)))
                        .recorded())
                .isEmpty();
        assertThat(PolicyComparison.between(OLD, changed)
                        .report(Stream.of(
                                RecordedCall.of("1", refund).settledAt(Map.of("unknown", BigDecimal.ONE)),
                                RecordedCall.of("2", refund)))
                        .recorded())
                .extracting(RecordedDifference::place)
                .containsExactly("2");
        assertThat(PolicyComparison.between(asking, OLD)
                        .report(Stream.of(RecordedCall.of("1", refund).answered(ApprovalAnswer.APPROVED)))
                        .recorded())
                .extracting(RecordedDifference::words)
                .containsExactly(
                        "1: create_refund was held for approval by `/tools/create_refund/rules/0`, is now allowed");
    }

    @Test
    void every_small_change_of_a_policy_is_seen_and_most_with_a_call() {
        List<String> missed = new ArrayList<>();
        int tried = 0;
        for (long seed = 0; seed < 25; seed++) {
            Policy policy = RandomPolicy.of(seed);
            List<Mutant> mutants = PolicyMutations.of(policy).mutants();
            SplittableRandom random = new SplittableRandom(seed);
            Mutant mutant = mutants.get(random.nextInt(mutants.size()));
            ComparisonReport report =
                    PolicyComparison.between(policy, mutant.policy()).report();
            assertThat(report.mayDecideOtherwise()).as(mutant.change()).isTrue();
            if (mutant.equivalence() != null) {
                assertThat(report.differences()).as(mutant.change()).isEmpty();
                continue;
            }
            tried++;
            if (report.differences().isEmpty()) {
                missed.add("seed " + seed + ": " + mutant.label() + ": " + mutant.change());
            }
        }
        assertThat(missed).as(missed.toString()).hasSizeLessThanOrEqualTo(tried / 5);
    }
}
