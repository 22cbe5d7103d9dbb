package dev.mcppolicy.audit;

import static dev.mcppolicy.audit.Audited.call;
import static dev.mcppolicy.audit.Audited.decide;
import static dev.mcppolicy.audit.Audited.lines;
import static dev.mcppolicy.audit.Audited.linesOfAll;
import static dev.mcppolicy.audit.Audited.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged with {@code fsync} is there after a crash, and a log goes on after whatever went wrong. */
class AuditLossTest {
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

            Acknowledged.assertNoneIsLost(acknowledged, file);
            assertThat(lines(file)).anySatisfy(line -> assertThat(line).contains("\"kind\":\"torn_tail\""));
        }
    }

    @Test
    void a_log_that_is_moved_or_removed_while_it_is_open_takes_no_further_line_and_says_so() throws Exception {
        for (boolean moved : new boolean[] {true, false}) {
            AuditLog log = AuditLog.jsonl(file).fsync().open();
            PolicyEngine engine = required(log);
            decide(engine, 2);
            if (moved) {
                Files.move(file, folder.resolve("elsewhere"));
            } else {
                Files.delete(file);
            }
            assertThat(allowed(engine)).isEmpty();
            Files.writeString(file, "");
            assertThat(allowed(engine)).isEmpty();
            assertThatThrownBy(log::close)
                    .hasRootCauseMessage("the audit log `" + file
                            + "` was moved or removed while it was open; verify it," + " and open it again");
            Files.delete(file);
        }
    }

    @Test
    void the_end_of_a_log_says_that_it_was_removed_while_it_was_open() throws Exception {
        AuditLog log = AuditLog.jsonl(file).open();
        decide(required(log), 2);
        Files.delete(file);
        assertThatThrownBy(log::close).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void a_log_that_others_shorten_or_write_to_takes_no_further_line_and_cuts_nothing_off() throws Exception {
        AuditLog log = AuditLog.jsonl(file).open();
        PolicyEngine engine = required(log);
        decide(engine, 2);
        Files.writeString(file, "a line of somebody else\n", StandardOpenOption.APPEND);
        assertThat(allowed(engine)).isEmpty();
        assertThatThrownBy(log::close).hasStackTraceContaining("was written to while it was open");
        assertThat(Files.readString(file)).endsWith("a line of somebody else\n");

        Path other = folder.resolve("other.jsonl");
        AuditLog emptied = AuditLog.jsonl(other).open();
        PolicyEngine second = required(emptied);
        decide(second, 2);
        Files.writeString(other, "");
        assertThat(allowed(second)).isEmpty();
        assertThatThrownBy(emptied::close).hasStackTraceContaining("was shortened while it was open");
        assertThat(Files.size(other)).isZero();
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
                .returns(0L, AuditReport::tornBytes);
        assertThat(lines(file)).hasSize(4);
    }

    @Test
    void what_a_full_disk_tore_is_cut_off_before_the_file_is_put_aside() throws Exception {
        var machine = new UnsureFile.Machine();
        Map<String, Object> longNames = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            longNames.put("a name that makes the line long, " + i, i);
        }
        try (AuditLog log = AuditLog.jsonl(file).rotateAt(2_000).opener(machine).open()) {
            PolicyEngine engine = required(log);
            decide(engine, 1);
            machine.room = 100;
            assertThat(allowed(engine)).isEmpty();
            machine.room = Long.MAX_VALUE;
            assertThat(engine.decide(call(longNames))).isInstanceOf(Decision.Allow.class);
        }

        assertThat(new LogFolder(file).all()).hasSize(2);
        assertThat(AuditVerifier.verify(file))
                .returns(true, AuditReport::isIntact)
                .returns(0L, AuditReport::tornBytes);
        assertThat(linesOfAll(file)).hasSize(2);
    }

    @Test
    void files_are_closed_once_they_are_full_and_all_of_them_at_the_end() throws Exception {
        for (boolean fsync : new boolean[] {false, true}) {
            var machine = new UnsureFile.Machine();
            AuditLogBuilder options =
                    AuditLog.jsonl(folder.resolve("fsync-" + fsync)).rotateAt(1).opener(machine);
            try (AuditLog log = (fsync ? options.fsync() : options).open()) {
                decide(required(log), 5);
                assertThat(machine.openFiles()).isOne();
            }
            assertThat(machine.openFiles()).isZero();
        }
    }

    @Test
    void a_log_that_cannot_be_forced_when_it_is_closed_says_so_and_lets_go_of_its_files() throws Exception {
        var machine = new UnsureFile.Machine();
        AuditLog log = AuditLog.jsonl(file).opener(machine).open();
        decide(required(log), 1);
        machine.forceFails = true;

        assertThatThrownBy(log::close).isInstanceOf(UncheckedIOException.class);

        assertThat(machine.openFiles()).isZero();
        machine.forceFails = false;
        try (AuditLog again = AuditLog.jsonl(file).opener(machine).open()) {
            decide(required(again), 1);
        }
        assertThat(AuditVerifier.verify(file).problems()).isEmpty();
    }

    @Test
    void a_log_that_need_not_succeed_denies_nothing_when_it_fails() {
        var machine = new UnsureFile.Machine();
        try (AuditLog log = AuditLog.jsonl(file).opener(machine).open()) {
            PolicyEngine engine =
                    PolicyEngine.builder(Audited.POLICY).listener(log).build();
            machine.room = 0;

            assertThat(allowed(engine)).isNotEmpty();
            machine.room = Long.MAX_VALUE;
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
}
