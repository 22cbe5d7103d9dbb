package dev.mcppolicy.format;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.text.VisibleText;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds, followed as the file changes: it is read whole once an interval, over symbolic links, and loaded when
 * it has changed and then stayed the same for a tenth of a second. What is good takes the place of what was; what is bad is
 * told, and leaves what is in force. One daemon thread looks, which {@link #close} ends.
 *
 * <p>This class is threadsafe.
 *
 * @param <T> what is in the file
 */
final class FollowedFile<T> implements AutoCloseable {
    /** How often a file is looked at where nothing else is said. */
    static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    private static final Duration CALM = Duration.ofMillis(100);

    /**
     * What was read.
     *
     * @param value what is in the file, or null if it is refused
     * @param problems what is wrong, errors and warnings
     */
    record Loaded<T>(@Nullable T value, List<PolicyProblem> problems) {
        private List<PolicyProblem> of(Severity severity) {
            return problems.stream()
                    .filter(problem -> problem.severity() == severity)
                    .toList();
        }
    }

    /** A kind of file. */
    interface Kind<T> {
        /** What people call the file, such as {@code grants file}. */
        String name();

        /** What stays in force when the file is refused, such as {@code running grants}. */
        String staying();

        /** A look at a file that is equal to another where nothing has changed. */
        Object look(Path path);

        /** What a look has seen. */
        Loaded<T> load(Path path, Object look);

        /** What is told of what is in force, such as {@code grants: 3}. */
        String summary(T value);
    }

    private final Path path;
    private final Duration interval;
    private final Kind<T> kind;
    private final @Nullable WatchThread thread;
    private volatile T value;
    private volatile List<PolicyProblem> problems = List.of();

    /** What was last read whole; null where the latest look failed, so that the next is taken anew. */
    private @Nullable Object known;
    /** What it was seen to hold since, and may still be changing from. */
    private @Nullable Object unsettled;

    private boolean closed;

    /** A file that is looked at, by a thread or only by {@link #checkNow}; refused by what the function makes of errors. */
    FollowedFile(
            Path path,
            Duration interval,
            boolean watched,
            Kind<T> kind,
            Function<List<PolicyProblem>, RuntimeException> refusal) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("an interval must be a millisecond to a day, not `" + interval + "`");
        }
        this.path = path.toAbsolutePath();
        this.interval = interval;
        this.kind = kind;
        Object now = kind.look(this.path);
        this.known = now;
        Loaded<T> first = kind.load(this.path, now);
        if (first.value() == null) {
            throw refusal.apply(first.of(Severity.ERROR));
        }
        this.value = first.value();
        warn(first);
        Supplier<Duration> look = this::checkNow;
        this.thread = watched ? new WatchThread(kind.name().replace(' ', '-') + " " + this.path, look) : null;
    }

    /** Begins to look, where a thread does. */
    FollowedFile<T> started() {
        if (thread != null) {
            thread.start();
        }
        return this;
    }

    T value() {
        return value;
    }

    Path path() {
        return path;
    }

    List<PolicyProblem> problems() {
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
            Object look = kind.look(path);
            if (look.equals(known)) {
                unsettled = null;
                return interval;
            }
            if (!look.equals(unsettled)) {
                unsettled = look;
                return CALM;
            }
            take(kind.load(path, look));
            known = look;
            unsettled = null;
        } catch (RuntimeException | Error e) {
            known = null;
            refuse(failure(e));
        }
        return interval;
    }

    private void take(Loaded<T> loaded) {
        T next = loaded.value();
        if (next == null) {
            refuse(loaded.of(Severity.ERROR));
            return;
        }
        value = next;
        problems = List.of();
        PolicyLog.say(
                Level.INFO,
                "the " + kind.name() + " `" + VisibleText.of(path.toString()) + "` is in force; " + kind.summary(next),
                null);
        warn(loaded);
    }

    /** Keeps what is in force, and says why; once, where it goes on for the same reason. */
    private void refuse(List<PolicyProblem> found) {
        if (!Objects.equals(found, problems)) {
            problems = found;
            PolicyLog.say(
                    Level.ERROR,
                    "the " + kind.name() + " is refused; the " + kind.staying() + " in force\n"
                            + PolicyLog.lines(found),
                    null);
        }
    }

    private void warn(Loaded<T> loaded) {
        List<PolicyProblem> warnings = loaded.of(Severity.WARNING);
        if (!warnings.isEmpty()) {
            PolicyLog.say(
                    Level.WARNING, "the " + kind.name() + " loads, with warnings\n" + PolicyLog.lines(warnings), null);
        }
    }

    /** What is told where reading itself fails, for want of memory or by a defect; it is tried again at each look. */
    private List<PolicyProblem> failure(Throwable failure) {
        Problems told = new Problems(new ParsedDocument(path.toString(), ""));
        told.reportFailure(failure);
        return told.inOrder();
    }

    /** Ends the looking. When this returns, nothing further comes into force. */
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
