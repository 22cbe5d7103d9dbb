package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a log that is opened again goes on.
 *
 * @param file which file of which log the current one is or will be
 * @param last the last line
 * @param lines how many lines the current file has
 * @param length the length of the current file up to the end of its last complete line
 * @param torn the bytes after it, of a line that was being written when the writer ended
 * @param day the latest day of the last file's lines in UTC, or null before the first
 */
record LogEnd(
        FileLine file,
        AuditAnchor last,
        long lines,
        long length,
        long torn,
        @Nullable LocalDate day) {
    /** The head of a line and its instant are shorter. */
    private static final int MAX_START = 200;

    /**
     * Reads the end.
     *
     * @throws IllegalStateException if the file the log ends in holds a complete line that does not belong there, or is
     *     not the file that is due
     */
    static LogEnd of(LogFolder folder) throws IOException {
        Map.Entry<Long, Path> latest = folder.full().lastEntry();
        long torn = 0;
        if (Files.exists(folder.current())) {
            LogEnd current = of(folder.current());
            if (current != null) {
                return current.checked(folder.current(), latest == null ? current.file.number() : latest.getKey() + 1);
            }
            torn = Files.size(folder.current());
        }
        if (latest == null) {
            return new LogEnd(FileLine.ofNewLog(), HashChain.START, 0, 0, torn, null);
        }
        LogEnd before = of(latest.getValue());
        if (before == null) {
            throw damaged(latest.getValue());
        }
        before = before.checked(latest.getValue(), latest.getKey());
        return new LogEnd(before.file.next(), before.last, 0, 0, torn, before.day);
    }

    /** The end of a file, or null if it holds no complete line. */
    private static @Nullable LogEnd of(Path path) throws IOException {
        FileLine file = null;
        AuditAnchor last = null;
        long count = 0;
        LocalDate latest = null;
        try (LogLines lines = LogLines.of(path)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                AuditAnchor before = last == null ? HashChain.before(line) : last;
                FileLine begun = FileLine.of(line);
                if (before == null || !HashChain.follows(before, line) || (begun == null) != (count > 0)) {
                    throw damaged(path);
                }
                file = file == null ? begun : file;
                last = HashChain.after(before, line);
                count++;
                latest = later(latest, day(line));
            }
            return file == null || last == null
                    ? null
                    : new LogEnd(file, last, count, lines.endOfLines(), lines.torn(), latest);
        }
    }

    private LogEnd checked(Path path, long due) {
        if (file.number() != due) {
            throw new IllegalStateException("the audit log `" + path + "` says that it is file " + file.number()
                    + " of its log, where file " + due + " is due; verify it, and move it away to begin another");
        }
        return this;
    }

    private static IllegalStateException damaged(Path path) {
        return new IllegalStateException(
                "the audit log `" + path + "` is damaged before its end; verify it, and move it away to begin another");
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
