package dev.mcppolicy.audit;

import com.google.errorprone.annotations.CheckReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Follows the chain of an {@link AuditLog} through all its files, and finds lines that were edited, moved, inserted or
 * removed, and files that are missing, stand elsewhere, or do not belong. It reads only, and may run while the log is
 * being written.
 *
 * <p>Without an anchor it cannot see that lines were cut off at the end, that the last line was edited, or that somebody
 * wrote the whole log anew. With one, it proves all lines up to the anchor. A log that does not begin at its first line is
 * intact only if whoever asks says where it begins, or gives the anchor of the line before.
 */
@CheckReturnValue
public final class AuditVerifier {
    /** How often a log is read again that was being written while it was read. */
    private static final int MAX_READS = 5;

    private AuditVerifier() {}

    /**
     * Verifies a log that begins at its first line, or after one of the anchors.
     *
     * @param path the current file, as the log was opened with
     * @param anchors lines that must be there as they were; the one before the first file that is there says that the
     *     older files were taken away
     * @return the report
     * @throws IOException if a file cannot be read
     */
    public static AuditReport verify(Path path, AuditAnchor... anchors) throws IOException {
        return read(path, 0, anchors);
    }

    /**
     * Verifies a log whose oldest files were taken away.
     *
     * @param path the current file, as the log was opened with
     * @param firstLine the number of the line that the log now begins with, at least 1
     * @param anchors lines that must be there as they were
     * @return the report
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if the number is less than 1
     */
    public static AuditReport verifyFrom(Path path, long firstLine, AuditAnchor... anchors) throws IOException {
        if (firstLine < 1) {
            throw new IllegalArgumentException("the number of the first line must be at least 1, not " + firstLine);
        }
        return read(path, firstLine, anchors);
    }

    private static AuditReport read(Path path, long firstLine, AuditAnchor... anchors) throws IOException {
        LogFolder folder = new LogFolder(path);
        Map<Path, Long> before = folder.sizes();
        for (int read = 1; ; read++) {
            AuditReport report = new LogReading(folder, firstLine, anchors).report();
            Map<Path, Long> after = folder.sizes();
            if (report.isIntact() || read == MAX_READS || after.equals(before)) {
                return report;
            }
            before = after;
        }
    }
}
