package dev.mcppolicy.fuzz;

import dev.mcppolicy.audit.AuditAnchor;
import dev.mcppolicy.audit.AuditReport;
import dev.mcppolicy.audit.AuditVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Any bytes, verified as an audit log. */
public final class AuditLogTarget {
    private static final Path FILE = ScratchFile.named("audit.jsonl");

    private AuditLogTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        AuditReport report = verify(data);
        Law.holds(
                report.problems().stream()
                        .noneMatch(problem -> problem.message().isBlank()),
                () -> "no message");
        AuditAnchor last = report.last();
        if (last != null && report.isIntact()) {
            Law.holds(verify(data, last).isIntact(), () -> "not intact by its own last line");
            checkChanged(data, (int) (data.length - report.tornBytes()), last);
        }
    }

    /** Where the last line is anchored, a changed byte in any line is found. */
    private static void checkChanged(byte[] data, int end, AuditAnchor last) {
        byte[] changed = data.clone();
        int at = Math.floorMod(Arrays.hashCode(data), end);
        changed[at] ^= 1;
        Law.holds(!verify(changed, last).isIntact(), () -> "intact with byte %d changed".formatted(at));
    }

    private static AuditReport verify(byte[] data, AuditAnchor... anchors) {
        ScratchFile.write(FILE, data);
        return Cost.bounded(data.length, () -> {
            try {
                return AuditVerifier.verify(FILE, anchors);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
