package dev.mcppolicy.store.sqlite.approval;

import dev.mcppolicy.counter.StoreException;
import dev.mcppolicy.store.sqlite.file.Database;
import dev.mcppolicy.store.sqlite.file.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file of questions and the one connection to it: made where there is none, and looked at before each transaction. A
 * connection of which anything has failed is never used again. Used by one thread at a time.
 */
final class QuestionFile {
    /** By SQLite: another has the lock, and nothing was done. */
    private static final int BUSY = 5;

    private static final int DATA_VERSION_BITS = 32;
    private static final long BUSY_MILLIS = 1_000;
    private static final int OPENING_TRIES = 20;
    private static final long BETWEEN_TRIES_NANOS = 50_000_000;

    private final Path path;
    private @Nullable Database open;
    /** How many have been opened. */
    private long connections;
    /** What the operating system calls the file that is open; null where it has no name for it. */
    private @Nullable Object openKey;

    private QuestionFile(Path path) {
        this.path = path;
    }

    /** What is done in one transaction, and may answer something. */
    interface Step<T> {
        @Nullable
        T in(Database database) throws SQLException;
    }

    /** Opens the file, so that what is wrong with it is known at once. */
    static QuestionFile open(Path given) {
        if (given.toString().indexOf('?') >= 0) {
            throw new IllegalArgumentException("the path of a queue must not have a question mark in it");
        }
        try {
            QuestionFile file = new QuestionFile(OwnerFile.real(given));
            if (Files.isDirectory(file.path)) {
                throw new StoreException("`" + given.getFileName() + "` is a directory");
            }
            Database unused = file.database();
            return file;
        } catch (IOException | SQLException e) {
            throw new StoreException("`" + given.getFileName() + "` cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Does a step that may change rows, wholly or not at all. */
    <T> @Nullable T write(Step<T> step) {
        return run("begin immediate", step);
    }

    /** Does a step that changes nothing. */
    <T> @Nullable T read(Step<T> step) {
        return run("begin", step);
    }

    private <T> @Nullable T run(String begin, Step<T> step) {
        boolean isEnding = false;
        try {
            Database database = database();
            database.control(begin);
            @Nullable T result = step.in(database);
            isEnding = true;
            database.commit();
            return result;
        } catch (StoreException e) {
            giveUp(e);
            throw e;
        } catch (SQLException | IOException | RuntimeException e) {
            giveUp(e);
            throw new StoreException(
                    (isEnding ? "what was asked may have been done: " : "the queue of approvals cannot be kept: ")
                            + e.getMessage(),
                    e);
        }
    }

    /** A number that is another once another connection has committed, or this one is another. */
    long version() {
        try {
            return database().number("pragma data_version") + (connections << DATA_VERSION_BITS);
        } catch (SQLException | IOException | RuntimeException e) {
            giveUp(e);
            throw new StoreException("the queue of approvals cannot be read: " + e.getMessage(), e);
        }
    }

    private Database database() throws SQLException, IOException {
        Database database = open;
        if (database != null && !isSame()) {
            throw new StoreException("`" + path.getFileName() + "` was deleted or replaced");
        }
        if (database == null) {
            database = connect();
            open = database;
            connections++;
        }
        return database;
    }

    /** Two processes that make a file at once meet at a lock for which SQLite does not wait. */
    private Database connect() throws SQLException, IOException {
        for (int left = OPENING_TRIES; ; left--) {
            try {
                return connectOnce();
            } catch (SQLException e) {
                if (left == 0 || (e.getErrorCode() & 0xff) != BUSY) {
                    throw e;
                }
                LockSupport.parkNanos(this, BETWEEN_TRIES_NANOS);
            }
        }
    }

    private Database connectOnce() throws SQLException, IOException {
        OwnerFile.make(path);
        Database database = Database.open(path, BUSY_MILLIS);
        try {
            database.execute("pragma foreign_keys = on");
            database.execute("pragma secure_delete = on");
            QuestionSchema.make(database, path);
            database.execute("pragma journal_mode = wal");
            database.execute("pragma synchronous = full");
            openKey = OwnerFile.key(path);
            return database;
        } catch (SQLException | IOException | RuntimeException e) {
            database.abandon(e);
            throw e;
        }
    }

    /** Whether the path still leads to the file that is open. */
    private boolean isSame() throws IOException {
        try {
            return Objects.equals(OwnerFile.key(path), openKey);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void giveUp(Throwable reason) {
        Database database = open;
        open = null;
        if (database != null) {
            database.abandon(reason);
        }
    }

    void close() {
        Database database = open;
        open = null;
        try {
            if (database != null) {
                database.close();
            }
        } catch (SQLException e) {
            throw new StoreException("the file could not be closed: " + e.getMessage(), e);
        }
    }
}
