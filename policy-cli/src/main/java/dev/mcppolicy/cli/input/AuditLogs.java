package dev.mcppolicy.cli.input;

import dev.mcppolicy.text.VisibleText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The audit logs that a command is given, by name or by directory. */
public final class AuditLogs {
    private static final String ENDING = ".jsonl";
    private static final String LOCK = ".lock";
    private static final int DIGITS = 8;
    private static final byte[] BEGINNING = "{\"prev\":\"".getBytes(StandardCharsets.US_ASCII);

    private AuditLogs() {}

    /**
     * All logs, each by the name that its writer uses.
     *
     * @throws BadInputException if one is not there, or a directory has none
     */
    public static List<Path> in(List<Path> paths) {
        List<Path> logs = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                logs.addAll(inDirectory(path));
            } else if (Files.exists(path) || hasFullFiles(path)) {
                logs.add(path);
            } else {
                throw new BadInputException("there is no audit log `" + VisibleText.of(path.toString()) + "`");
            }
        }
        return logs;
    }

    /**
     * The files of a log from the oldest full one to the current.
     *
     * @throws BadInputException if there is none
     */
    static List<Path> files(Path log) {
        List<Path> files = new ArrayList<>();
        Path directory = log.toAbsolutePath().getParent();
        String name = String.valueOf(log.getFileName());
        try (Stream<Path> entries = Files.list(Objects.requireNonNull(directory))) {
            entries.filter(entry -> isFullFile(String.valueOf(entry.getFileName()), name))
                    .sorted()
                    .forEach(files::add);
        } catch (IOException e) {
            throw new BadInputException(VisibleText.of(log.toString()) + ": the log cannot be read", e);
        }
        if (Files.exists(log)) {
            files.add(log);
        }
        if (files.isEmpty()) {
            throw new BadInputException("there is no audit log `" + VisibleText.of(log.toString()) + "`");
        }
        return files;
    }

    private static boolean isFullFile(String file, String log) {
        return file.length() == log.length() + 1 + DIGITS
                && log(file).filter(log::equals).isPresent();
    }

    private static List<Path> inDirectory(Path directory) {
        List<Path> logs = names(directory).stream().map(directory::resolve).toList();
        if (logs.isEmpty()) {
            throw new BadInputException("there is no audit log in `" + VisibleText.of(directory.toString()) + "`");
        }
        return logs;
    }

    private static boolean hasFullFiles(Path log) {
        Path directory = log.toAbsolutePath().getParent();
        return directory != null
                && Files.isDirectory(directory)
                && names(directory).contains(String.valueOf(log.getFileName()));
    }

    /** The names of the logs, of which some may have full files only, or no file but their writer's lock. */
    private static Set<String> names(Path directory) {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.filter(Files::isRegularFile).forEach(entry -> log(entry).ifPresent(names::add));
        } catch (IOException e) {
            throw new BadInputException(VisibleText.of(directory.toString()) + ": the directory cannot be read", e);
        }
        return names;
    }

    private static Optional<String> log(Path entry) {
        String file = String.valueOf(entry.getFileName());
        Optional<String> named = log(file);
        return named.isPresent() || !beginsAsLog(entry) ? named : Optional.of(file);
    }

    /** Whether a file has the beginning of a log, whatever it is called. One that cannot be read is for others to tell. */
    private static boolean beginsAsLog(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(BEGINNING.length), BEGINNING);
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> log(String file) {
        if (file.endsWith(ENDING)) {
            return Optional.of(file);
        }
        if (file.endsWith(LOCK) && file.length() > LOCK.length()) {
            return Optional.of(file.substring(0, file.length() - LOCK.length()));
        }
        int dot = file.length() - DIGITS - 1;
        return dot > 0
                        && file.charAt(dot) == '.'
                        && file.substring(dot + 1).chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(file.substring(0, dot))
                : Optional.empty();
    }
}
