package dev.mcppolicy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after the process was killed. */
@Tag("real")
class AuditCrashTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("audit.jsonl");
    }

    @Test
    void a_killed_process_loses_no_acknowledged_line() throws Exception {
        killed(3);
    }

    @Test
    @Tag("long")
    void a_process_killed_a_hundred_times_loses_no_acknowledged_line() throws Exception {
        killed(100);
    }

    /** Kills a process at work on the log, again and again, each time after another number of lines. */
    private void killed(int times) throws Exception {
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < times; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AuditingProcess.class.getName(),
                            file.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var output = process.inputReader()) {
                for (int read = 0; read < 20 + 7 * i; read++) {
                    acknowledged.add(output.readLine());
                }
                process.toHandle().destroyForcibly();
                // A line that the kill tore is no acknowledgement.
                String rest = output.lines().reduce("", (before, line) -> before + line + "\n");
                rest.lines().filter(line -> line.endsWith(".")).forEach(acknowledged::add);
            }
            process.waitFor();
        }

        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(20 * times).allMatch(line -> line.endsWith("."));
        Acknowledged.assertNoneIsLost(
                acknowledged.stream()
                        .map(line -> line.substring(0, line.length() - 1))
                        .toList(),
                file);
    }
}
