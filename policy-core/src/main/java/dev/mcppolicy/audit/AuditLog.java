package dev.mcppolicy.audit;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.decision.DecisionEvent;
import dev.mcppolicy.decision.DecisionListener;
import dev.mcppolicy.decision.OutcomeEvent;
import dev.mcppolicy.decision.PolicyEvent;
import dev.mcppolicy.decision.ToolsEvent;
import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A record of decisions, of what became of them, and of the policies they were made by: one line of JSON for each, which holds the hash of the line before,
 * so that {@link AuditVerifier} finds a line that was changed, moved or removed. What was cut off at the end it finds by
 * an {@link AuditAnchor} kept elsewhere.
 *
 * <p>Given to an engine as a <em>required</em> listener, no call passes whose decision was not written; as a plain
 * listener, a log that fails changes no decision. A line is written when {@link #decided} returns; with
 * {@link AuditLogBuilder#fsync} it would outlive a loss of power too. Without, a crash of the process loses nothing
 * written, a crash of the machine may lose the last lines.
 *
 * <p>A write that fails, on a full disk for instance, fails that line alone; the log goes on when it can. After a failed
 * {@code fsync} nobody knows what is on the disk, and the log takes no further line until it is opened again.
 *
 * <p>This class is threadsafe.
 */
public final class AuditLog implements DecisionListener, AutoCloseable {
    private static final Logger LOG = System.getLogger(AuditLog.class.getName());

    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock forcing = new ReentrantLock();
    private final LogFolder folder;
    private final FileChannel ownership;
    private final LogWriter writer;
    private final Set<AuditField> redacted;
    private final ArgumentsHash argumentsHash;
    private final boolean fsync;
    private final int anchorEvery;
    private final @Nullable Consumer<AuditAnchor> anchors;
    private final InstantSource clock;
    /** The last line that was forced; guarded by {@code forcing}. */
    private long forced;
    /** Why no further line is taken, or null; guarded by {@code writing}. */
    private @Nullable String ended;

    AuditLog(AuditLogBuilder options) throws IOException {
        this.folder = new LogFolder(options.perProcess ? ProcessName.in(options.path) : options.path);
        this.redacted = Set.copyOf(options.redactedFields);
        this.argumentsHash = new ArgumentsHash(options.argumentsKey, options.redactedArguments);
        this.fsync = options.fsync;
        this.anchorEvery = options.anchorEvery;
        this.anchors = options.anchors;
        this.clock = Objects.requireNonNullElseGet(options.clock, InstantSource::system);
        this.ownership = folder.lock();
        boolean opened = false;
        try {
            long maxBytes = Objects.requireNonNullElse(options.maxBytes, AuditLogBuilder.DEFAULT_MAX_BYTES);
            this.writer = new LogWriter(folder, options.opener, maxBytes, options.daily, System::nanoTime);
            if (fsync) {
                folder.force();
            }
            opened = true;
        } finally {
            if (!opened) {
                ownership.close();
            }
        }
        this.forced = writer.last().sequence();
    }

    /**
     * A log in a file, one JSON object a line, in ASCII. Files that are full are put beside it, with {@code .00000001}
     * and so on after the name; a file with {@code .lock} after the name keeps other writers away.
     *
     * @param path the current file, in a folder that exists; made with the first line if it is missing, continued if it
     *     is there
     * @return options, to be opened
     */
    @CheckReturnValue
    public static AuditLogBuilder jsonl(Path path) {
        return new AuditLogBuilder(path);
    }

    /**
     * Writes a decision.
     *
     * @throws UncheckedIOException if it could not be written, or not forced where it must be
     * @throws IllegalStateException if the log is closed, or an earlier {@code fsync} failed
     */
    @Override
    public void decided(DecisionEvent event) {
        write(event.at(), AuditLine.of(event, redacted, argumentsHash));
    }

    /**
     * Writes what became of a call.
     *
     * @throws UncheckedIOException if it could not be written, or not forced where it must be
     * @throws IllegalStateException if the log is closed, or an earlier {@code fsync} failed
     */
    @Override
    public void finished(OutcomeEvent event) {
        write(event.at(), AuditLine.of(event, redacted));
    }

    /**
     * Writes what happened to the policy.
     *
     * @throws UncheckedIOException if it could not be written, or not forced where it must be
     * @throws IllegalStateException if the log is closed, or an earlier {@code fsync} failed
     */
    @Override
    public void policyChanged(PolicyEvent event) {
        write(event.at(), AuditLine.of(event));
    }

    /**
     * Writes in what a server's tools are not as they were accepted.
     *
     * @throws UncheckedIOException if it could not be written, or not forced where it must be
     * @throws IllegalStateException if the log is closed, or an earlier {@code fsync} failed
     */
    @Override
    public void toolsChanged(ToolsEvent event) {
        write(event.at(), AuditLine.of(event));
    }

    /**
     * The file that is written to now.
     *
     * @return the path that {@link AuditVerifier} is given: the absolute form of the builder's, or what {@link
     *     AuditLogBuilder#perProcess} made of it
     */
    public Path path() {
        return folder.current();
    }

    /**
     * The last line written, to be kept elsewhere.
     *
     * @return its place and hash
     */
    public AuditAnchor anchor() {
        writing.lock();
        try {
            return writer.last();
        } finally {
            writing.unlock();
        }
    }

    /**
     * Writes that the log is closed, where any line was written since it was opened, so that an end without that line is
     * known for an abrupt one. Takes no more lines, forces what was written, and says the last hash to the log of the JVM
     * and to whoever takes anchors. A second call does nothing.
     *
     * @throws UncheckedIOException if that line could not be written, or what was written not forced
     */
    @Override
    public void close() {
        forcing.lock();
        writing.lock();
        try {
            if (!ownership.isOpen()) {
                return;
            }
            try {
                stop();
            } finally {
                try {
                    writer.close(writer.files());
                } finally {
                    ownership.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
            forcing.unlock();
        }
        AuditAnchor last = anchor();
        LOG.log(
                Level.INFO,
                "audit log " + VisibleText.of(folder.current().toString()) + " closed after line " + last.sequence()
                        + ", hash " + last.hash());
        tellAnchor(last);
    }

    /** Where the line of the end cannot be written, what was written before is forced all the same. */
    private void stop() throws IOException {
        boolean taken = ended == null;
        ended = "the audit log is closed";
        try {
            if (taken) {
                writer.appendStop(clock.instant());
                writer.requireInPlace();
            }
        } finally {
            for (LogFile file : writer.files()) {
                file.force();
            }
            forced = writer.last().sequence();
        }
    }

    private void write(Instant at, String body) {
        Written written;
        try {
            written = append(at, body);
            if (fsync) {
                forceUpTo(written.last().sequence());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the audit log could not be written", e);
        }
        if (anchorEvery > 0 && written.before() / anchorEvery < written.last().sequence() / anchorEvery) {
            tellAnchor(written.last());
        }
    }

    /**
     * The lines that one event became: the event's own, and before it those that begin a file or tell of a torn tail.
     *
     * @param before the number of the line before them
     * @param last the event's own
     */
    private record Written(long before, AuditAnchor last) {}

    private Written append(Instant at, String body) throws IOException {
        writing.lock();
        try {
            if (ended != null) {
                throw new IllegalStateException(ended);
            }
            long before = writer.last().sequence();
            writer.append(at, body);
            List<LogFile> files = writer.files();
            if (!fsync && files.size() > 1) {
                writer.close(files.subList(0, files.size() - 1));
            }
            return new Written(before, writer.last());
        } finally {
            writing.unlock();
        }
    }

    /** One thread forces for all whose lines were written before it began; full files are forced before they close. */
    private void forceUpTo(long sequence) throws IOException {
        forcing.lock();
        try {
            if (forced >= sequence) {
                return;
            }
            List<LogFile> files;
            long upTo;
            boolean newName;
            writing.lock();
            try {
                if (ended != null) {
                    throw new IllegalStateException(ended);
                }
                writer.requireInPlace();
                files = writer.files();
                upTo = writer.last().sequence();
                newName = writer.takeNewName();
            } finally {
                writing.unlock();
            }
            force(files, newName);
            forced = upTo;
        } finally {
            forcing.unlock();
        }
    }

    private void force(List<LogFile> files, boolean newName) throws IOException {
        boolean done = false;
        try {
            for (LogFile file : files) {
                file.force();
            }
            if (newName) {
                folder.force();
            }
            done = true;
        } finally {
            writing.lock();
            try {
                if (!done) {
                    ended = "the audit log could not be forced to the disk, and must be opened again";
                } else if (files.size() > 1) {
                    writer.close(files.subList(0, files.size() - 1));
                }
            } finally {
                writing.unlock();
            }
        }
    }

    private void tellAnchor(AuditAnchor anchor) {
        if (anchors == null) {
            return;
        }
        try {
            anchors.accept(anchor);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the anchor of an audit log could not be kept", e);
        }
    }
}
