package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The example server, as a process of its own. */
public final class ExampleServer implements AutoCloseable {
    private static final Path EXAMPLE = Document.ROOT.resolve("examples/code-connections/target");
    private static final String LISTENING = "listening at ";

    private final Process process;
    private final String url;

    /**
     * A server on HTTP, on a port of its own choice.
     *
     * @param classPath what is on its class path besides
     */
    public ExampleServer(List<Path> classPath, String... options) throws IOException {
        List<String> command = command(classPath, options);
        command.addAll(List.of("--http", "0"));
        process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        String line = lines.readLine();
        while (line != null && !line.contains(LISTENING)) {
            said.append(line).append('\n');
            line = lines.readLine();
        }
        if (line == null) {
            throw new AssertionError("the server ended before it listened: " + said);
        }
        url = line.substring(line.indexOf(LISTENING) + LISTENING.length());
    }

    /** Skips the test where the example is not built, but in CI. */
    public static void requireBuilt() {
        if (!Files.isDirectory(EXAMPLE.resolve("lib"))) {
            String missing = "the example is not built: say `mvn package` first";
            assertThat(System.getenv("CI")).as("CI must not skip: %s", missing).isNotEqualTo("true");
            abort(missing);
        }
    }

    /** The words that start the server. */
    public static List<String> command(List<Path> classPath, String... options) {
        StringBuilder path = new StringBuilder()
                .append(EXAMPLE.resolve("classes"))
                .append(System.getProperty("path.separator"))
                .append(EXAMPLE.resolve("lib"))
                .append("/*");
        classPath.forEach(
                each -> path.append(System.getProperty("path.separator")).append(each));
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-cp",
                path.toString(),
                "dev.mcppolicy.examples.codeconnections.CodeConnectionsServer"));
        words.addAll(List.of(options));
        return words;
    }

    /** Where it listens. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
