package dev.mcppolicy.audit;

import static dev.mcppolicy.audit.Audited.decide;
import static dev.mcppolicy.audit.Audited.lines;
import static dev.mcppolicy.audit.Audited.required;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The ids of decisions whose lines were written before the decisions were known. */
final class Acknowledged {
    private static final String ID = "\"id\":\"";

    private Acknowledged() {}

    /** Opens the log again, and looks for the lines. */
    static void assertNoneIsLost(Collection<String> acknowledged, Path file) throws IOException {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            decide(required(log), 1);
        }
        AuditReport report = AuditVerifier.verify(file);
        assertThat(report.problems()).isEmpty();
        assertThat(report.tornBytes()).isZero();
        Set<String> written = new HashSet<>();
        for (Path part : new LogFolder(file).all()) {
            lines(part).stream().filter(line -> line.contains(ID)).forEach(line -> written.add(id(line)));
        }
        assertThat(acknowledged).isNotEmpty().allMatch(written::contains);
    }

    private static String id(String line) {
        int start = line.indexOf(ID) + ID.length();
        return line.substring(start, line.indexOf('"', start));
    }
}
