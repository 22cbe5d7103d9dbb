package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher of the distribution has Java do. */
@Tag("real")
class LauncherTest {
    /** In the place of Java: says what it was given, a line each, and leaves as it was told. */
    private static final String JAVA = "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit \"${LEAVE_WITH:-0}\"\n";

    @TempDir
    Path folder;

    private Path launcher;

    @BeforeEach
    void unpack() throws IOException {
        launcher = folder.resolve("a place/bin/mcp-policy");
        Files.createDirectories(launcher.getParent());
        Files.copy(Path.of("src/main/dist/bin/mcp-policy"), launcher);
        write(folder.resolve("jdk/bin/java"), JAVA);
        launcher.toFile().setExecutable(true);
    }

    @Test
    void arguments_reach_the_command_as_they_are() throws Exception {
        List<String> given = run(Map.of(), launcher.toString(), "explain", "a b", "", "x=*", "$HOME", "y'\"");

        assertThat(given.subList(given.indexOf("-jar"), given.size()))
                .containsExactly("-jar", home() + "/lib/mcp-policy.jar", "explain", "a b", "", "x=*", "$HOME", "y'\"");
    }

    @Test
    void it_finds_its_distribution_by_any_name_it_is_called_by() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a place/bin/mcp-policy"));
        Path far = Files.createSymbolicLink(folder.resolve("far"), link);

        for (Path name : List.of(launcher, link, far)) {
            assertThat(run(Map.of(), name.toString())).contains(home() + "/lib/mcp-policy.jar");
        }
        assertThat(run(Map.of(), "sh", "-c", "cd '" + launcher.getParent() + "' && sh mcp-policy"))
                .contains(home() + "/lib/mcp-policy.jar");
        assertThat(run(Map.of("PATH", launcher.getParent() + ":/usr/bin:/bin"), "sh", "-c", "cd / && mcp-policy"))
                .contains("-XX:SharedArchiveFile=" + home() + "/lib/mcp-policy.jsa");
    }

    @Test
    void what_judges_calls_by_the_thousand_has_both_compilers() throws Exception {
        String one = "-XX:TieredStopAtLevel=1";

        assertThat(run(Map.of(), launcher.toString(), "validate")).contains(one);
        assertThat(run(Map.of(), launcher.toString(), "diff")).doesNotContain(one);
    }

    @Test
    void options_of_the_environment_come_last() throws Exception {
        List<String> given = run(Map.of("MCP_POLICY_JAVA_OPTIONS", "-Xmx64m -Da=b"), launcher.toString(), "test");

        assertThat(given).containsSubsequence("-XX:+UseSerialGC", "-Xmx64m", "-Da=b", "-jar");
    }

    @Test
    void the_exit_code_is_that_of_the_command() throws Exception {
        Process process = start(Map.of("LEAVE_WITH", "1"), launcher.toString(), "validate");

        assertThat(process.waitFor()).isEqualTo(1);
    }

    private List<String> run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Process process = start(environment, command);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    private Process start(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String home() throws IOException {
        return launcher.getParent().getParent().toRealPath().toString();
    }

    private static void write(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
