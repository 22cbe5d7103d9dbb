package dev.mcppolicy.audit;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The name of a file that no other process has. */
final class ProcessName {
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ProcessName() {}

    /** A path whose file's name holds this process's number and start before its ending. */
    static Path in(Path path) {
        ProcessHandle process = ProcessHandle.current();
        return in(path, process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    static Path in(Path path, long pid, Instant start) {
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        int ending = dot > 0 ? dot : name.length();
        return path.resolveSibling(
                name.substring(0, ending) + "." + pid + "-" + START.format(start) + name.substring(ending));
    }
}
