package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The file of the counters and the lock beside it: made where there is none, and looked at before each transaction. */
final class DatabaseFile {
    private static final String OWNER_ONLY = "rw-------";
    /** Half of what is usual: a charge changes few rows, and whole pages are what a commit writes. */
    private static final int PAGE_BYTES = 2048;

    private final Path path;
    private final Settings settings;
    private final LockFile lock;
    /** What the operating system calls the file that is open; null where it has no name for it. */
    private @Nullable Object openKey;

    private DatabaseFile(Path path, Settings settings, LockFile lock) {
        this.path = path;
        this.settings = settings;
        this.lock = lock;
    }

    static DatabaseFile of(Path given, Settings settings) throws IOException {
        Path path = real(given);
        if (path.toString().indexOf('?') >= 0) {
            throw new IllegalArgumentException("the path of a counter store must not have a question mark in it");
        }
        if (Files.isDirectory(path)) {
            throw new StoreException("`" + path.getFileName() + "` is a directory");
        }
        Path beside = path.resolveSibling(path.getFileName() + ".lock");
        make(beside);
        return new DatabaseFile(path, settings, LockFile.open(beside));
    }

    /** So that a file has one lock, by whatever name it is opened. */
    private static Path real(Path given) throws IOException {
        Path absolute = given.toAbsolutePath().normalize();
        if (Files.exists(absolute)) {
            return absolute.toRealPath();
        }
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null || !Files.isDirectory(parent)) {
            throw new StoreException("there is no directory for `" + given.getFileName() + "`");
        }
        return parent.toRealPath().resolve(name);
    }

    private static void make(Path file) throws IOException {
        boolean knowsOwners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = knowsOwners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
                }
                : new FileAttribute<?>[0];
        try {
            Path unused = Files.createFile(file, attributes);
        } catch (FileAlreadyExistsException e) {
            // It keeps the rights that it has.
        }
    }

    LockFile lock() {
        return lock;
    }

    /**
     * Opens the file, and makes it where there never was one. To be called with the lock.
     *
     * @param isReopened whether an operator has decided to count on from what is there, be it nothing
     */
    Database open(boolean isReopened) throws SQLException, IOException {
        byte[] expected = lock.fileId();
        boolean isExpected = expected.length == FileId.BYTES && !isReopened;
        if (isExpected && !isThere()) {
            throw lost();
        }
        make(path);
        Database database = Database.open(path, settings.busyMillis());
        try {
            boolean isNew = Schema.isNew(database, path);
            if (isNew && isExpected) {
                throw lost();
            }
            if (isNew) {
                database.execute("pragma page_size = " + PAGE_BYTES);
            }
            database.execute("pragma journal_mode = wal");
            database.execute("pragma synchronous = " + settings.durability().name());
            if (isNew) {
                Schema.make(database, FileId.random());
                database.execute("pragma wal_checkpoint(truncate)");
            }
            byte[] actual = Objects.requireNonNull(
                    database.first("select file from ledger", row -> row.getBytes(1)), "the ledger has a row");
            if (isExpected && !Arrays.equals(actual, expected)) {
                throw lost();
            }
            if (!Arrays.equals(actual, expected)) {
                lock.setFileId(actual);
            }
            openKey = key();
            return database;
        } catch (SQLException | IOException | RuntimeException e) {
            database.abandon(e);
            throw e;
        }
    }

    /** Whether the path still leads to the file that is open. */
    boolean isSame() throws IOException {
        try {
            return Objects.equals(key(), openKey);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private boolean isThere() {
        return Files.exists(path);
    }

    /** What tells the file from another of its name; a file that has been emptied is another. */
    private @Nullable Object key() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.size() == 0 ? "empty" : attributes.fileKey();
    }

    private StoreException lost() {
        return new StoreException("`" + path.getFileName()
                + "` was deleted or replaced, and what was counted is gone: reopen the namespace, or delete `"
                + path.getFileName() + ".lock` too before the start, to count on from what is there");
    }
}
