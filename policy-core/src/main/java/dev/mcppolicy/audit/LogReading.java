package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One reading of a log's files from the first line to the last. Used once. */
final class LogReading {
    private static final int MAX_PROBLEMS = 100;
    /** The number of a file whose name does not say it. */
    private static final long UNKNOWN = -1;

    private static final String UNLINKED =
            "does not follow the line before: one of the two was changed, or lines between"
                    + " them were removed, added or moved";

    private final LogFolder folder;
    /** The number of the line that the log is said to begin with; 0 where nobody says. */
    private final long firstLine;

    private final TreeMap<Long, List<AuditAnchor>> anchors = new TreeMap<>();
    private final List<AuditReport.Problem> problems = new ArrayList<>();
    /** What the first file says of itself. */
    private @Nullable FileLine first;

    private boolean anchoredBefore;
    private @Nullable AuditAnchor last;
    private long lines;
    private long firstSequence;
    private long torn;
    /** The number of the first line that no writer is known to have closed. */
    private long openSince;

    private final List<Long> abruptEnds = new ArrayList<>();

    LogReading(LogFolder folder, long firstLine, AuditAnchor... anchors) {
        this.folder = folder;
        this.firstLine = firstLine;
        for (AuditAnchor anchor : anchors) {
            this.anchors
                    .computeIfAbsent(anchor.sequence(), key -> new ArrayList<>())
                    .add(anchor);
        }
    }

    AuditReport report() throws IOException {
        SortedMap<Long, Path> full = folder.full();
        boolean hasCurrent = Files.exists(folder.current());
        if (full.isEmpty() && !hasCurrent) {
            report(folder.current(), 0, "there is no audit log");
        }
        meet(folder.current(), 0, HashChain.START);
        long due = UNKNOWN;
        for (Map.Entry<Long, Path> file : full.entrySet()) {
            long number = file.getKey();
            if (due != UNKNOWN && number > due) {
                report(file.getValue(), 0, missing(due, number - 1));
                last = null;
            }
            follow(file.getValue(), number);
            if (torn > 0) {
                report(file.getValue(), 0, "a full file ends within a line");
            }
            due = number + 1;
        }
        if (hasCurrent) {
            follow(folder.current(), due);
        }
        anchors.forEach((sequence, missing) ->
                report(folder.current(), 0, "line " + sequence + " of the log was anchored, and is not there"));
        return new AuditReport(lines, firstSequence, last, torn, isClosed(), abruptEnds, problems);
    }

    private static String missing(long from, long to) {
        return from == to
                ? "file " + from + " of the log is missing before it"
                : "files " + from + " to " + to + " of the log are missing before it";
    }

    /**
     * Follows a file.
     *
     * @param due which file of the log its name says it is, or {@link #UNKNOWN}
     */
    private void follow(Path path, long due) throws IOException {
        try (LogLines read = LogLines.of(path)) {
            long number = 0;
            for (byte[] line = read.next(); line != null; line = read.next()) {
                follow(path, ++number, line, due);
            }
            torn = read.torn();
            if (number == 0) {
                report(path, 0, "holds no line: it was emptied, or its writer ended as it began the file");
            }
        }
    }

    private void follow(Path path, long number, byte[] line, long due) {
        lines++;
        AuditAnchor claimed = HashChain.before(line);
        if (claimed == null || !HashChain.hasForm(line)) {
            report(path, number, "not a line of an audit log");
            return;
        }
        if (firstSequence == 0) {
            firstSequence = claimed.sequence() + 1;
            openSince = firstSequence;
            anchoredBefore = anchors.getOrDefault(claimed.sequence(), List.of()).contains(claimed);
            meet(path, number, claimed);
        }
        FileLine file = FileLine.of(line);
        String problem = number == 1 ? problemOfBeginning(file, claimed, due) : problemOfLine(file, claimed);
        if (problem != null) {
            report(path, number, problem);
        }
        first = number == 1 && first == null ? file : first;
        last = HashChain.after(claimed, line);
        StopLine stop = StopLine.of(line);
        if (stop != null) {
            close(stop, last.sequence());
        }
        meet(path, number, last);
    }

    /** Notes that a writer has closed the log with a line, and that those before it had not. */
    private void close(StopLine stop, long sequence) {
        if (stop.since() > openSince && stop.since() < sequence && abruptEnds.size() < MAX_PROBLEMS) {
            abruptEnds.add(stop.since() - 1);
        }
        openSince = sequence + 1;
    }

    private boolean isClosed() {
        return last != null && openSince == last.sequence() + 1 && torn == 0;
    }

    private @Nullable String problemOfBeginning(@Nullable FileLine file, AuditAnchor claimed, long due) {
        if (file == null) {
            return "does not say which file of the log this is: first lines were removed, or the file is none of a log";
        }
        if (first != null && !first.log().equals(file.log())) {
            return "the file is of another log";
        }
        if (due != UNKNOWN && file.number() != due) {
            return "says that this is file " + file.number() + " of the log, where file " + due + " is due";
        }
        if ((file.number() == 1) != (claimed.sequence() == 0)) {
            return "says that this is file " + file.number() + " of the log, and that it begins at line "
                    + (claimed.sequence() + 1);
        }
        return lines == 1 ? problemOfFirst(claimed) : problemOfLine(null, claimed);
    }

    /** Whether lines are missing before the first that nobody has said were taken away. */
    private @Nullable String problemOfFirst(AuditAnchor claimed) {
        long begins = claimed.sequence() + 1;
        if (firstLine > 0) {
            return firstLine == begins
                    ? null
                    : "the log begins at line " + begins + ", and not at line " + firstLine + " as was said";
        }
        return begins == 1 || anchoredBefore
                ? null
                : "the log begins at line " + begins + ", and nobody said that older files were taken away";
    }

    private @Nullable String problemOfLine(@Nullable FileLine file, AuditAnchor claimed) {
        if (file != null) {
            return "begins file " + file.number() + " of a log within another file";
        }
        return last == null || last.equals(claimed) ? null : UNLINKED;
    }

    /** Ticks off the anchors of a line. */
    private void meet(Path path, long number, AuditAnchor line) {
        List<AuditAnchor> anchored = anchors.remove(line.sequence());
        if (anchored != null && !anchored.stream().allMatch(line::equals)) {
            report(path, number, "line " + line.sequence() + " of the log is not the one that was anchored");
        }
    }

    private void report(Path path, long line, String message) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new AuditReport.Problem(path, line, message));
        }
    }
}
