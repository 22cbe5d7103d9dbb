package dev.mcppolicy.cli;

import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;

/** What is known of an audit log, for a person. */
final class AuditReportText {
    private AuditReportText() {}

    static String of(Path log, AuditReport report, boolean coloured) {
        StringBuilder text = new StringBuilder();
        for (AuditReport.Problem problem : report.problems()) {
            text.append(VisibleText.of(
                            log.resolveSibling(problem.file().getFileName()).toString()))
                    .append(problem.line() == 0 ? "" : ":" + problem.line())
                    .append(": ")
                    .append(VisibleText.of(problem.message()))
                    .append('\n');
        }
        text.append(VisibleText.of(log.toString())).append(": ");
        text.append(
                report.isIntact()
                        ? Paint.GREEN.on("intact", coloured)
                        : Paint.RED.on("not intact", coloured) + ", "
                                + Counted.of(report.problems().size(), "problem"));
        text.append(", ").append(lines(report)).append('\n');
        if (report.last() != null) {
            text.append("  last line ")
                    .append(report.last().sequence())
                    .append(':')
                    .append(report.last().hash())
                    .append('\n');
        }
        if (report.tornBytes() > 0) {
            text.append("  ")
                    .append(Counted.of(report.tornBytes(), "byte"))
                    .append(" of an unfinished line at the end: it is being written, or its writer ended within it\n");
        }
        return text.toString();
    }

    private static String lines(AuditReport report) {
        String older = report.firstSequence() > 1
                ? ", the first is line " + report.firstSequence() + " of the log: older files were taken away"
                : "";
        return Counted.of(report.lines(), "line") + older;
    }
}
