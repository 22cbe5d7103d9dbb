package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes coverage reports as one page of HTML without script and without reference to anything outside. Text of a policy
 * is shown as it is, save that what a browser would obey or not show is written as an escape.
 */
final class CoveragePage {
    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --faint: #6b6b6b; --line: #ddd;
                    --all: #bfe8c5; --some: #f6e3a1; --none: #f3b9b4; --missed: #fdeceb; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e4e4e4; --paper: #17191c; --faint: #9a9a9a; --line: #3a3d42;
                      --all: #1f5c33; --some: #6b5410; --none: #7c2b26; --missed: #3a2022; } }
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem;
                   color: var(--ink); background: var(--paper); }
            h1, h2 { line-height: 1.25; overflow-wrap: anywhere; }
            h1 { font-size: 1.4rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
            h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
            a { color: inherit; }
            table { border-collapse: collapse; width: 100%; }
            td, th { text-align: left; vertical-align: top; padding: .2rem .5rem; overflow-wrap: anywhere; }
            tr > :first-child { padding-left: 0; }
            .number { text-align: right; white-space: nowrap; width: 1%; overflow-wrap: normal; }
            .source td { font: 13px/1.5 ui-monospace, monospace; padding: 0 .5rem; }
            .source .number { color: var(--faint); user-select: none; }
            .source .margin { width: 1.1rem; padding: 0; text-align: center; user-select: none; }
            .source .sign { border-top: 2px solid var(--paper); }
            .source .text { white-space: pre-wrap; unicode-bidi: isolate; }
            .all .margin { background: var(--all); } .some .margin { background: var(--some); }
            .none .margin { background: var(--none); }
            .rows { font-size: 14px; } .rows td { border-top: 1px solid var(--line); }
            .rows th { font-weight: 600; color: var(--faint); }
            .missed td { background: var(--missed); }
            @media (max-width: 40rem) { body { margin: 1rem auto; padding: 0 .6rem; } .source td { font-size: 12px; } }
            @media print { body { max-width: none; } .margin, .missed td { print-color-adjust: exact; } }
            """;
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            """;

    private final List<CoverageReport> reports;
    private final StringBuilder out = new StringBuilder();

    CoveragePage(List<CoverageReport> reports) {
        this.reports = reports;
    }

    String text() {
        boolean single = reports.size() == 1;
        String title =
                "Policy coverage" + (single ? " of " + escaped(reports.get(0).title()) : "");
        out.append(HEAD)
                .append("<title>")
                .append(title)
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(title)
                .append(single ? ": " + reports.get(0).percent() + " %" : "")
                .append("</h1>\n");
        if (!single) {
            appendContents();
        }
        for (int i = 0; i < reports.size(); i++) {
            CoverageReport report = reports.get(i);
            if (!single) {
                out.append("<h2 id=\"policy-" + (i + 1) + "\">" + escaped(report.title()) + ": " + report.percent()
                        + " %</h2>\n");
            }
            appendReport(report);
        }
        return out.append("</body>\n</html>\n").toString();
    }

    private void appendContents() {
        out.append("<table class=\"rows\">\n<tr><th>Policy</th><th class=\"number\">ValueText</th></tr>\n");
        for (int i = 0; i < reports.size(); i++) {
            CoverageReport report = reports.get(i);
            out.append(report.missed().isEmpty() ? "<tr>" : "<tr class=\"missed\">")
                    .append("<td><a href=\"#policy-" + (i + 1) + "\">" + escaped(report.title()) + "</a></td>")
                    .append("<td class=\"number\">" + report.percent() + " %</td></tr>\n");
        }
        out.append("</table>\n");
    }

    private void appendReport(CoverageReport report) {
        out.append("<p>" + (report.goals().size() - report.missed().size()) + " of "
                + report.goals().size() + " shown by tests.</p>\n");
        report.source().ifPresent(document -> appendSource(report, document));
        appendGoals(report);
    }

    private void appendSource(CoverageReport report, PolicyDocument document) {
        Map<Integer, List<CoverageGoal>> byLine = goalsByLine(report);
        out.append("<h3>The policy</h3>\n<p>At the first line of each rule: ✔ all shown, ◐ part, ✘ nothing.</p>\n")
                .append("<table class=\"source\">\n");
        Extent extent = Extent.NO_GOAL;
        int indent = 0;
        for (int line = 1; ; line++) {
            Optional<String> text = document.line(line);
            if (text.isEmpty()
                    || (text.get().isEmpty() && document.line(line + 1).isEmpty())) {
                break;
            }
            List<CoverageGoal> goals = byLine.getOrDefault(line, List.of());
            if (!goals.isEmpty()) {
                extent = Extent.of(goals.stream().filter(report::isReached).count(), goals.size());
                indent = report.location(goals.get(0)).map(Location::column).orElse(1) - 1;
            } else if (indentOf(text.get()) < indent) {
                extent = Extent.NO_GOAL;
            }
            out.append(extent == Extent.NO_GOAL ? "<tr>" : "<tr class=\"" + extent.style + "\">")
                    .append("<td class=\"number\">" + line + "</td>")
                    .append(goals.isEmpty() ? "<td class=\"margin\"></td>" : sign(report, extent, goals))
                    .append("<td class=\"text\">" + escaped(text.get()) + "</td></tr>\n");
        }
        out.append("</table>\n");
    }

    /** The sign of a rule, which says what is not shown when it is pointed at. */
    private static String sign(CoverageReport report, Extent extent, List<CoverageGoal> goals) {
        String missed = goals.stream()
                .filter(goal -> !report.isReached(goal))
                .map(goal -> "not shown: " + escaped(goal.words()))
                .collect(Collectors.joining("&#10;"));
        return "<td class=\"margin sign\"" + (missed.isEmpty() ? "" : " title=\"" + missed + "\"") + ">" + extent.sign
                + "</td>";
    }

    /** How far a line is set in, by which the lines of one rule are known. */
    private static int indentOf(String line) {
        int indent = 0;
        while (indent < line.length() && line.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }

    /** How much of a line's goals is shown. */
    private enum Extent {
        NO_GOAL("", ""),
        ALL("all", "✔"),
        SOME("some", "◐"),
        NONE("none", "✘");

        private final String style;
        private final String sign;

        Extent(String style, String sign) {
            this.style = style;
            this.sign = sign;
        }

        static Extent of(long reached, int of) {
            if (of == 0) {
                return NO_GOAL;
            }
            return reached == of ? ALL : reached == 0 ? NONE : SOME;
        }
    }

    private static Map<Integer, List<CoverageGoal>> goalsByLine(CoverageReport report) {
        Map<Integer, List<CoverageGoal>> byLine = new TreeMap<>();
        for (CoverageGoal goal : report.goals()) {
            report.location(goal).ifPresent(at -> byLine.computeIfAbsent(at.line(), line -> new ArrayList<>())
                    .add(goal));
        }
        return byLine;
    }

    private void appendGoals(CoverageReport report) {
        out.append("<h3>What tests should show</h3>\n<table class=\"rows\">\n")
                .append("<tr><th></th><th class=\"number\">Line</th><th>Rule</th><th>A test shows</th></tr>\n");
        for (CoverageGoal goal : report.goals()) {
            boolean reached = report.isReached(goal);
            String line =
                    report.location(goal).map(at -> Integer.toString(at.line())).orElse("");
            out.append(reached ? "<tr><td>✔</td>" : "<tr class=\"missed\"><td>✘</td>")
                    .append("<td class=\"number\">" + line + "</td>")
                    .append("<td>" + escaped(goal.label()) + "</td>")
                    .append("<td>" + escaped(goal.words()) + "</td></tr>\n");
        }
        out.append("</table>\n");
    }

    /** Text that is no markup, and in which every character shows; a tab is as wide as the browser makes it. */
    private static String escaped(String text) {
        StringBuilder visible = new StringBuilder();
        int from = 0;
        for (int tab = text.indexOf('\t'); tab >= 0; tab = text.indexOf('\t', from)) {
            visible.append(VisibleText.of(text.substring(from, tab))).append('\t');
            from = tab + 1;
        }
        return visible.append(VisibleText.of(text.substring(from)))
                .toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
