package dev.mcppolicy.audit;

import static dev.mcppolicy.audit.Audited.call;
import static dev.mcppolicy.audit.Audited.decide;
import static dev.mcppolicy.audit.Audited.lines;
import static dev.mcppolicy.audit.Audited.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged with {@code fsync} is there after a crash, and a log goes on after whatever went wrong. */
class AuditLossTest {
    private static final String ID = "\"id\":\"";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("audit.jsonl");
    }

    private static String allowed(PolicyEngine engine) {
        return engine.decide(call(Map.of())).fold(Decision.Allow::id, deny -> "", approval -> "");
    }

    private void assertNothingAcknowledgedIsLost(Collection<String> acknowledged) throws IOException {
        try (AuditLog log = AuditLog.jsonl(file).open()) {
            decide(required(log), 1);
        }
        AuditReport report = AuditVerifier.verify(file);
        assertThat(report.problems()).isEmpty();
        assertThat(report.tornBytes()).isZero();
        Set<String> written = new HashSet<>();
        for (Path part : new LogFolder(file).all()) {
            lines(part).stream().filter(line -> line.contains(ID)).forEach(line -> written.add(id(line)));
        }
        assertThat(acknowledged).isNotEmpty().allMatch(written::contains);
    }

    private static String id(String line) {
        int start = line.indexOf(ID) + ID.length();
        return line.substring(start, line.indexOf('"', start));
    }

    @Test
    void a_loss_of_power_loses_no_acknowledged_line() throws Exception {
        for (int round = 0; round < 10; round++) {
            var machine = new UnsureFile.Machine();
            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
            AtomicBoolean stopped = new AtomicBoolean();
            AuditLog log =
                    AuditLog.jsonl(file).fsync().rotateAt(5_000).opener(machine).open();
            PolicyEngine engine = required(log);
            ExecutorService pool = Executors.newFixedThreadPool(4);
            for (int i = 0; i < 4; i++) {
                pool.execute(() -> {
                    while (!stopped.get() && acknowledged.size() < 40) {
                        acknowledged.add(allowed(engine));
                    }
                });
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            machine.forceFails = true;
            assertThat(allowed(engine)).isEmpty();

            machine.losePower();
            machine.forceFails = false;
            log.close();

            assertNothingAcknowledgedIsLost(acknowledged);
            assertThat(lines(file)).anySatisfy(line -> assertThat(line).contains("\"kind\":\"torn_tail\""));
        }
    }

    @Test
    void a_full_disk_denies_until_there_is_room() throws Exception {
        var machine = new UnsureFile.Machine();
        try (AuditLog log = AuditLog.jsonl(file).opener(machine).open()) {
            PolicyEngine engine = required(log);
            decide(engine, 2);

            machine.room = 100;
            assertThat(allowed(engine)).isEmpty();
            assertThat(allowed(engine)).isEmpty();
            machine.room = Long.MAX_VALUE;
            decide(engine, 2);
        }

        assertThat(AuditVerifier.verify(file))
                .returns(true, AuditReport::isIntact)
                .returns(4L, AuditReport::lines)
                .returns(0L, AuditReport::tornBytes);
    }

    @Test
    void a_log_that_need_not_succeed_denies_nothing_when_it_fails() {
        var machine = new UnsureFile.Machine();
        try (AuditLog log = AuditLog.jsonl(file).opener(machine).open()) {
            PolicyEngine engine =
                    PolicyEngine.builder(Audited.POLICY).listener(log).build();
            machine.room = 0;

            assertThat(allowed(engine)).isNotEmpty();
        }
    }

    @Test
    void a_denied_call_takes_its_charge_back_when_it_could_not_be_written_down() {
        var machine = new UnsureFile.Machine();
        try (AuditLog log = AuditLog.jsonl(file).opener(machine).open()) {
            PolicyEngine engine = required(log);
            machine.room = 0;
            assertThat(allowed(engine)).isEmpty();
            machine.room = Long.MAX_VALUE;
            assertThat(allowed(engine)).isNotEmpty();
        }

        assertThat(lines(file)).singleElement().asString().contains("\"after\":1,\"before\":0");
    }

    @Test
    void after_a_failed_fsync_no_line_is_taken_until_the_log_is_opened_again() throws Exception {
        var machine = new UnsureFile.Machine();
        AuditLog log = AuditLog.jsonl(file).fsync().opener(machine).open();
        machine.forceFails = true;
        assertThatThrownBy(() -> log.decided(Audited.event(call(Map.of())))).isInstanceOf(UncheckedIOException.class);
        machine.forceFails = false;

        assertThatThrownBy(() -> log.decided(Audited.event(ToolCall.of("hidden", null))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the audit log could not be forced to the disk, and must be opened again");
        log.close();
        try (AuditLog again = AuditLog.jsonl(file).fsync().open()) {
            decide(required(again), 1);
        }
        assertThat(AuditVerifier.verify(file).problems()).isEmpty();
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
        assertNothingAcknowledgedIsLost(acknowledged.stream()
                .map(line -> line.substring(0, line.length() - 1))
                .toList());
    }
}
