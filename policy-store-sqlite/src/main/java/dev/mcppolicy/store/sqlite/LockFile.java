package dev.mcppolicy.store.sqlite;

import dev.mcppolicy.counter.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The file beside the database by which processes take turns to write, and which knows which database it stands beside, and how often what was
 * lost of it was reopened. The
 * database's own lock is polled for by whoever waits, so that some process could wait for seconds; here who waits stands at
 * a turnstile that lets one at a time wait for the lock, before whoever has just had it.
 *
 * <p>An operating system's locks are a process's, and end when the process closes the file anywhere; so one process has a
 * file open once, however many stores use it.
 */
final class LockFile {
    private static final Map<Path, LockFile> OPEN = new HashMap<>();
    private static final long TURNSTILE = 1L << 40;
    private static final long TURN = TURNSTILE + 1;
    private static final long BETWEEN_TRIES_NANOS = 50_000;

    private final Path path;
    /** Read and written by this, since an interrupt would close a channel, and with it end the lock. */
    private final RandomAccessFile file;

    private final FileChannel channel;
    private final ReentrantLock ours = new ReentrantLock(true);
    private int users;
    private @Nullable FileLock turn;

    private LockFile(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.channel = file.getChannel();
    }

    /** Opens a file, which must be there, or shares what this process has open. */
    static LockFile open(Path path) throws IOException {
        synchronized (OPEN) {
            LockFile file = OPEN.get(path);
            if (file == null) {
                file = new LockFile(path);
                OPEN.put(path, file);
            }
            file.users++;
            return file;
        }
    }

    void close() throws IOException {
        synchronized (OPEN) {
            users--;
            if (users == 0) {
                OPEN.remove(path);
                file.close();
            }
        }
    }

    /**
     * Waits for the turn of this process and of this store in it, and throws where it does not come in time. An interrupt is
     * kept for later: whoever waits here does so for others too.
     */
    void acquire(Deadline deadline) throws IOException {
        boolean isInterrupted = Thread.interrupted();
        try {
            isInterrupted |= lockOurs(deadline);
            boolean isAcquired = false;
            try {
                FileLock turnstile = await(TURNSTILE, deadline);
                try {
                    turn = await(TURN, deadline);
                } finally {
                    turnstile.release();
                }
                isAcquired = true;
            } finally {
                if (!isAcquired) {
                    release();
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether the wait was interrupted. */
    private boolean lockOurs(Deadline deadline) {
        boolean isInterrupted = false;
        for (; ; ) {
            try {
                if (ours.tryLock(Math.max(0, deadline.nanosLeft()), TimeUnit.NANOSECONDS)) {
                    return isInterrupted;
                }
                throw late();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
    }

    private FileLock await(long position, Deadline deadline) throws IOException {
        boolean isInterrupted = false;
        try {
            for (FileLock lock = tryLock(position); ; lock = tryLock(position)) {
                if (lock != null) {
                    return lock;
                }
                if (deadline.isPast()) {
                    throw late();
                }
                LockSupport.parkNanos(this, BETWEEN_TRIES_NANOS);
                isInterrupted |= Thread.interrupted();
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private @Nullable FileLock tryLock(long position) throws IOException {
        try {
            return channel.tryLock(position, 1, false);
        } catch (OverlappingFileLockException e) {
            // Another class loader of this process has it.
            return null;
        }
    }

    private static StoreException late() {
        return new StoreException("another process is writing for longer than this store waits");
    }

    void release() throws IOException {
        try {
            FileLock lock = turn;
            turn = null;
            if (lock != null) {
                lock.release();
            }
        } finally {
            ours.unlock();
        }
    }

    /** Which database stands beside; of no bytes if none has yet. To be called with the lock. */
    byte[] fileId() throws IOException {
        byte[] id = new byte[(int) Math.min(file.length(), FileId.BYTES)];
        file.seek(0);
        file.readFully(id);
        return id;
    }

    /** To be called with the lock. */
    void setFileId(byte[] fileId) throws IOException {
        file.seek(0);
        file.write(fileId);
        if (reopenings() == 0) {
            // Drawn, so that what another such file has counted is not taken for what this one has.
            setReopenings(ByteBuffer.wrap(FileId.random()).getLong() >>> 2);
        }
        file.getFD().sync();
    }

    /** A number that grows each time that a namespace is reopened. */
    long reopenings() throws IOException {
        if (file.length() < FileId.BYTES + Long.BYTES) {
            return 0;
        }
        file.seek(FileId.BYTES);
        return file.readLong();
    }

    /** To be called with the lock. */
    void setReopenings(long number) throws IOException {
        file.seek(FileId.BYTES);
        file.writeLong(number);
    }
}
