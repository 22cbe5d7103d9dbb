package dev.mcppolicy.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a file as bytes. A line ends with a line feed; what comes after the last one is a torn tail. */
final class LogLines implements Closeable {
    /** Many times what a writer makes of the longest call. */
    static final int MAX_LINE_BYTES = 16 << 20;

    private final InputStream in;
    private long endOfLines;
    private long torn;

    private LogLines(InputStream in) {
        this.in = in;
    }

    @SuppressWarnings("resource") // closed by close()
    static LogLines of(Path file) throws IOException {
        return new LogLines(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /** The next complete line without its line feed, cut one byte after {@link #MAX_LINE_BYTES}; null after the last. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        long length = 0;
        int next = in.read();
        while (next >= 0) {
            length++;
            if (next == '\n') {
                endOfLines += length;
                return line.toByteArray();
            }
            if (length <= MAX_LINE_BYTES + 1) {
                line.write(next);
            }
            next = in.read();
        }
        torn = length;
        return null;
    }

    /** Where the last line that was read ends. */
    long endOfLines() {
        return endOfLines;
    }

    /** How many bytes come after the last line; known when {@link #next} has returned null. */
    long torn() {
        return torn;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
