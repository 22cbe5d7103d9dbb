package dev.mcppolicy.format;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.engine.PolicySource;
import dev.mcppolicy.engine.ReplaceablePolicy;
import dev.mcppolicy.format.document.FileText;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.text.VisibleText;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The policy in a file, followed as the file changes.
 *
 * <p>What counts is what the file holds when it is opened by its path: it may be written in place, replaced by another,
 * or reached over symbolic links that are swapped. It is read whole once an interval, and loaded when it has changed and
 * then stayed the same for a tenth of a second, so that a file in the middle of being written is not taken for its end.
 * A writer that pauses for longer must write beside the file and rename: the beginning of a policy can be a policy.
 *
 * <p>A file that is good replaces the policy in one step, and the log is told in what it differs. A file that is bad,
 * gone or unreadable leaves the running policy in force, is reported to the {@link #onLoad listeners} and the log, and
 * does not stop the watching: the next good change is seen. {@link #state} says how the file stands. Warnings go to the
 * log, once for each document. Counters are the engine's and survive.
 *
 * <p>One daemon thread watches, which {@link #close} ends; the last policy stays in force. This class is threadsafe.
 */
public final class PolicyFile implements PolicySource, AutoCloseable {
    /** How often the file is looked at where nothing else is said. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    private static final Duration CALM = Duration.ofMillis(100);

    private final Path path;
    private final Duration interval;
    private final ReplaceablePolicy policies;
    private final List<Consumer<? super CheckedPolicy>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<? super String>> refusalListeners = new CopyOnWriteArrayList<>();
    private final @Nullable WatchThread thread;
    private final InstantSource clock;
    private final Function<FileText.Content, CheckedPolicy> loader;
    private volatile PolicyFileState state;

    /** What the file held when it was last loaded or refused. */
    private FileText.Content known;
    /** What it was seen to hold since, and may still be changing from. */
    private FileText.@Nullable Content unsettled;

    /** What the loader last failed on by no fault of the document, and is tried on at each look. */
    private FileText.@Nullable Content failed;

    private boolean closed;

    private PolicyFile(
            Path path,
            Duration interval,
            boolean watched,
            InstantSource clock,
            Function<FileText.Content, CheckedPolicy> loader) {
        if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("an interval must be a millisecond to a day, not `" + interval + "`");
        }
        this.path = path.toAbsolutePath();
        this.interval = interval;
        this.known = FileText.readRegular(this.path);
        this.clock = clock;
        this.loader = loader;
        CheckedPolicy first = loader.apply(known);
        this.policies = new ReplaceablePolicy(first.orThrow());
        this.state = inForce(first.orThrow());
        PolicyLog.warn(first);
        this.thread = watched ? new WatchThread("policy-file " + this.path, this::checkNow) : null;
    }

    /**
     * Loads a file and watches it, in the format that the document shows.
     *
     * @param path the file; may lead over symbolic links
     * @return the source of the policy
     * @throws InvalidPolicyException if the file cannot be read or is no policy
     */
    @CheckReturnValue
    public static PolicyFile watch(Path path) {
        return watch(path, DEFAULT_INTERVAL, null);
    }

    /**
     * Loads a file and watches it.
     *
     * @param path the file; may lead over symbolic links
     * @param interval how often to look at it, a millisecond to a day
     * @param format the format, or null for the one that the document shows
     * @return the source of the policy
     * @throws InvalidPolicyException if the file cannot be read or is no policy
     * @throws IllegalArgumentException if the interval is out of range
     */
    @CheckReturnValue
    public static PolicyFile watch(Path path, Duration interval, @Nullable PolicyFormat format) {
        PolicyFile file = new PolicyFile(path, interval, true, InstantSource.system(), loader(path, format));
        Objects.requireNonNull(file.thread).start();
        return file;
    }

    /** A file that is looked at only by {@link #checkNow}. */
    static PolicyFile unwatched(Path path, InstantSource clock) {
        return unwatched(path, clock, loader(path, null));
    }

    /** A file that is looked at only by {@link #checkNow}, loaded by a loader that may fail. */
    static PolicyFile unwatched(Path path, InstantSource clock, Function<FileText.Content, CheckedPolicy> loader) {
        return new PolicyFile(path, DEFAULT_INTERVAL, false, clock, loader);
    }

    private static Function<FileText.Content, CheckedPolicy> loader(Path path, @Nullable PolicyFormat format) {
        String name = path.toAbsolutePath().toString();
        return content -> PolicyReader.check(name, content, format);
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
     * How the file stands now.
     *
     * @return the revision in force, since when, and what keeps the file from being it, if anything
     */
    public PolicyFileState state() {
        return state;
    }

    @Override
    public Policy current() {
        return Objects.requireNonNull(policies.current());
    }

    @Override
    public Subscription subscribe(Consumer<? super Policy> listener) {
        return policies.subscribe(policy -> tell(listener, policy));
    }

    @Override
    public Subscription subscribeRefusals(Consumer<? super String> listener) {
        refusalListeners.add(listener);
        return () -> refusalListeners.remove(listener);
    }

    /**
     * The file, as text.
     *
     * @return the absolute path, links not followed
     */
    @Override
    public String origin() {
        return path.toString();
    }

    /**
     * Asks to be told of every later loading, in order, whether it succeeded or not. A listener is called by the watching
     * thread; what it throws is logged.
     *
     * @param listener called with the policy that has come into force and its warnings, or without policy and with the
     *     problems that kept the running one in force
     * @return ends the telling; does nothing the second time
     */
    @CanIgnoreReturnValue
    public Subscription onLoad(Consumer<? super CheckedPolicy> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
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
            return check();
        } catch (RuntimeException | Error e) {
            PolicyLog.say(
                    Level.ERROR,
                    "the policy file " + name() + " could not be looked at; the running policy stays in force",
                    e);
            return interval;
        }
    }

    private Duration check() {
        FileText.Content content = FileText.readRegular(path);
        if (content.equals(failed)) {
            load(content);
            return interval;
        }
        if (content.equals(known)) {
            unsettled = null;
            return interval;
        }
        if (!content.equals(unsettled)) {
            unsettled = content;
            return CALM;
        }
        known = content;
        unsettled = null;
        load(content);
        return interval;
    }

    /** Loads a content, puts it in force if it is a policy, and tells whatever comes of it. */
    private void load(FileText.Content content) {
        boolean again = content.equals(failed);
        failed = null;
        CheckedPolicy loaded;
        try {
            loaded = loader.apply(content);
        } catch (RuntimeException | Error e) {
            failed = content;
            if (again) {
                return;
            }
            loaded = failure(e);
        }
        try {
            take(loaded);
        } finally {
            for (Consumer<? super CheckedPolicy> listener : listeners) {
                tell(listener, loaded);
            }
        }
    }

    private void take(CheckedPolicy loaded) {
        Policy policy = loaded.policy();
        if (policy == null) {
            state = state.refused(loaded.problems(), clock.instant());
            PolicyLog.say(
                    Level.ERROR,
                    "the policy file is refused; the running policy stays in force\n"
                            + PolicyLog.lines(loaded.problems()),
                    null);
            String problem = loaded.problems().get(0).toString();
            refusalListeners.forEach(listener -> tell(listener, problem));
        } else {
            replace(policy);
            PolicyLog.warn(loaded);
        }
    }

    private void replace(Policy policy) {
        Policy before = current();
        policies.replace(policy);
        state = inForce(policy);
        PolicyLog.say(Level.INFO, replacement(before, policy), null);
    }

    private String replacement(Policy before, Policy policy) {
        List<String> changes = PolicyChanges.between(before, policy);
        return "the policy file " + name() + " is in force as revision "
                + policy.revision().substring(0, 12)
                + (changes.isEmpty() ? ", which changes no rule" : "\n" + String.join("\n", changes));
    }

    private PolicyFileState inForce(Policy policy) {
        return new PolicyFileState(path, policy.revision(), clock.instant(), List.of(), null);
    }

    /** What is told where the loader itself fails, for want of memory or by a defect. */
    private CheckedPolicy failure(Throwable failure) {
        ParsedDocument document = new ParsedDocument(path.toString(), "");
        Problems problems = new Problems(document);
        problems.reportFailure(failure);
        return new CheckedPolicy(null, problems.inOrder(), document);
    }

    private String name() {
        return "`" + VisibleText.of(path.toString()) + "`";
    }

    private static <T> void tell(Consumer<? super T> listener, T news) {
        try {
            listener.accept(news);
        } catch (RuntimeException | Error e) {
            PolicyLog.say(Level.ERROR, "a listener of a policy file failed", e);
        }
    }

    /** Ends the watching. When this returns, no further policy comes into force. */
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
