package dev.mcppolicy.cli.output;

import dev.mcppolicy.audit.AuditReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of an audit log, for a program. */
public final class AuditReportJson {
    private AuditReportJson() {}

    public static Map<String, Object> of(Path log, AuditReport report) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("log", log.toString());
        members.put("intact", report.isIntact());
        members.put("lines", report.lines());
        members.put("firstLine", report.firstSequence());
        if (report.last() != null) {
            members.put("lastLine", report.last().sequence());
            members.put("lastHash", report.last().hash());
        }
        members.put("closed", report.isClosed());
        members.put("tornBytes", report.tornBytes());
        members.put("abruptEnds", report.abruptEnds());
        members.put(
                "problems",
                report.problems().stream().map(problem -> problem(log, problem)).toList());
        return members;
    }

    private static Map<String, Object> problem(Path log, AuditReport.Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("file", log.resolveSibling(problem.file().getFileName()).toString());
        if (problem.line() > 0) {
            members.put("line", problem.line());
        }
        members.put("message", problem.message());
        return members;
    }
}
