package dev.mcppolicy.examples.codeconnections;

import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.audit.AuditVerifier;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the server has written down, read back when it has ended.
 *
 * @param report what verifying the log found
 * @param entries the lines that tell of calls, in brief
 */
record AuditTrail(AuditReport report, List<Entry> entries) {
    /**
     * A line of the log.
     *
     * @param number its place
     * @param tool which tool was called
     * @param said the decision, with its code if it is a denial, or what became of the call
     */
    record Entry(String number, String tool, String said) {}

    static AuditTrail read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Map<String, Object> members = McpJsonDefaults.getMapper().readValue(line, new TypeRef<>() {});
            if (members.containsKey("tool")) {
                entries.add(entry(members));
            }
        }
        return new AuditTrail(AuditVerifier.verify(file), entries);
    }

    private static Entry entry(Map<String, Object> members) {
        Object said = members.containsKey("outcome") ? members.get("outcome") : members.get("decision");
        return new Entry(
                String.valueOf(members.get("seq")),
                String.valueOf(members.get("tool")),
                said + (members.containsKey("code") ? " " + members.get("code") : ""));
    }

    /** The last so many lines. */
    List<Entry> last(int count) {
        return entries.subList(Math.max(0, entries.size() - count), entries.size());
    }

    String lastHash() {
        return report.last() == null
                ? ""
                : Objects.requireNonNull(report.last()).hash();
    }
}
