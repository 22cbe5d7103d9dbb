package dev.mcppolicy.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of a machine that may lose power: what was not forced is in memory alone. Also a disk that can fill up. */
final class UnsureFile implements LogFile {
    private final LogFile disk;
    private final Machine machine;
    private final ByteArrayOutputStream unforced = new ByteArrayOutputStream();
    private volatile boolean closed;

    /** What its files have in common. */
    static final class Machine implements Opener {
        private final List<UnsureFile> open = new ArrayList<>();
        /** How many more bytes fit. */
        volatile long room = Long.MAX_VALUE;

        volatile boolean forceFails;

        @Override
        public synchronized LogFile open(Path path) throws IOException {
            UnsureFile file = new UnsureFile(DiskFile.open(path), this);
            open.add(file);
            return file;
        }

        /** How many files have not been closed. */
        synchronized long openFiles() {
            return open.stream().filter(file -> !file.closed).count();
        }

        /** Loses power: of the last line that was not forced, a part is on the disk, and of the others nothing. */
        synchronized void losePower() throws IOException {
            for (UnsureFile file : open) {
                file.lose();
            }
        }
    }

    private UnsureFile(LogFile disk, Machine machine) {
        this.disk = disk;
        this.machine = machine;
    }

    @Override
    public synchronized long length() throws IOException {
        return disk.length() + unforced.size();
    }

    @Override
    public synchronized void append(byte[] bytes) throws IOException {
        int fits = (int) Math.min(bytes.length, machine.room);
        machine.room -= fits;
        unforced.write(bytes, 0, fits);
        if (fits < bytes.length) {
            throw new IOException("no space left on device");
        }
    }

    @Override
    public synchronized void force() throws IOException {
        if (machine.forceFails) {
            throw new IOException("input/output error");
        }
        disk.append(unforced.toByteArray());
        disk.force();
        unforced.reset();
    }

    @Override
    public synchronized void truncate(long length) throws IOException {
        long forced = disk.length();
        byte[] kept = unforced.toByteArray();
        unforced.reset();
        if (length >= forced) {
            unforced.write(kept, 0, (int) (length - forced));
        } else {
            disk.truncate(length);
        }
    }

    private synchronized void lose() throws IOException {
        String lost = unforced.toString(StandardCharsets.US_ASCII);
        int firstLine = lost.indexOf('\n');
        if (firstLine > 0) {
            disk.append(lost.substring(0, firstLine * 2 / 3).getBytes(StandardCharsets.US_ASCII));
        }
        unforced.reset();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        disk.append(unforced.toByteArray());
        unforced.reset();
        disk.close();
    }
}
