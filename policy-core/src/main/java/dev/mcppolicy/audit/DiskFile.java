package dev.mcppolicy.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A file on disk. Not a channel, which an interrupted thread would close for all. */
final class DiskFile implements LogFile {
    private final RandomAccessFile file;

    private DiskFile(RandomAccessFile file) {
        this.file = file;
    }

    @SuppressWarnings("resource") // closed by close()
    static DiskFile open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        file.seek(file.length());
        return new DiskFile(file);
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
