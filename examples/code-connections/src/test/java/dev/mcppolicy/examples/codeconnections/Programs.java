package dev.mcppolicy.examples.codeconnections;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs as a user would, in processes of their own. */
final class Programs {
    private static final long PATIENCE_SECONDS = 120;

    /** How a program ended and what it said. */
    record Run(int exitCode, String out, String err) {}

    private Programs() {}

    /** The command line of a main class of this module. */
    static List<String> java(Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        return command;
    }

    static Run run(Path directory, List<String> command) throws IOException, InterruptedException {
        return run(directory, Map.of(), command);
    }

    static Run run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().putAll(environment);
            Process process = builder.redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command.get(0) + " did not end; it said " + Files.readString(err));
            }
            return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** The server on HTTP, on a port of its own choice. */
    static final class HttpServerProcess implements AutoCloseable {
        private static final String LISTENING = "listening at ";

        private final Process process;
        private final String url;

        HttpServerProcess(Path policy) throws IOException {
            this(CodeConnectionsServer.class, "--http", "0", "--policy", policy.toString());
        }

        /** A main class of this module that serves an endpoint and says where. */
        HttpServerProcess(Class<?> main, String... args) throws IOException {
            process = new ProcessBuilder(java(main, args))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var lines = process.errorReader(StandardCharsets.UTF_8);
            String line = lines.readLine();
            while (line != null && !line.contains(LISTENING)) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new AssertionError("the server ended before it listened");
            }
            url = line.substring(line.indexOf(LISTENING) + LISTENING.length());
        }

        String url() {
            return url;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
