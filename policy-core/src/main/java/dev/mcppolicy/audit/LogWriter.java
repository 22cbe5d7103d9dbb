package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes lines one after another, each holding on to the one before, and begins new files. Not threadsafe. */
final class LogWriter {
    private final LogFolder folder;
    private final LogFile.Opener opener;
    private final long maxBytes;
    private final boolean daily;
    private final List<LogFile> retired = new ArrayList<>();

    private @Nullable LogFile file;
    private AuditAnchor last;
    private long length;
    private long torn;
    private @Nullable LocalDate day;

    LogWriter(LogFolder folder, LogFile.Opener opener, long maxBytes, boolean daily) throws IOException {
        LogEnd end = LogEnd.of(folder);
        this.folder = folder;
        this.opener = opener;
        this.maxBytes = maxBytes;
        this.daily = daily;
        this.last = end.last();
        this.length = end.length();
        this.torn = end.torn();
        this.day = end.day();
        this.file = opener.open(folder.current());
    }

    /** The last line that was written. */
    AuditAnchor last() {
        return last;
    }

    /** Writes a line, or fails and leaves the log as if it had not begun to. */
    void append(Instant at, String body) throws IOException {
        if (torn > 0) {
            long dropped = torn;
            write(at, AuditLine.ofTornTail(at, dropped));
            torn = 0;
        }
        write(at, body);
    }

    /** The files that lines were written to and that are not yet closed, the current one last. */
    List<LogFile> files() {
        List<LogFile> files = new ArrayList<>(retired);
        if (file != null) {
            files.add(file);
        }
        return files;
    }

    /** Closes full files. */
    void close(List<LogFile> full) throws IOException {
        retired.removeAll(full);
        for (LogFile each : full) {
            each.close();
        }
    }

    private void write(Instant at, String body) throws IOException {
        byte[] line = (HashChain.headAfter(last) + body + "\n").getBytes(StandardCharsets.US_ASCII);
        LogFile target = fileFor(at, line.length);
        if (target.length() != length) {
            // A tail torn by the last writer, or by a write that failed.
            target.truncate(length);
        }
        target.append(line);
        length += line.length;
        last = HashChain.after(last, Arrays.copyOf(line, line.length - 1));
        LocalDate today = LogEnd.dayOf(at);
        day = day == null || today.isAfter(day) ? today : day;
    }

    private LogFile fileFor(Instant at, int lineLength) throws IOException {
        LogFile target = file;
        boolean full = length + lineLength > maxBytes;
        boolean over = daily && day != null && LogEnd.dayOf(at).isAfter(day);
        if (target != null && length > 0 && (full || over)) {
            target.truncate(length);
            folder.retireCurrent();
            retired.add(target);
            file = null;
            length = 0;
        }
        if (file == null) {
            file = opener.open(folder.current());
        }
        return Objects.requireNonNull(file);
    }
}
