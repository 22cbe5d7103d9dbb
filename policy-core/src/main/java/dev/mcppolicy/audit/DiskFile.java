package dev.mcppolicy.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A file on disk. Not a channel, which an interrupted thread would close for all. */
final class DiskFile implements LogFile {
    private final RandomAccessFile file;
    /** What tells the file from every other, or null where the file system tells nothing. */
    private final @Nullable Object key;

    private DiskFile(RandomAccessFile file, @Nullable Object key) {
        this.file = file;
        this.key = key;
    }

    @SuppressWarnings("resource") // closed by close()
    static DiskFile open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        file.seek(file.length());
        return new DiskFile(file, keyOf(path));
    }

    /** Null also where there is no file. */
    private static @Nullable Object keyOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public boolean isAt(Path path) throws IOException {
        return key == null || key.equals(keyOf(path));
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public void append(byte[] bytes) throws IOException {
        file.write(bytes);
    }

    @Override
    public void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void truncate(long length) throws IOException {
        file.setLength(length);
        file.seek(length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
