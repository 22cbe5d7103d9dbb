package dev.mcppolicy.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcppolicy.format.CheckedPolicy;
import dev.mcppolicy.format.PolicyReader;
import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.testkit.PolicyTester;
import dev.mcppolicy.testkit.RefundPolicy;
import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageRecorder;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.coverage.CoveringTest;
import dev.mcppolicy.testkit.mutation.MutationReport;
import dev.mcppolicy.testkit.mutation.PolicyMutations;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

/** What the page says, read as a browser reads it, is what the reports say. */
class ReportPageTest {
    private static final Instant AT = Instant.parse("2026-11-29T14:02:07Z");
    private static final String YAML = """
            # Money
            version: "1"
            default: deny
            hide: [delete_customer]
            groups:
              writes:
                tools: [create_refund, close_account]
                rules: [{ name: writes a minute, rate_limit: 9/minute }]
            tools:
              # Refunds are small.
              create_refund:
                rules:
                  - name: max refund
                    conditions:
                      - { path: args.amount, op: lte, value: 500 }
                    on_deny: At most 5.00

                  - name: refunds a day
                    rate_limit: 2/day
              close_account:
                rules: [{ name: never, action: deny }]
              "*":
                rules: [{ name: everything, rate_limit: 60/minute }]
            """;
    private static final CoveringTest SMALL = new CoveringTest("a small refund", "t.yaml:3:5");
    private static final CoveringTest LARGE = new CoveringTest("a large refund & more", "t.yaml:9:5");

    private static TestedPolicy tested(CheckedPolicy policy) {
        CoverageRecorder coverage = CoverageRecorder.of(policy);
        Consumer<PolicyTester> small =
                tester -> tester.call("create_refund").withArg("amount", 500).isAllowed();
        Consumer<PolicyTester> large = tester -> {
            tester.call("create_refund").withArg("amount", 500).isAllowed();
            tester.call("create_refund").withArg("amount", 501).isDeniedBy("max refund");
            tester.call("close_account").isDeniedBy("never");
        };
        small.accept(coverage.tester(SMALL));
        large.accept(coverage.tester(LARGE));
        return new TestedPolicy(coverage.report(), PolicyMutations.of(policy).against(List.of(small, large)));
    }

    private static TestedPolicy tested() {
        return tested(PolicyReader.check(YAML, "money.yaml"));
    }

    private static Document page(TestedPolicy... policies) {
        Parser parser = Parser.htmlParser().setTrackErrors(100);
        Document page = Jsoup.parse(TestedPolicy.html(List.of(policies), AT), parser);
        assertThat(parser.getErrors()).isEmpty();
        return page;
    }

    @Test
    void every_line_of_the_policy_stands_there_once_and_in_order() {
        for (String text : List.of(YAML, YAML.replace("\n", "\r\n"), "\uFEFF" + YAML)) {
            Document page = page(tested(PolicyReader.check(text, "money.yaml")));

            assertThat(page.select(".line .number").eachText())
                    .containsExactlyElementsOf(Stream.iterate(1, i -> i + 1)
                            .limit(23)
                            .map(String::valueOf)
                            .toList());
            assertThat(page.select(".line").stream()
                            .map(line -> ((TextNode) line.childNode(1)).getWholeText())
                            .collect(Collectors.joining()))
                    .isEqualTo(YAML);
        }
    }

    @Test
    void every_goal_and_survivor_stands_beside_its_line_and_nothing_else_does() {
        TestedPolicy tested = tested();
        CoverageReport coverage = tested.coverage();
        MutationReport changes = tested.changes();
        List<String> expected = new ArrayList<>();
        for (CoverageGoal goal : coverage.goals()) {
            String line = coverage.location(goal).orElseThrow().line() + " ";
            expected.add(
                    coverage.isReached(goal)
                            ? line
                                    + goal.words()
                                    + coverage.tests(goal).stream()
                                            .map(CoveringTest::name)
                                            .collect(Collectors.joining(", ", " (", ")"))
                            : line + "not shown: " + goal.words());
        }
        changes.survivors()
                .forEach(each -> expected.add(
                        changes.location(each).orElseThrow().line() + " no test notices: " + each.change()));

        assertThat(changes.survivors()).isNotEmpty();
        assertThat(page(tested).select(".findings li"))
                .extracting(
                        item -> item.closest(".passage").selectFirst(".number").text() + " " + item.text())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void a_tool_and_a_group_fold_with_the_comment_over_them_and_their_figures() {
        TestedPolicy tested = tested();

        assertThat(page(tested).select("details.part"))
                .extracting(part -> part.selectFirst("h3").text() + " from "
                        + part.selectFirst(".number").text() + ": "
                        + part.selectFirst("summary > span").text())
                .containsExactly(
                        "the policy as a whole from 1: " + figures(tested, 1, 5),
                        "group writes from 6: " + figures(tested, 6, 8),
                        "create_refund from 10: " + figures(tested, 10, 19),
                        "close_account from 20: 1 of 1 shown",
                        "every tool from 22: " + figures(tested, 22, 23));
    }

    /** What is shown of the goals, and how many changes are not noticed, from one line to another. */
    private static String figures(TestedPolicy tested, int from, int to) {
        CoverageReport coverage = tested.coverage();
        List<CoverageGoal> goals = coverage.goals().stream()
                .filter(goal -> isBetween(from, coverage.location(goal).orElseThrow(), to))
                .toList();
        long survivors = tested.changes().survivors().stream()
                .filter(each -> isBetween(from, tested.changes().location(each).orElseThrow(), to))
                .count();
        return goals.stream().filter(coverage::isReached).count() + " of " + goals.size() + " shown, " + survivors
                + " changes not noticed";
    }

    private static boolean isBetween(int from, Location at, int to) {
        return from <= at.line() && at.line() <= to;
    }

    @Test
    void the_head_has_all_figures_and_the_switch_leaves_what_lacks_something() {
        TestedPolicy tested = tested();
        CoverageReport coverage = tested.coverage();
        Document page = page(tested);

        assertThat(page.selectFirst("header p").text())
                .isEqualTo("3 tools, 2 tests, "
                        + (coverage.goals().size() - coverage.missed().size()) + " of "
                        + coverage.goals().size() + " goals, "
                        + (tested.changes().counted()
                                - tested.changes().survivors().size()) + " of "
                        + tested.changes().counted() + " changes, revision "
                        + coverage.policy().revision().substring(0, 8) + ", 2026-11-29 14:02 UTC");
        assertThat(page.selectFirst("h1").text()).isEqualTo("Policy coverage: " + coverage.percent() + " %");
        assertThat(page.select(".whole .missing, .whole .lacking")).isEmpty();
        assertThat(page.select(".passage:not(.whole)")).allMatch(each -> each.hasClass("missing"));
        assertThat(page.select(".missing").eachAttr("id"))
                .containsExactlyElementsOf(Stream.iterate(1, i -> i + 1)
                        .limit(page.select(".missing").size())
                        .map(i -> "m" + i)
                        .toList());
        assertThat(page.select("style").first().data()).contains("body:has(#only:checked) .whole { display: none; }");
    }

    @Test
    void the_tests_are_listed_with_what_hangs_on_each_alone() {
        TestedPolicy tested = tested();
        long both = tested.coverage().goals().stream()
                .filter(goal -> tested.coverage().tests(goal).equals(List.of(SMALL, LARGE)))
                .count();
        long large = tested.coverage().goals().stream()
                .filter(goal -> tested.coverage().tests(goal).equals(List.of(LARGE)))
                .count();

        assertThat(both).isPositive();
        assertThat(page(tested).select(".tests tbody tr").eachText())
                .containsExactly(
                        "a small refund t.yaml:3:5 " + both + " 0",
                        "a large refund & more t.yaml:9:5 " + (both + large) + " " + large);
    }

    @Test
    void several_policies_have_a_row_each_and_a_total() {
        TestedPolicy other =
                new TestedPolicy(CoverageRecorder.of(RefundPolicy.POLICY).report(), null);
        TestedPolicy first = tested();
        Document page = page(first, other);

        assertThat(page.select("caption").first().text()).isEqualTo("Policies");
        assertThat(page.select("main > table tbody tr").eachText())
                .containsExactly("money.yaml 20 %, 5 of 25 18 %, 8 of 44 3 2", "refunds 0 %, 0 of 38 not tried 3 0");
        assertThat(List.of(
                        first.coverage().goals().size(),
                        first.coverage().missed().size(),
                        first.changes().counted(),
                        first.changes().survivors().size()))
                .containsExactly(25, 20, 44, 36);
        assertThat(page.select("main > table tfoot tr").text()).isEqualTo("All 7 %, 5 of 63 18 %, 8 of 44 6 2");
        assertThat(page.select("#p2 pre")).isEmpty();
        assertThat(page.select("#p2 .lacking li")).hasSize(38);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestedPolicy.html(List.of(), AT))
                .withMessage("there is no report to write");
    }

    @Test
    void reports_of_two_policies_are_not_taken_for_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TestedPolicy(
                        CoverageRecorder.of(RefundPolicy.POLICY).report(), tested().changes()))
                .withMessage("the coverage is that of `refunds`, and the changes are another policy's");
    }

    @Test
    void what_is_written_on_one_line_is_told_apart_by_its_tool() {
        TestedPolicy tested = tested(PolicyReader.check(
                "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"create_refund\":{\"rules\":[{\"name\":\"max refund\","
                        + "\"conditions\":[{\"path\":\"args.amount\",\"op\":\"lte\",\"value\":500}]}]},"
                        + "\"close_account\":{\"rules\":[{\"name\":\"never\",\"action\":\"deny\"}]}}}",
                "one.json"));
        Document page = page(tested);

        assertThat(page.select("details.part h3").eachText()).containsExactly("create_refund, close_account");
        assertThat(page.select(".verdict").eachText())
                .anyMatch(each -> each.contains("max refund of create_refund: "))
                .anyMatch(each -> each.contains("never of close_account: "));
    }

    @Test
    void the_browser_runs_and_styles_by_nothing_but_the_page_s_own() throws Exception {
        Document page = page(tested());
        String allowed =
                page.selectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");

        assertThat(allowed)
                .isEqualTo("default-src 'none'; style-src " + hash(page.selectFirst("style")) + "; script-src "
                        + hash(page.selectFirst("script")) + "; base-uri 'none'; form-action 'none'");
        assertThat(page.select("style, script")).hasSize(2);
        assertThat(page.select("[src], [style], [title], link, img, iframe, base, form, object, embed"))
                .isEmpty();
        assertThat(page.select("[href]").eachAttr("href")).isNotEmpty().allSatisfy(link -> {
            assertThat(link).startsWith("#");
            assertThat(page.getElementById(link.substring(1))).as(link).isNotNull();
        });
        assertThat(page.select("style").first().data()
                        + page.select("script").first().data())
                .doesNotContain("http:", "https:", "url(", "@import", "innerHTML", "eval", "fetch");
    }

    private static String hash(Element element) throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(element.data().getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    @Test
    void a_reader_without_eyes_or_mouse_meets_names_for_everything() {
        Document page = page(
                tested(),
                new TestedPolicy(CoverageRecorder.of(RefundPolicy.POLICY).report(), null));

        assertThat(page.select("html[lang=en], header, nav[aria-label], main")).hasSize(4);
        assertThat(page.select("table")).allMatch(each -> each.selectFirst("caption") != null);
        assertThat(page.select("th:not([scope]), svg:not([aria-hidden]), .sign:not([aria-hidden])"))
                .isEmpty();
        assertThat(page.select("[role=status]")).hasSize(1);
        assertThat(page.select(".missing"))
                .allMatch(each -> each.attr("tabindex").equals("-1")
                        && !each.attr("aria-label").isBlank());
        assertThat(page.select("#controls").hasAttr("hidden")).isTrue();
        assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    }
}
