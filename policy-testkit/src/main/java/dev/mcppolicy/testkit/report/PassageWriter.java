package dev.mcppolicy.testkit.report;

import dev.mcppolicy.testkit.coverage.CoverageGoal;
import dev.mcppolicy.testkit.coverage.CoverageReport;
import dev.mcppolicy.testkit.coverage.CoveringTest;
import dev.mcppolicy.testkit.mutation.Mutant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes lines of a policy, and beside them what is found of the rule that begins there. */
final class PassageWriter {
    /** How many of the tests that show a goal are named beside it; the JSON report names them all. */
    private static final int MOST_TESTS = 3;

    private final HtmlWriter html;
    private final CoverageReport coverage;
    private final Map<CoveringTest, String> ids;
    private int missing;

    PassageWriter(HtmlWriter html, CoverageReport coverage, Map<CoveringTest, String> ids, int missing) {
        this.html = html;
        this.coverage = coverage;
        this.ids = ids;
        this.missing = missing;
    }

    /** How many passages of the page lack something so far; each has its number for an id. */
    int missing() {
        return missing;
    }

    void append(Passage passage, String section) {
        html.start("div").with("class", style(passage));
        if (!passage.isWhole()) {
            html.with("id", "m" + ++missing)
                    .with("role", "group")
                    .with("tabindex", "-1")
                    .with("aria-label", name(passage, section));
        }
        html.line();
        if (!passage.lines().isEmpty()) {
            appendLines(passage);
        }
        if (!passage.findings().isEmpty()) {
            html.start("div", "findings").line();
            passage.findings().forEach(rule -> append(rule, section));
            html.end().line();
        }
        html.end().line();
    }

    private static String style(Passage passage) {
        if (passage.findings().isEmpty()) {
            return "passage whole";
        }
        if (passage.isWhole()) {
            return "passage whole all";
        }
        return passage.goals().done() > 0 ? "passage missing some" : "passage missing none";
    }

    private static String name(Passage passage, String section) {
        String labels = passage.findings().stream()
                .filter(rule -> !rule.isWhole())
                .map(RuleFindings::label)
                .collect(Collectors.joining(", "));
        return section + ", " + (passage.lines().isEmpty() ? "" : "line " + passage.firstLine() + ", ") + labels + ": "
                + Wording.figures(passage.goals(), passage.survivors());
    }

    private void appendLines(Passage passage) {
        html.start("pre");
        for (int i = 0; i < passage.lines().size(); i++) {
            String line = passage.lines().get(i);
            html.start("span").with("class", "line " + LineIndent.style(line));
            html.start("span", "number")
                    .text(Integer.toString(passage.firstLine() + i))
                    .end();
            html.text(line).line().end();
        }
        html.end().line();
    }

    private void append(RuleFindings rule, String section) {
        html.start("p", "verdict")
                .start("span", "sign")
                .with("aria-hidden", "true")
                .text(sign(rule))
                .end();
        html.text(" ").element("b", rule.label());
        if (!rule.place().equals(section) && !rule.place().equals(PolicyPart.REST.title())) {
            html.text(" of " + rule.place());
        }
        html.text(": " + Wording.figures(rule.goals(), rule.survivors().size()))
                .end()
                .line();
        if (!rule.isWhole()) {
            html.start("ul", "lacking").line();
            rule.missed().forEach(goal -> html.element("li", "not shown: " + goal.words())
                    .line());
            for (Mutant survivor : rule.survivors()) {
                html.start("li", "survivor")
                        .text("no test notices: " + survivor.change())
                        .end()
                        .line();
            }
            html.end().line();
        }
        if (!rule.shown().isEmpty()) {
            appendShown(rule.shown());
        }
    }

    private static String sign(RuleFindings rule) {
        return rule.isWhole() ? "✔" : rule.shown().isEmpty() ? "✘" : "◐";
    }

    private void appendShown(List<CoverageGoal> shown) {
        html.start("details", "shown")
                .start("summary")
                .text("which test shows what")
                .end();
        html.line().start("ul").line();
        for (CoverageGoal goal : shown) {
            html.start("li").text(goal.words());
            List<CoveringTest> tests = coverage.tests(goal);
            for (CoveringTest test : tests.subList(0, Math.min(MOST_TESTS, tests.size()))) {
                html.text(test.equals(tests.get(0)) ? " (" : ", ");
                html.start("a")
                        .with("href", "#" + ids.get(test))
                        .text(test.name())
                        .end();
            }
            int more = tests.size() - MOST_TESTS;
            html.text(more > 0 ? ", and " + more + " more)" : tests.isEmpty() ? "" : ")");
            html.end().line();
        }
        html.end().end().line();
    }
}
