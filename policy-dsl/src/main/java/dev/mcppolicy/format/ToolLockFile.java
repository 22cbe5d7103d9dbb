package dev.mcppolicy.format;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.DocumentLimits;
import dev.mcppolicy.format.document.FileText;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.format.lock.LockDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.tool.LockSource;
import dev.mcppolicy.tool.ToolLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The lock of one server in a file, followed as the file changes, so that an operator accepts a tool without a restart.
 * The file is JSON; {@code mcp-policy lock} writes it.
 *
 * <p>It is read whole once an interval, over symbolic links, and loaded when it has changed and then stayed the same for a
 * tenth of a second. A file that is bad, gone or unreadable, or does not have the server any more, leaves the running lock in
 * force, is told to the log, and does not stop the watching; {@link #problems} says so until the next good change.
 *
 * <p>One daemon thread watches, which {@link #close} ends; the last lock stays in force. This class is threadsafe.
 */
public final class ToolLockFile implements LockSource, AutoCloseable {
    private final FollowedFile<ToolLock> file;

    private ToolLockFile(Path path, String server, Duration interval, boolean watched) {
        this.file = new FollowedFile<>(path, interval, watched, new Kind(server), InvalidLockException::new).started();
    }

    /** How a file is read for the lock of a server. */
    private record Kind(String server) implements FollowedFile.Kind<ToolLock> {
        @Override
        public String name() {
            return "lock file";
        }

        @Override
        public String staying() {
            return "running lock stays";
        }

        @Override
        public Object look(Path path) {
            return FileText.readRegular(path, DocumentLimits.TOOLS);
        }

        @Override
        public FollowedFile.Loaded<ToolLock> load(Path path, Object look) {
            LockDocument document = LockDocument.of(path, (FileText.Content) look);
            Map<String, ToolLock> locks = document.locks();
            if (locks == null) {
                return new FollowedFile.Loaded<>(null, document.problems());
            }
            ToolLock lock = locks.get(server);
            return lock == null
                    ? new FollowedFile.Loaded<>(null, unknown(path, locks))
                    : new FollowedFile.Loaded<>(lock, document.problems());
        }

        private List<PolicyProblem> unknown(Path path, Map<String, ToolLock> locks) {
            String known = String.join(
                    ", ",
                    locks.keySet().stream()
                            .limit(10)
                            .map(name -> "`" + Quoted.of(name) + "`")
                            .toList());
            Problems problems = new Problems(new ParsedDocument(path.toString(), ""));
            problems.reportWhole(
                    Diagnostic.UNKNOWN_SERVER,
                    locks.isEmpty() ? "let `mcp-policy lock` write it" : "there is " + known,
                    Quoted.of(server));
            return problems.inOrder();
        }

        @Override
        public String summary(ToolLock lock) {
            return "tools: " + lock.tools().size();
        }
    }

    /**
     * Reads the lock of a server once.
     *
     * @param path a regular file of at most 64 MiB; links are followed
     * @param server what whoever guards the server calls it
     * @return the lock
     * @throws InvalidLockException if the file cannot be read, is no file of locks, or does not have the server
     */
    @CheckReturnValue
    public static ToolLock read(Path path, String server) {
        return unwatched(path, server).current();
    }

    /**
     * Loads the lock of a server, and looks at the file once a second.
     *
     * @param path a regular file of at most 64 MiB; may lead over symbolic links
     * @param server what whoever guards the server calls it
     * @return the source of the lock
     * @throws InvalidLockException if the file cannot be read, is no file of locks, or does not have the server
     */
    @CheckReturnValue
    public static ToolLockFile watch(Path path, String server) {
        return new ToolLockFile(path, server, FollowedFile.DEFAULT_INTERVAL, true);
    }

    /** A file that is looked at only by {@link #checkNow}. */
    static ToolLockFile unwatched(Path path, String server) {
        return new ToolLockFile(path, server, FollowedFile.DEFAULT_INTERVAL, false);
    }

    @Override
    public ToolLock current() {
        return file.value();
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

    /** Ends the watching. When this returns, no other lock comes into force. */
    @Override
    public void close() {
        file.close();
    }
}
