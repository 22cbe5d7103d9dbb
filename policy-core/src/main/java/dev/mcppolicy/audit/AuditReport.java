package dev.mcppolicy.audit;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AuditVerifier} found.
 *
 * @param lines how many lines there are, those that begin a file included
 * @param firstSequence the number of the first line; more than 1 where older files are not there, 0 for an empty log
 * @param last the last line's place and hash; null for an empty log
 * @param tornBytes how many bytes of an unfinished line come last: one that is being written, or was when its writer
 *     ended
 * @param isClosed whether the last line says that the log was closed; else it is being written, or its writer ended
 *     without closing it
 * @param abruptEnds the numbers of the lines after which another writer went on though the one before had not closed the
 *     log, in order, at most a hundred; several such writers one after another are one
 * @param problems what is wrong, at most a hundred, in order
 */
public record AuditReport(
        long lines,
        long firstSequence,
        @Nullable AuditAnchor last,
        long tornBytes,
        boolean isClosed,
        List<Long> abruptEnds,
        List<Problem> problems) {
    /** Copies the lists. */
    public AuditReport {
        abruptEnds = List.copyOf(abruptEnds);
        problems = List.copyOf(problems);
    }

    /**
     * Whether nothing is wrong.
     *
     * @return true if every line follows the one before, every file is the one that is due, the log begins where it is said to,
     *     and every anchor was found
     */
    public boolean isIntact() {
        return problems.isEmpty();
    }

    /**
     * Something that is wrong.
     *
     * @param file the file
     * @param line the line in the file, from 1; 0 for the file as a whole
     * @param message what is wrong, without anything the file holds
     */
    public record Problem(Path file, long line, String message) {
        @Override
        public String toString() {
            return file + (line == 0 ? "" : ":" + line) + ": " + message;
        }
    }
}
