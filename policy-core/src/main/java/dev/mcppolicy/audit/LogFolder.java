package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of one log: the current one, and beside it the full ones, numbered in their order. */
final class LogFolder {
    private static final int DIGITS = 8;
    private static final String LOCK = ".lock";

    private final Path current;
    private final Path folder;
    private final String name;

    LogFolder(Path current) {
        Path absolute = current.toAbsolutePath();
        Path parent = absolute.getParent();
        Path file = absolute.getFileName();
        if (parent == null || file == null) {
            throw new IllegalArgumentException("`" + current + "` is no file");
        }
        this.current = absolute;
        this.folder = parent;
        this.name = file.toString();
    }

    Path current() {
        return current;
    }

    /** All files that are there, in order. */
    List<Path> all() throws IOException {
        List<Path> files = new ArrayList<>(full().values());
        if (Files.exists(current)) {
            files.add(current);
        }
        return files;
    }

    /** How large each file is; a file that is renamed meanwhile counts as none. */
    Map<Path, Long> sizes() throws IOException {
        Map<Path, Long> sizes = new TreeMap<>();
        for (Path file : all()) {
            try {
                sizes.put(file, Files.size(file));
            } catch (NoSuchFileException e) {
                sizes.remove(file);
            }
        }
        return sizes;
    }

    /** Puts the current file beside itself under its number, where no file has that name. */
    void retireCurrent(long number) throws IOException {
        Files.move(current, folder.resolve(name + "." + String.format(Locale.ROOT, "%0" + DIGITS + "d", number)));
    }

    /** Makes names as durable as what they name. Does nothing where folders cannot be opened. */
    void force() throws IOException {
        if (folder.getFileSystem().getSeparator().equals("\\")) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Keeps other writers away, in this process and in others, until the channel is closed or the process ends. */
    FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(name + LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            throw new IllegalStateException("the audit log `" + current + "` is open already in this process", e);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IllegalStateException("the audit log `" + current + "` is open in another process, which holds `"
                    + name + LOCK + "`: name another file, or give each process a log of its own by `perProcess()`");
        }
        return channel;
    }

    /** The full files by the numbers in their names. */
    NavigableMap<Long, Path> full() throws IOException {
        TreeMap<Long, Path> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Map.Entry<Long, Path> file = numbered(entry);
                if (file != null) {
                    files.put(file.getKey(), file.getValue());
                }
            }
        }
        return files;
    }

    private Map.@Nullable Entry<Long, Path> numbered(Path entry) {
        String file = String.valueOf(entry.getFileName());
        String prefix = name + ".";
        if (!file.startsWith(prefix) || file.length() != prefix.length() + DIGITS) {
            return null;
        }
        String digits = file.substring(prefix.length());
        return digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Map.entry(Long.parseLong(digits), entry) : null;
    }
}
