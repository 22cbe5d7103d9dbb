package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One compiled adapter enforces on every line of the SDK, here with the Jackson 2 module of each, and the newest with its Jackson 3 module too. */
@Tag("real")
class SdkLinesTest {
    private static final long PATIENCE_SECONDS = 15;

    /** The older lines now and then lose a response on stdio, an error of theirs; the dialogue then begins anew. */
    private static final int ATTEMPTS = 5;

    /** What the older lines bring themselves. */
    private static final List<String> NOT_INHERITED = List.of(
            "modelcontextprotocol", "com/fasterxml", "tools/jackson", "networknt", "policy-dsl", "tomcat", "snakeyaml");

    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

    private static final Path JDKS = Path.of("/usr/lib/jvm");

    /** The SDK that this module is tested with, and its Jackson 3 module. */
    private static final String JACKSON_3 = "2.1.0 with Jackson 3";

    private static String classPath(String version) {
        if (version.equals(JACKSON_3)) {
            return System.getProperty("java.class.path");
        }
        Stream<String> own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> NOT_INHERITED.stream().noneMatch(part -> entry.replace(File.separatorChar, '/')
                        .contains(part)));
        Stream<String> line = Stream.of(Path.of("target", "sdk-" + version) + File.separator + "*");
        return Stream.concat(own, line).collect(Collectors.joining(File.pathSeparator));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.3", "2.0.1", "2.1.0", JACKSON_3})
    void calls_are_judged_and_lists_filtered(String version) throws Exception {
        hold(version, Path.of(System.getProperty("java.home")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.3", "2.0.1", "2.1.0", JACKSON_3})
    void calls_are_judged_and_lists_filtered_on_a_newer_jdk(String version) throws Exception {
        hold(version, newerJdk());
    }

    /**
     * The home of the newest JDK, if that is newer than the one the tests run on. Without one the test is skipped, save
     * on CI, which must not skip.
     */
    private static Path newerJdk() throws IOException {
        Path newest = null;
        int feature = Runtime.version().feature();
        if (Files.isDirectory(JDKS)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(JDKS)) {
                for (Path home : homes) {
                    if (Files.isExecutable(home.resolve("bin").resolve("java")) && feature(home) > feature) {
                        newest = home;
                        feature = feature(home);
                    }
                }
            }
        }
        if (newest == null) {
            String missing = "no JDK newer than " + feature + " is installed in " + JDKS;
            assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
            Assumptions.abort(missing);
        }
        return newest;
    }

    /** The first number of its version, which a JDK states in a file of properties; 0 if it does not. */
    private static int feature(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.exists(release)) {
            return 0;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        }
        String version = properties.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
        return version.startsWith("1.") ? 8 : Integer.parseInt(version.split("[^0-9]", 2)[0]);
    }

    private static void hold(String version, Path jdk) throws Exception {
        int attempt = 1;
        while (!isHeld(version, jdk)) {
            assertThat(attempt++)
                    .as("attempts at a dialogue with a response to every request")
                    .isLessThan(ATTEMPTS);
        }
    }

    /** Whether the dialogue was held to its end; false if a response was lost. */
    private static boolean isHeld(String version, Path jdk) throws Exception {
        Process server = new ProcessBuilder(
                        jdk.resolve("bin").resolve("java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        classPath(version),
                        StdioServerMain.class.getName())
                .start();
        // Closing a reader waits for a line that is being read, so the server goes first.
        try {
            BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
            BufferedReader err = server.errorReader(StandardCharsets.UTF_8);
            assertThat(line(err)).isEqualTo("4 tools: 2 guarded, 1 hidden, 1 unlisted; default deny");
            assertThat(line(err)).as("what the server's requestTimeout is").isIn("PT10S", "PT20S");
            assertThat(ask(server, out, INITIALIZE)).contains("\"older\"");
            send(server, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

            assertThat(ask(server, out, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\",\"params\":{}}"))
                    .contains("\"create\"", "\"fail\"")
                    .doesNotContain("\"delete\"", "\"get\"");
            for (int i = 0; i < 2; i++) {
                assertThat(ask(server, out, call("create"))).contains("\"isError\":false", "name=x", "seen=true");
            }
            assertThat(ask(server, out, call("create")))
                    .contains("\"isError\":true", "LIMIT_EXCEEDED", "/tools/create/limits/0");
            assertThat(ask(server, out, call("fail"))).contains("\"error\"", "it failed");
            String missing = ask(server, out, call("missing"));
            assertThat(missing).contains("-32602");
            assertThat(ask(server, out, call("delete"))).isEqualTo(missing.replace("missing", "delete"));
            assertThat(ask(server, out, call("get"))).isEqualTo(missing.replace("missing", "get"));
            return true;
        } catch (TimeoutException e) {
            return false;
        } finally {
            server.destroyForcibly();
        }
    }

    private static String call(String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{\"name\":\"x\"}}}";
    }

    private static String ask(Process server, BufferedReader out, String request) throws Exception {
        send(server, request);
        return line(out);
    }

    private static void send(Process server, String message) throws IOException {
        server.getOutputStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
        server.getOutputStream().flush();
    }

    private static String line(BufferedReader reader) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return String.valueOf(reader.readLine());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
