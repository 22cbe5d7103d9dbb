package dev.mcppolicy.examples.codeconnections;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the command line says.
 *
 * @param policy the policy file, or empty for the one that comes with the server
 * @param httpPort the port to serve HTTP on, 0 for any free one, or empty for stdio
 * @param audit the audit log, or empty for a new one in the directory for temporary files
 * @param lock the file of locks, or empty where nothing locks the tools
 * @param counters the URL of the counters' store, or empty where a restart may forget them
 * @param approvals the URL of the queue in which calls wait for an operator, or empty where the person at the client is asked
 */
record Options(
        Optional<Path> policy,
        OptionalInt httpPort,
        Optional<Path> audit,
        Optional<Path> lock,
        Optional<String> counters,
        Optional<String> approvals) {
    static Options of(String... args) {
        Optional<Path> policy = Optional.empty();
        OptionalInt port = OptionalInt.empty();
        Optional<Path> audit = Optional.empty();
        Optional<Path> lock = Optional.empty();
        Optional<String> counters = Optional.empty();
        Optional<String> approvals = Optional.empty();
        for (int i = 0; i < args.length; i += 2) {
            String value = i + 1 < args.length ? args[i + 1] : "";
            if (value.isEmpty()) {
                throw new UsageException("`" + args[i] + "` needs a value, or is not known");
            }
            switch (args[i]) {
                case "--policy" -> policy = Optional.of(path(value));
                case "--http" -> port = OptionalInt.of(port(value));
                case "--audit" -> audit = Optional.of(path(value));
                case "--lock" -> lock = Optional.of(path(value));
                case "--counters" -> counters = Optional.of(value);
                case "--approvals" -> approvals = Optional.of(value);
                default -> throw new UsageException("`" + args[i] + "` is not known");
            }
        }
        return new Options(policy, port, audit, lock, counters, approvals);
    }

    private static Path path(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException("`" + value + "` is no path");
        }
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException("`" + value + "` is no port");
    }
}
