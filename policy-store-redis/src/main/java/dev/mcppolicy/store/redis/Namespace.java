package dev.mcppolicy.store.redis;

import dev.mcppolicy.counter.OperationId;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of a namespace: the mark that it has seen, since one that is gone or another means that what was
 * counted is gone, and about what time it is there.
 */
final class Namespace {
    private final String name;
    private final NamespaceKeys keys;
    private volatile @Nullable String mark;
    private volatile boolean isListed;
    private volatile @Nullable Instant seen;

    /** The server's instant, and when it was told. */
    private record Instant(long millis, long atNanos) {}

    Namespace(String name) {
        this.name = name;
        this.keys = new NamespaceKeys(name);
    }

    String name() {
        return name;
    }

    NamespaceKeys keys() {
        return keys;
    }

    /** The mark seen, or nothing. */
    String mark() {
        String known = mark;
        return known == null ? "" : known;
    }

    static String newMark() {
        return OperationId.random().toString();
    }

    /** Whether the server's set of namespaces has it. */
    boolean isListed() {
        return isListed;
    }

    void list() {
        isListed = true;
    }

    /** Notes what the server has told. */
    void saw(String toldMark, long millis) {
        if (mark == null) {
            mark = toldMark;
        }
        seen = new Instant(millis, Deadline.nanos());
    }

    /** Counts on with another mark. */
    void reopened(String newMark) {
        mark = newMark;
        isListed = false;
        seen = null;
    }

    /** Whether an operator has reopened it since its mark was last there; it counts on with the new one then. */
    boolean isReopened(String newMark, long atMillis) {
        if (newMark.equals(mark)) {
            // Another call has found it out meanwhile.
            return true;
        }
        Instant last = seen;
        boolean isReopened = !newMark.isEmpty() && last != null && atMillis >= last.millis();
        if (isReopened) {
            reopened(newMark);
        }
        return isReopened;
    }

    /** About the server's instant; what the caller takes for it, where nothing has been told. */
    long millis(long hintMillis) {
        Instant told = seen;
        return told == null
                ? hintMillis
                : told.millis() + TimeUnit.NANOSECONDS.toMillis(Deadline.nanos() - told.atNanos());
    }

    /** Until when what is sent now may be done; nothing where the server's instant is not known, or is a test's. */
    String until(Settings settings) {
        return seen == null || settings.clock() != null
                ? ""
                : Long.toString(millis(0) + settings.remembered().toMillis() / 2);
    }

    /** An instant, or the server's where that is later. */
    long notBeforeTold(long millis) {
        Instant told = seen;
        return told == null ? millis : Math.max(millis, told.millis());
    }
}
