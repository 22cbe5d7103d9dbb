package dev.mcppolicy.format;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.document.FileText;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.grants.FileMode;
import dev.mcppolicy.format.grants.GrantDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.identity.GrantSource;
import dev.mcppolicy.identity.GrantTable;
import dev.mcppolicy.text.VisibleText;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grants in a file, followed as the file changes: tokens come, are replaced and are revoked without a restart.
 *
 * <p>The file is JSON and holds digests, never a token; {@code policy-cli grants} writes it. It is read whole once an
 * interval, over symbolic links, and loaded when it has changed and then stayed the same for a tenth of a second. A file
 * that others than its owner may write is refused, and one that they may read is warned of, where the file system knows
 * permissions.
 *
 * <p>A file that is good replaces the grants in one step. A file that is bad, gone or unreadable leaves the running grants
 * in force, is told to the log, and does not stop the watching; {@link #problems} says so until the next good change.
 * Tokens expire all the same. So whoever takes the file away revokes nothing: an empty file of grants does.
 *
 * <p>One daemon thread watches, which {@link #close} ends; the last grants stay in force. This class is threadsafe.
 */
public final class GrantsFile implements GrantSource, AutoCloseable {
    /** How often the file is looked at where nothing else is said. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    private static final Duration CALM = Duration.ofMillis(100);

    /** What a look at the file saw. */
    private record Look(FileText.Content content, boolean writableByOthers) {}

    private final Path path;
    private final Duration interval;
    private final @Nullable WatchThread thread;
    private volatile GrantTable grants;
    private volatile List<PolicyProblem> problems = List.of();

    /** What the file held when it was last loaded or refused. */
    /** What was last read whole; null where the latest look failed, so that the next is taken anew. */
    private @Nullable Look known;
    /** What it was seen to hold since, and may still be changing from. */
    private @Nullable Look unsettled;

    private boolean closed;

    private GrantsFile(Path path, Duration interval, boolean watched) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("an interval must be a millisecond to a day, not `" + interval + "`");
        }
        this.path = path.toAbsolutePath();
        this.interval = interval;
        Look now = look();
        this.known = now;
        GrantDocument first = document(now);
        if (first.table() == null) {
            throw new InvalidGrantsException(first.problems());
        }
        this.grants = first.table();
        warn(first);
        this.thread = watched ? new WatchThread("grants-file " + this.path, this::checkNow) : null;
    }

    /**
     * Loads a file and watches it.
     *
     * @param path the file; may lead over symbolic links
     * @return the source of the grants
     * @throws InvalidGrantsException if the file cannot be read, is no file of grants, or may be written by others
     */
    @CheckReturnValue
    public static GrantsFile watch(Path path) {
        return watch(path, DEFAULT_INTERVAL);
    }

    /**
     * Loads a file and watches it.
     *
     * @param path the file; may lead over symbolic links
     * @param interval how often to look at it, a millisecond to a day
     * @return the source of the grants
     * @throws InvalidGrantsException if the file cannot be read, is no file of grants, or may be written by others
     * @throws IllegalArgumentException if the interval is out of range
     */
    @CheckReturnValue
    public static GrantsFile watch(Path path, Duration interval) {
        GrantsFile file = new GrantsFile(path, interval, true);
        if (file.thread != null) {
            file.thread.start();
        }
        return file;
    }

    /** A file that is looked at only by {@link #checkNow}. */
    static GrantsFile unwatched(Path path) {
        return new GrantsFile(path, DEFAULT_INTERVAL, false);
    }

    @Override
    public GrantTable current() {
        return grants;
    }

    /**
     * The file.
     *
     * @return the absolute path, links not followed
     */
    public Path path() {
        return path;
    }

    /**
     * What keeps the file, as it was last read, from being what is in force.
     *
     * @return the problems in document order; empty while the file is in force
     */
    public List<PolicyProblem> problems() {
        return problems;
    }

    /**
     * Looks at the file once: notes a change, or loads one that was noted before and has settled. Never throws.
     *
     * @return how long to wait before the next look
     */
    @CanIgnoreReturnValue
    synchronized Duration checkNow() {
        if (closed) {
            return interval;
        }
        try {
            Look look = look();
            if (look.equals(known)) {
                unsettled = null;
                return interval;
            }
            if (!look.equals(unsettled)) {
                unsettled = look;
                return CALM;
            }
            take(document(look));
            known = look;
            unsettled = null;
        } catch (RuntimeException | Error e) {
            known = null;
            refuse(failure(e));
        }
        return interval;
    }

    private Look look() {
        return new Look(FileText.readRegular(path), FileMode.isWritableByOthers(path));
    }

    private GrantDocument document(Look look) {
        return GrantDocument.of(path, look.content(), look.writableByOthers());
    }

    private void take(GrantDocument document) {
        GrantTable table = document.table();
        if (table == null) {
            refuse(document.problems().stream()
                    .filter(problem -> problem.severity() == Severity.ERROR)
                    .toList());
            return;
        }
        grants = table;
        problems = List.of();
        PolicyLog.say(
                Level.INFO,
                "the grants file `" + VisibleText.of(path.toString()) + "` is in force; grants: "
                        + table.grants().size(),
                null);
        warn(document);
    }

    /** Keeps the running grants, and says why; once, where it goes on for the same reason. */
    private void refuse(List<PolicyProblem> found) {
        if (!found.equals(problems)) {
            problems = found;
            PolicyLog.say(
                    Level.ERROR,
                    "the grants file is refused; the running grants stay in force\n" + PolicyLog.lines(found),
                    null);
        }
    }

    private static void warn(GrantDocument document) {
        if (!document.problems().isEmpty()) {
            PolicyLog.say(
                    Level.WARNING,
                    "the grants file loads, with warnings\n" + PolicyLog.lines(document.problems()),
                    null);
        }
    }

    /** What is told where reading itself fails, for want of memory or by a defect; it is tried again at each look. */
    private List<PolicyProblem> failure(Throwable failure) {
        Problems told = new Problems(new ParsedDocument(path.toString(), ""));
        told.reportFailure(failure);
        return told.inOrder();
    }

    /** Ends the watching. When this returns, no further grants come into force. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        if (thread != null) {
            thread.end();
        }
    }
}
