package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.format.GrantsFile;
import dev.mcppolicy.identity.Grant;
import dev.mcppolicy.identity.GrantToken;
import dev.mcppolicy.identity.TokenDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of several processes at once on one file of grants. */
@Tag("real")
class GrantsProcessesTest {
    private static final int PROCESSES = 8;

    @TempDir
    private Path folder;

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "grants"));
        command.addAll(List.of(args));
        command.add("--file=" + folder.resolve("grants.json"));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static TokenDigest token(Process process) throws Exception {
        String token = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).isZero();
        return TokenDigest.of(token);
    }

    @Test
    void of_eight_processes_at_once_none_loses_anything() throws Exception {
        token(start("add", "rotated"));
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            started.add(i % 2 == 0 ? start("add", "grant " + i) : start("rotate", "rotated"));
        }
        List<TokenDigest> made = new ArrayList<>();
        for (Process process : started) {
            made.add(token(process));
        }
        try (GrantsFile file = GrantsFile.watch(folder.resolve("grants.json"))) {
            assertThat(file.current().grants()).hasSize(1 + PROCESSES / 2);
            assertThat(file.current().grants().stream().map(Grant::tokens).flatMap(List::stream))
                    .extracting(GrantToken::digest)
                    .containsAll(made)
                    .hasSize(1 + PROCESSES);
        }
    }
}
