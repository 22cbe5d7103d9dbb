package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes lines one after another, each holding on to the one before, and begins new files. Not threadsafe. */
final class LogWriter {
    /** A file that is moved or removed is missed after this time. */
    private static final long BETWEEN_LOOKS_NANOS = 100_000_000;

    private final LogFolder folder;
    private final LogFile.Opener opener;
    private final long maxBytes;
    private final boolean daily;
    private final List<LogFile> retired = new ArrayList<>();

    private @Nullable LogFile file;
    /** The number of the first line that this writer writes. */
    private final long since;

    private FileLine place;
    private AuditAnchor last;
    /** How many lines the current file has. */
    private long lines;

    private long length;
    private long torn;
    private @Nullable LocalDate day;
    private boolean newName;
    /** Whether a write may have left a part of a line behind. */
    private boolean mayBeTorn;
    /** What somebody else did to the file, or null; no line is written after it. */
    private @Nullable String disturbed;

    private final LongSupplier nanos;
    private long lookedAt;

    LogWriter(LogFolder folder, LogFile.Opener opener, long maxBytes, boolean daily, LongSupplier nanos)
            throws IOException {
        this.nanos = nanos;
        this.lookedAt = nanos.getAsLong();
        LogEnd end = LogEnd.of(folder);
        this.folder = folder;
        this.opener = opener;
        this.maxBytes = maxBytes;
        this.daily = daily;
        this.place = end.file();
        this.last = end.last();
        this.since = last.sequence() + 1;
        this.lines = end.lines();
        this.length = end.length();
        this.torn = end.torn();
        this.mayBeTorn = torn > 0;
        this.day = end.day();
        // A log of which nothing is written has no file, so that an empty file is one that was emptied.
        this.file = end.lines() == 0 ? null : opener.open(folder.current());
    }

    /** The last line that was written. */
    AuditAnchor last() {
        return last;
    }

    /**
     * Writes a line, or fails and leaves the log as if it had not begun to, but for the line that begins a file and the
     * one that tells of a torn tail.
     */
    void append(Instant at, String body) throws IOException {
        beginFileIfDue(at, body.length());
        if (torn > 0) {
            long dropped = torn;
            write(at, AuditLine.ofTornTail(at, dropped));
            torn = 0;
        }
        write(at, body);
    }

    /** Writes that the log is closed, where this writer has written anything: to the same file, however full. */
    void appendStop(Instant at) throws IOException {
        if (last.sequence() >= since) {
            write(at, new StopLine(since).body(AuditLine.instant(at)));
        }
    }

    /** The files that lines were written to and that are not yet closed, the current one last. */
    List<LogFile> files() {
        List<LogFile> files = new ArrayList<>(retired);
        if (file != null) {
            files.add(file);
        }
        return files;
    }

    /** Whether a file has been named since this was last asked. */
    boolean takeNewName() {
        boolean named = newName;
        newName = false;
        return named;
    }

    /** Closes full files. */
    void close(List<LogFile> full) throws IOException {
        retired.removeAll(full);
        for (LogFile each : full) {
            each.close();
        }
    }

    private void beginFileIfDue(Instant at, int bodyLength) throws IOException {
        boolean full = length + HashChain.headAfter(last).length() + bodyLength + 1 > maxBytes;
        boolean over = daily && day != null && LogEnd.dayOf(at).isAfter(day);
        // A file that holds no line but its first is not put aside: the log would never get beyond such files.
        if (file != null && lines > 1 && (full || over)) {
            cutTornTail(file);
            requireInPlace();
            folder.retireCurrent(place.number());
            retired.add(file);
            file = null;
            place = place.next();
            lines = 0;
            length = 0;
        }
        if (file == null) {
            file = opener.open(folder.current());
            newName = true;
        }
        if (lines == 0) {
            write(at, place.body(AuditLine.instant(at)));
        }
    }

    private void write(Instant at, String body) throws IOException {
        byte[] line = (HashChain.headAfter(last) + body + "\n").getBytes(StandardCharsets.US_ASCII);
        LogFile target = Objects.requireNonNull(file);
        if (nanos.getAsLong() - lookedAt >= BETWEEN_LOOKS_NANOS) {
            requireInPlace();
        }
        cutTornTail(target);
        mayBeTorn = true;
        target.append(line);
        mayBeTorn = false;
        length += line.length;
        lines++;
        last = HashChain.after(last, Arrays.copyOf(line, line.length - 1));
        LocalDate today = LogEnd.dayOf(at);
        day = day == null || today.isAfter(day) ? today : day;
    }

    /** Cuts off the tail torn by the last writer, or by a write that failed. What else is there is somebody else's doing. */
    private void cutTornTail(LogFile target) throws IOException {
        requireUndisturbed();
        long there = target.length();
        if (there == length) {
            return;
        }
        if (there < length) {
            disturbed = "was shortened";
        } else if (!mayBeTorn) {
            disturbed = "was written to";
        }
        requireUndisturbed();
        target.truncate(length);
    }

    /**
     * Makes sure that what was written is where it is looked for.
     *
     * @throws IOException if somebody else has moved or removed the file; so will every further line be refused
     */
    void requireInPlace() throws IOException {
        lookedAt = nanos.getAsLong();
        if (disturbed == null && file != null && !file.isAt(folder.current())) {
            disturbed = "was moved or removed";
        }
        requireUndisturbed();
    }

    private void requireUndisturbed() throws IOException {
        if (disturbed != null) {
            throw new IOException("the audit log `" + folder.current() + "` " + disturbed
                    + " while it was open; verify it, and open it again");
        }
    }
}
