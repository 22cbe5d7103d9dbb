package dev.mcppolicy.audit;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.text.SetOnce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Options of an {@link AuditLog}. Not threadsafe. */
public final class AuditLogBuilder {
    static final long DEFAULT_MAX_BYTES = 128L << 20;
    private static final int MIN_KEY_BYTES = 16;

    final Path path;
    final Set<AuditField> redactedFields = EnumSet.noneOf(AuditField.class);
    final Set<String> redactedArguments = new HashSet<>();
    boolean fsync;
    boolean daily;
    boolean perProcess;
    int anchorEvery;

    @Nullable
    Long maxBytes;

    byte @Nullable [] argumentsKey;

    @Nullable
    Consumer<AuditAnchor> anchors;

    @Nullable
    InstantSource clock;

    LogFile.Opener opener = DiskFile::open;

    AuditLogBuilder(Path path) {
        this.path = Objects.requireNonNull(path, "path");
    }

    /**
     * Forces every line to the disk before the call that it records goes on. Threads that write at the same time share
     * one {@code fsync}.
     *
     * @return this builder
     */
    public AuditLogBuilder fsync() {
        fsync = true;
        return this;
    }

    /**
     * Begins another file before one grows beyond a size. Default: 128 MiB.
     *
     * @param bytes the size, at least 1; a longer line has a file of its own, and the line that says that the log was closed
     *     stands in the file of the line before
     * @return this builder
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if it is less than 1
     */
    public AuditLogBuilder rotateAt(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("size of a file must be at least 1, not " + bytes);
        }
        maxBytes = SetOnce.of("size of a file", maxBytes, bytes);
        return this;
    }

    /**
     * The clock by which the log says when it was closed, that of the engine whose decisions it records. All else has its
     * instant from the engine. Default: the system's.
     *
     * @param source the clock
     * @return this builder
     * @throws IllegalStateException if it was set before
     */
    public AuditLogBuilder clock(InstantSource source) {
        clock = SetOnce.of("clock", clock, source);
        return this;
    }

    /**
     * Begins another file with the first decision of each day in UTC, by the engine's clock. A clock that steps back
     * begins none.
     *
     * @return this builder
     */
    public AuditLogBuilder rotateDaily() {
        daily = true;
        return this;
    }

    /**
     * Writes a log of this process alone, so that several processes can be given one path: the number and the start of
     * the process stand before the ending of the file's name, as in {@code audit.4711-20260115T120000123Z.jsonl}. A
     * process that starts again begins another log.
     *
     * @return this builder
     */
    public AuditLogBuilder perProcess() {
        perProcess = true;
        return this;
    }

    /**
     * Hashes arguments by HMAC-SHA-256 instead of SHA-256 alone, so that nobody without the key can find out likely
     * arguments by trying them.
     *
     * @param key at least 16 random bytes, copied
     * @return this builder
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if it is shorter
     */
    public AuditLogBuilder argumentsKey(byte[] key) {
        if (key.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException("key must have at least " + MIN_KEY_BYTES + " bytes, not " + key.length);
        }
        SetOnce.checkUnset("key", argumentsKey != null);
        argumentsKey = key.clone();
        return this;
    }

    /**
     * Writes {@code (redacted)} in the place of fields.
     *
     * @param fields the fields
     * @return this builder
     */
    public AuditLogBuilder redact(AuditField... fields) {
        redactedFields.addAll(List.of(fields));
        return this;
    }

    /**
     * Leaves the values of arguments out of the arguments' hash, which then cannot tell them apart. Their names are
     * written.
     *
     * @param names names of arguments, not of what lies within them
     * @return this builder
     */
    public AuditLogBuilder redactArguments(String... names) {
        redactedArguments.addAll(List.of(names));
        return this;
    }

    /**
     * Hands the last line's hash to somebody who keeps it elsewhere: after every so many lines, and when the log is
     * closed. It is called in the thread that writes, in no promised order; what it throws is logged.
     *
     * @param everyLines how many lines, at least 1
     * @param keeper takes the anchors
     * @return this builder
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if the number is less than 1
     */
    public AuditLogBuilder anchor(int everyLines, Consumer<AuditAnchor> keeper) {
        if (everyLines < 1) {
            throw new IllegalArgumentException("lines between anchors must be at least 1, not " + everyLines);
        }
        SetOnce.checkUnset("keeper of anchors", anchors != null);
        anchorEvery = everyLines;
        anchors = Objects.requireNonNull(keeper, "keeper");
        return this;
    }

    /** What opens the files; for tests of failing disks. */
    AuditLogBuilder opener(LogFile.Opener files) {
        opener = files;
        return this;
    }

    /**
     * Opens the log, and goes on after its last line. A line that was torn when the last writer ended is cut off before
     * the next one is written, and a line says so.
     *
     * @return the open log
     * @throws UncheckedIOException if the files cannot be read or made
     * @throws IllegalStateException if another log has them open, in this process or another, or the current file was
     *     changed before its end or is not the one that is due after the full ones
     */
    @CheckReturnValue
    public AuditLog open() {
        try {
            return new AuditLog(this);
        } catch (IOException e) {
            throw new UncheckedIOException("the audit log `" + path + "` could not be opened", e);
        }
    }
}
