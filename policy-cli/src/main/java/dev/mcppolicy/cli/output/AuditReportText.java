package dev.mcppolicy.cli.output;

import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.text.VisibleText;
import java.nio.file.Path;

/** What is known of an audit log, for a person. */
public final class AuditReportText {
    private AuditReportText() {}

    public static String of(Path log, AuditReport report, boolean coloured) {
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
                        ? AnsiColour.GREEN.on("intact", coloured)
                        : AnsiColour.RED.on("not intact", coloured) + ", "
                                + CountedNoun.of(report.problems().size(), "problem"));
        text.append(", ").append(lines(report)).append('\n');
        if (!report.isIntact() && report.firstSequence() > 1) {
            text.append("  if whole older files were taken away, say so with --from ")
                    .append(report.firstSequence())
                    .append('\n');
        }
        for (long line : report.abruptEnds()) {
            text.append("  after line ").append(line).append(" of the log its writer ended without closing it\n");
        }
        if (report.last() != null) {
            text.append("  last line ")
                    .append(report.last().sequence())
                    .append(':')
                    .append(report.last().hash())
                    .append('\n')
                    .append(
                            report.isClosed()
                                    ? "  closed\n"
                                    : "  not closed: it is being written, or its writer ended\n");
        }
        if (report.tornBytes() > 0) {
            text.append("  ")
                    .append(CountedNoun.of(report.tornBytes(), "byte"))
                    .append(" of an unfinished line at the end: it is being written, or its writer ended within it\n");
        }
        return text.toString();
    }

    private static String lines(AuditReport report) {
        String older =
                report.firstSequence() > 1 ? ", the first is line " + report.firstSequence() + " of the log" : "";
        return CountedNoun.of(report.lines(), "line") + older;
    }
}
