package dev.mcppolicy.format;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.document.FileMode;
import dev.mcppolicy.format.document.FileText;
import dev.mcppolicy.format.grants.GrantDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.identity.GrantSource;
import dev.mcppolicy.identity.GrantTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The grants in a file, followed as the file changes: tokens come, are replaced and are revoked without a restart.
 *
 * <p>The file is JSON and holds digests, never a token; {@code mcp-policy grants} writes it. It is read whole once an
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
    public static final Duration DEFAULT_INTERVAL = FollowedFile.DEFAULT_INTERVAL;

    /** What a look at the file saw. */
    private record Look(FileText.Content content, boolean writableByOthers) {}

    private static final FollowedFile.Kind<GrantTable> KIND = new FollowedFile.Kind<>() {
        @Override
        public String name() {
            return "grants file";
        }

        @Override
        public String staying() {
            return "running grants stay";
        }

        @Override
        public Object look(Path path) {
            return new Look(FileText.readRegular(path), FileMode.isWritableByOthers(path));
        }

        @Override
        public FollowedFile.Loaded<GrantTable> load(Path path, Object look) {
            Look seen = (Look) look;
            GrantDocument document = GrantDocument.of(path, seen.content(), seen.writableByOthers());
            return new FollowedFile.Loaded<>(document.table(), document.problems());
        }

        @Override
        public String summary(GrantTable grants) {
            return "grants: " + grants.grants().size();
        }
    };

    private final FollowedFile<GrantTable> file;

    private GrantsFile(Path path, Duration interval, boolean watched) {
        this.file = new FollowedFile<>(path, interval, watched, KIND, InvalidGrantsException::new).started();
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
        return new GrantsFile(path, interval, true);
    }

    /** A file that is looked at only by {@link #checkNow}. */
    static GrantsFile unwatched(Path path) {
        return new GrantsFile(path, DEFAULT_INTERVAL, false);
    }

    @Override
    public GrantTable current() {
        return file.value();
    }

    /**
     * The file.
     *
     * @return the absolute path, links not followed
     */
    public Path path() {
        return file.path();
    }

    /**
     * What keeps the file, as it was last read, from being what is in force.
     *
     * @return the problems in document order; empty while the file is in force
     */
    public List<PolicyProblem> problems() {
        return file.problems();
    }

    /** Looks at the file once: notes a change, or loads one that was noted before and has settled. Never throws. */
    void checkNow() {
        file.checkNow();
    }

    /** Ends the watching. When this returns, no further grants come into force. */
    @Override
    public void close() {
        file.close();
    }
}
