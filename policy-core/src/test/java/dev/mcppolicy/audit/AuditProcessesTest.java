package dev.mcppolicy.audit;

import static dev.mcppolicy.audit.Audited.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes that are given one path. */
class AuditProcessesTest {
    @TempDir
    Path folder;

    @Test
    @Tag("real")
    void a_second_process_is_told_what_holds_the_log_and_what_to_do() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AuditingProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = process.inputReader()) {
            assertThat(output.readLine()).isNotNull();

            assertThatThrownBy(() -> AuditLog.jsonl(file).open())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the audit log `" + file + "` is open in another process, which holds"
                            + " `audit.jsonl.lock`: name another file, or give each process a log of its own by"
                            + " `perProcess()`");
            try (AuditLog own = AuditLog.jsonl(file).perProcess().open()) {
                write(own, 1);
                assertThat(AuditVerifier.verify(own.path()).problems()).isEmpty();
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    @Test
    void a_log_of_one_process_is_named_by_its_number_and_start_and_goes_on_when_it_is_opened_again() throws Exception {
        Path path = folder.resolve("audit.jsonl");
        for (int i = 0; i < 2; i++) {
            try (AuditLog log = AuditLog.jsonl(path).perProcess().open()) {
                write(log, 2);
                assertThat(log.path().getFileName().toString())
                        .matches("audit\\." + ProcessHandle.current().pid() + "-\\d{8}T\\d{9}Z\\.jsonl");
                assertThat(AuditVerifier.verify(log.path()))
                        .returns(true, AuditReport::isIntact)
                        .returns(3L + 3L * i, AuditReport::lines);
            }
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void the_number_and_start_stand_before_the_ending_of_the_name() {
        Instant start = Instant.parse("2026-01-15T12:00:00.123Z");
        assertThat(ProcessName.in(Path.of("logs", "audit.jsonl"), 4711, start))
                .isEqualTo(Path.of("logs", "audit.4711-20260115T120000123Z.jsonl"));
        assertThat(ProcessName.in(Path.of("audit"), 1, start)).isEqualTo(Path.of("audit.1-20260115T120000123Z"));
        assertThat(ProcessName.in(Path.of(".audit"), 1, start)).isEqualTo(Path.of(".audit.1-20260115T120000123Z"));
    }
}
