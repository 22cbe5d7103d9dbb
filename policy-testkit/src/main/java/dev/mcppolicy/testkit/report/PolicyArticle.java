package dev.mcppolicy.testkit.report;

import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.coverage.CoveringTest;
import dev.mcppolicy.testkit.mutation.Mutant;
import dev.mcppolicy.testkit.mutation.MutationReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes what a page says of one policy after the other. */
final class PolicyArticle {
    private final HtmlWriter html;
    private final Opened opened;
    private int missing;

    /** What is unfolded when the page is opened. */
    enum Opened {
        ALL,
        LACKING,
        NONE
    }

    PolicyArticle(HtmlWriter html, Opened opened) {
        this.html = html;
        this.opened = opened;
    }

    /** Writes one policy; where it is the only one, the head of the page has its figures. */
    void append(PolicySheet policy, String id, boolean isOnly) {
        html.start("section", policy.isWhole() ? "policy whole" : "policy")
                .with("id", id)
                .with("aria-labelledby", id + "-title")
                .line();
        html.start("h2")
                .with("id", id + "-title")
                .text(ReportPage.title(policy))
                .end();
        html.line();
        if (!isOnly) {
            appendFigures(policy);
        }
        Map<CoveringTest, String> names = new HashMap<>();
        policy.tests().forEach(share -> names.put(share.test(), id + "-test-" + (names.size() + 1)));
        PassageWriter passages = new PassageWriter(html, policy.tested().coverage(), names, missing);
        policy.sections().forEach(section -> append(section, passages));
        missing = passages.missing();
        appendTests(policy, names);
        appendNotAsked(policy);
        html.end().line();
    }

    private void appendFigures(PolicySheet policy) {
        html.start("p").text(policy.goals().percent() + " %: ");
        html.text(ReportPage.totals(policy.tools(), policy.tests().size(), policy.goals(), policy.changes()));
        html.text(", revision ")
                .element("code", ReportPage.revision(policy))
                .end()
                .line();
    }

    private void append(Section section, PassageWriter passages) {
        if (section.isPlain()) {
            html.start("div", "plain whole").line();
        } else {
            html.start("details", section.isWhole() ? "part whole" : "part");
            if (opened == Opened.ALL || (opened == Opened.LACKING && !section.isWhole())) {
                html.with("open");
            }
            html.line().start("summary").element("h3", section.title());
            html.text(" ");
            Bar.append(html, section.goals());
            html.text(" ").element("span", Wording.figures(section.goals(), section.survivors()));
            html.end().line();
        }
        section.passages().forEach(passage -> passages.append(passage, section.title()));
        html.end().line();
    }

    private void appendTests(PolicySheet policy, Map<CoveringTest, String> names) {
        if (policy.tests().isEmpty()) {
            return;
        }
        int alone = policy.tests().stream().mapToInt(TestShare::alone).sum();
        html.start("details", "tests").line().start("summary").element("h3", "Tests");
        html.text(" ")
                .element(
                        "span",
                        Wording.count(policy.tests().size(), "test") + "; " + Wording.count(alone, "goal")
                                + (alone == 1 ? " hangs" : " hang") + " on one test alone");
        html.end().line();
        html.start("table", "rows").element("caption", "What each test shows").line();
        html.start("thead").start("tr");
        for (String head : List.of("Test", "Where", "Goals it shows", "Goals it alone shows")) {
            html.start("th").with("scope", "col").text(head).end();
        }
        html.end().end().line().start("tbody").line();
        for (TestShare share : policy.tests()) {
            html.start("tr").with("id", names.getOrDefault(share.test(), "")).with("tabindex", "-1");
            html.start("th").with("scope", "row").text(share.test().name()).end();
            html.element("td", share.test().place()).element("td", Integer.toString(share.shows()));
            html.element("td", Integer.toString(share.alone())).end().line();
        }
        html.end().end().end().line();
    }

    private void appendNotAsked(PolicySheet policy) {
        CoverageReport coverage = policy.tested().coverage();
        MutationReport changes = policy.tested().changes();
        List<Mutant> equivalent = changes == null ? List.of() : changes.equivalent();
        if (coverage.excused().isEmpty() && equivalent.isEmpty()) {
            return;
        }
        html.start("details", "unasked whole").line().start("summary").element("h3", "Not asked for");
        html.text(" ")
                .element(
                        "span",
                        Wording.count(coverage.excused().size(), "goal") + " that no valid call shows, "
                                + Wording.count(equivalent.size(), "change") + " without a difference");
        html.end().line().start("ul").line();
        for (Map.Entry<CoverageGoal, String> each : coverage.excused().entrySet()) {
            appendReason(each.getKey().label(), each.getKey().words(), each.getValue());
        }
        for (Mutant each : equivalent) {
            appendReason(each.label(), each.change(), String.valueOf(each.equivalence()));
        }
        html.end().end().line();
    }

    private void appendReason(String label, String what, String reason) {
        html.start("li")
                .element("b", label)
                .text(": " + what + ": " + reason)
                .end()
                .line();
    }
}
