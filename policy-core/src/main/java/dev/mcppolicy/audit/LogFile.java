package dev.mcppolicy.audit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A file that grows at its end. Not threadsafe, but for {@link #force}. */
interface LogFile extends Closeable {
    /** Opens files. */
    interface Opener {
        /** Opens a file, and makes it if it is missing. */
        LogFile open(Path path) throws IOException;
    }

    long length() throws IOException;

    /** Writes at the end. After a failure, any part may have been written. */
    void append(byte[] bytes) throws IOException;

    /** Returns once what was appended before would outlive a loss of power. */
    void force() throws IOException;

    /** Whether a path still leads to this file, as far as the file system tells. */
    default boolean isAt(Path path) throws IOException {
        return true;
    }

    /** Cuts off everything past a length. */
    void truncate(long length) throws IOException;
}
