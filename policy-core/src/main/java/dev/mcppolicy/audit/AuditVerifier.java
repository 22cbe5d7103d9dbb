package dev.mcppolicy.audit;

import com.google.errorprone.annotations.CheckReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows the chain of an {@link AuditLog} through all its files, and finds lines that were edited, moved, inserted or
 * removed. It reads only, and may run while the log is being written.
 *
 * <p>Without an anchor it cannot see that lines were cut off at the end, that the last line was edited, or that somebody
 * wrote the whole log anew. With one, it proves all lines up to the anchor.
 */
@CheckReturnValue
public final class AuditVerifier {
    private static final int MAX_PROBLEMS = 100;

    private final TreeMap<Long, List<AuditAnchor>> anchors = new TreeMap<>();
    private final List<AuditReport.Problem> problems = new ArrayList<>();
    private @Nullable AuditAnchor last;
    private long lines;
    private long firstSequence;
    private long torn;

    private AuditVerifier() {}

    /**
     * Verifies a log.
     *
     * @param path the current file, as the log was opened with
     * @param anchors lines that must be there as they were
     * @return the report
     * @throws IOException if a file cannot be read
     */
    public static AuditReport verify(Path path, AuditAnchor... anchors) throws IOException {
        AuditVerifier verifier = new AuditVerifier();
        for (AuditAnchor anchor : anchors) {
            verifier.anchors
                    .computeIfAbsent(anchor.sequence(), key -> new ArrayList<>())
                    .add(anchor);
        }
        return verifier.verify(new LogFolder(path));
    }

    private AuditReport verify(LogFolder folder) throws IOException {
        List<Path> files = folder.all();
        if (files.isEmpty()) {
            report(folder.current(), 0, "there is no audit log");
        }
        meet(folder.current(), 0, HashChain.START);
        for (Path file : files) {
            if (torn > 0) {
                report(file, 0, "the file before it ends within a line");
            }
            follow(file);
        }
        anchors.forEach((sequence, missing) ->
                report(folder.current(), 0, "line " + sequence + " of the log was anchored, and is not there"));
        return new AuditReport(lines, firstSequence, last, torn, problems);
    }

    private void follow(Path file) throws IOException {
        try (LogLines read = LogLines.of(file)) {
            long number = 0;
            for (byte[] line = read.next(); line != null; line = read.next()) {
                follow(file, ++number, line);
            }
            torn = read.torn();
        }
    }

    private void follow(Path file, long number, byte[] line) {
        lines++;
        AuditAnchor before = last;
        if (before == null || !HashChain.follows(before, line)) {
            AuditAnchor claimed = HashChain.before(line);
            if (claimed == null) {
                report(file, number, "not a line of an audit log");
                return;
            }
            if (before != null) {
                report(
                        file,
                        number,
                        "does not follow the line before: one of the two was changed, or lines between them"
                                + " were removed, added or moved");
            } else {
                firstSequence = claimed.sequence() + 1;
                meet(file, number, claimed);
            }
            before = claimed;
        }
        last = HashChain.after(before, line);
        meet(file, number, last);
    }

    /** Ticks off the anchors of a line. */
    private void meet(Path file, long number, AuditAnchor line) {
        List<AuditAnchor> anchored = anchors.remove(line.sequence());
        if (anchored != null && !anchored.stream().allMatch(line::equals)) {
            report(file, number, "line " + line.sequence() + " of the log is not the one that was anchored");
        }
    }

    private void report(Path file, long line, String message) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new AuditReport.Problem(file, line, message));
        }
    }
}
