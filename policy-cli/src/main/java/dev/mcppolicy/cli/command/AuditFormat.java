package dev.mcppolicy.cli.command;

import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.cli.output.AuditReportJson;
import dev.mcppolicy.cli.output.AuditReportText;
import dev.mcppolicy.cli.output.JsonLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How what is known of audit logs is written. */
enum AuditFormat {
    /** For people. */
    TEXT {
        @Override
        String write(List<Verified> logs, boolean coloured) {
            return logs.stream()
                    .map(each -> AuditReportText.of(each.log(), each.report(), coloured))
                    .collect(Collectors.joining());
        }
    },
    /** For programs. */
    JSON {
        @Override
        String write(List<Verified> logs, boolean coloured) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("intact", logs.stream().allMatch(each -> each.report().isIntact()));
            members.put(
                    "logs",
                    logs.stream()
                            .map(each -> AuditReportJson.of(each.log(), each.report()))
                            .toList());
            return JsonLayout.indented(members) + "\n";
        }
    };

    /** A log that was read. */
    record Verified(Path log, AuditReport report) {}

    abstract String write(List<Verified> logs, boolean coloured);
}
