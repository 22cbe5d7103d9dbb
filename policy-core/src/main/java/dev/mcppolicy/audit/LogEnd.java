package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a log that is opened again goes on.
 *
 * @param last the last line
 * @param length the length of the current file up to the end of its last complete line
 * @param torn the bytes after it, of a line that was being written when the writer ended
 * @param day the latest day of the last file's lines in UTC, or null before the first
 */
record LogEnd(
        AuditAnchor last, long length, long torn, @Nullable LocalDate day) {
    /** The head of a line and its instant are shorter. */
    private static final int MAX_START = 200;

    /**
     * Reads the end.
     *
     * @throws IllegalStateException if the file the log ends in holds a complete line that does not belong there
     */
    static LogEnd of(LogFolder folder) throws IOException {
        LogEnd current = Files.exists(folder.current()) ? of(folder.current()) : null;
        if (current != null && current.length > 0) {
            return current;
        }
        List<Path> full = folder.full();
        LogEnd before = full.isEmpty() ? new LogEnd(HashChain.START, 0, 0, null) : of(full.get(full.size() - 1));
        return new LogEnd(before.last, 0, current == null ? 0 : current.torn, before.day);
    }

    private static LogEnd of(Path file) throws IOException {
        AuditAnchor last = null;
        LocalDate latest = null;
        try (LogLines lines = LogLines.of(file)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                AuditAnchor before = last == null ? HashChain.before(line) : last;
                if (before == null || !HashChain.follows(before, line)) {
                    throw new IllegalStateException("the audit log `" + file
                            + "` is damaged before its end; verify it, and move it away to begin another");
                }
                last = HashChain.after(before, line);
                latest = later(latest, day(line));
            }
            return new LogEnd(last == null ? HashChain.START : last, lines.endOfLines(), lines.torn(), latest);
        }
    }

    /** The day of a line, or null where it does not tell. */
    private static @Nullable LocalDate day(byte[] line) {
        String text = new String(line, 0, Math.min(line.length, MAX_START), StandardCharsets.ISO_8859_1);
        int start = text.indexOf(AuditLine.AT) + AuditLine.AT.length();
        int end = text.indexOf('"', start);
        try {
            return end < 0 ? null : dayOf(Instant.parse(text.substring(start, end)));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable LocalDate later(@Nullable LocalDate one, @Nullable LocalDate other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    static LocalDate dayOf(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
