package dev.mcppolicy.testkit;

import dev.mcppolicy.format.Location;
import dev.mcppolicy.format.PolicyDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a coverage report as one page of HTML without script and without reference to anything outside. */
final class CoveragePage {
    private static final String STYLE = """
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem;
                   color: #1b1b1b; background: #fff; }
            h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
            table { border-collapse: collapse; width: 100%; }
            td, th { text-align: left; vertical-align: top; padding: 0 .6rem; }
            .source td { font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; }
            .source td:first-child { text-align: right; color: #6b6b6b; width: 3rem; user-select: none; }
            .source td:nth-child(2) { width: 1rem; text-align: center; }
            .all td:nth-child(2) { background: #bfe8c5; } .some td:nth-child(2) { background: #f6e3a1; }
            .none td:nth-child(2) { background: #f3b9b4; }
            .goals td, .goals th { border-top: 1px solid #ddd; padding: .2rem .6rem; }
            .missed { background: #fdeceb; }
            """;

    private final CoverageReport report;

    CoveragePage(CoverageReport report) {
        this.report = report;
    }

    String text() {
        StringBuilder out = new StringBuilder();
        String title = "Policy coverage of " + escaped(report.title());
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
                .append(title)
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(title)
                .append(": ")
                .append(report.percent())
                .append(" %</h1>\n<p>")
                .append(report.goals().size() - report.missed().size())
                .append(" of ")
                .append(report.goals().size())
                .append(" shown by tests.</p>\n");
        report.source().ifPresent(document -> appendSource(document, out));
        appendGoals(out);
        return out.append("</body>\n</html>\n").toString();
    }

    private void appendSource(PolicyDocument document, StringBuilder out) {
        Map<Integer, List<CoverageGoal>> byLine = goalsByLine();
        out.append("<h2>The policy</h2>\n<p>At the first line of each rule: ✔ all shown, ◐ part, ✘ nothing.</p>\n")
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
            out.append("<tr class=\"")
                    .append(extent.style)
                    .append("\"><td>")
                    .append(line)
                    .append("</td><td>")
                    .append(goals.isEmpty() ? "" : extent.sign)
                    .append("</td><td>")
                    .append(escaped(text.get()))
                    .append("</td></tr>\n");
        }
        out.append("</table>\n");
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

    private Map<Integer, List<CoverageGoal>> goalsByLine() {
        Map<Integer, List<CoverageGoal>> byLine = new TreeMap<>();
        for (CoverageGoal goal : report.goals()) {
            report.location(goal).ifPresent(at -> byLine.computeIfAbsent(at.line(), line -> new ArrayList<>())
                    .add(goal));
        }
        return byLine;
    }

    private void appendGoals(StringBuilder out) {
        out.append("<h2>What tests should show</h2>\n<table class=\"goals\">\n")
                .append("<tr><th></th><th>Line</th><th>Rule</th><th>Shown</th></tr>\n");
        for (CoverageGoal goal : report.goals()) {
            boolean reached = report.isReached(goal);
            out.append(reached ? "<tr>" : "<tr class=\"missed\">")
                    .append("<td>")
                    .append(reached ? "✔" : "✘")
                    .append("</td><td>")
                    .append(report.location(goal)
                            .map(Location::line)
                            .map(Object::toString)
                            .orElse(""))
                    .append("</td><td>")
                    .append(escaped(goal.label()))
                    .append("</td><td>")
                    .append(escaped(goal.words()))
                    .append("</td></tr>\n");
        }
        out.append("</table>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
