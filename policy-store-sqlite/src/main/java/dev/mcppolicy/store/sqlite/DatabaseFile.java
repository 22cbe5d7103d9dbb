package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.sqlite.file.Database;
import dev.mcppolicy.store.sqlite.file.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The file of the counters and the lock beside it: made where there is none, and looked at before each transaction. */
final class DatabaseFile {
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
        Path path = path(given);
        if (path.toString().indexOf('?') >= 0) {
            throw new IllegalArgumentException("the path of a counter store must not have a question mark in it");
        }
        if (Files.isDirectory(path)) {
            throw new StoreException("`" + path.getFileName() + "` is a directory");
        }
        Path beside = path.resolveSibling(path.getFileName() + ".lock");
        OwnerFile.make(beside);
        return new DatabaseFile(path, settings, LockFile.open(beside));
    }

    private static Path path(Path given) throws IOException {
        try {
            return OwnerFile.real(given);
        } catch (NoSuchFileException e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
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
        OwnerFile.make(path);
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
            openKey = OwnerFile.key(path);
            return database;
        } catch (SQLException | IOException | RuntimeException e) {
            database.abandon(e);
            throw e;
        }
    }

    /** Whether the path still leads to the file that is open. */
    boolean isSame() throws IOException {
        try {
            return Objects.equals(OwnerFile.key(path), openKey);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private boolean isThere() {
        return Files.exists(path);
    }

    private StoreException lost() {
        return new StoreException("`" + path.getFileName()
                + "` was deleted or replaced, and what was counted is gone: reopen the namespace, or delete `"
                + path.getFileName() + ".lock` too before the start, to count on from what is there");
    }
}
