package dev.mcppolicy.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.audit.AuditAnchor;
import dev.mcppolicy.audit.AuditLog;
import dev.mcppolicy.cli.CommandRun;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.dsl.PolicyBuilder;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mcp-policy audit verify}: logs that were tampered with are found, and what cannot be found is said. */
class AuditVerifyCommandTest {
    private static final Instant NOW = Instant.parse("2026-01-15T22:00:00Z");
    private static final Policy POLICY =
            PolicyBuilder.policy("p").denyByDefault().tool("t").build();

    @TempDir
    Path path;

    private CommandRun.Folder folder;
    private AuditAnchor end;

    @BeforeEach
    void a_log_of_six_lines_lies_in_the_folder() throws IOException {
        folder = new CommandRun.Folder(path);
        end = write("audit.jsonl", 1 << 20);
    }

    private AuditAnchor write(String name, long rotateAt) throws IOException {
        AuditLog log = AuditLog.jsonl(path.resolve(name)).rotateAt(rotateAt).open();
        try (log) {
            PolicyEngine engine = PolicyEngine.builder(POLICY)
                    .clock(() -> NOW)
                    .listener(event -> log.decided(event))
                    .build();
            for (int i = 0; i < 4; i++) {
                assertThat(engine.decide(ToolCall.of(i % 2 == 0 ? "t" : "u", Map.of("n", i))))
                        .isNotNull();
            }
        }
        return log.anchor();
    }

    private String anchor() {
        return end.sequence() + ":" + end.hash();
    }

    private void change(String name, List<String> lines) throws IOException {
        Files.write(path.resolve(name), lines);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(path.resolve("audit.jsonl"));
    }

    @Test
    void a_log_that_nobody_touched_is_intact() {
        CommandRun run = folder.run("audit", "verify", "audit.jsonl");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("audit.jsonl: intact, 6 lines\n  last line " + anchor() + "\n  closed\n");
        assertThat(run.err())
                .isEqualTo("without --anchor, lines cut off at the end and a log written anew do not show\n");
    }

    @Test
    void the_last_line_it_prints_is_an_anchor() {
        CommandRun run = folder.run("audit", "verify", "audit.jsonl", "--anchor", anchor());

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void an_edited_line_is_found() throws IOException {
        List<String> lines = lines();
        lines.set(2, lines.get(2).replace("\"deny\"", "\"allow\""));
        change("audit.jsonl", lines);

        CommandRun run = folder.run("audit", "verify", "audit.jsonl");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).startsWith("""
                audit.jsonl:4: does not follow the line before: one of the two was changed, or lines between them were removed, added or moved
                audit.jsonl: not intact, 1 problem, 6 lines
                """);
    }

    @Test
    void a_cut_tail_is_found_by_an_anchor_only() throws IOException {
        change("audit.jsonl", lines().subList(0, 5));

        assertThat(folder.run("audit", "verify", "audit.jsonl").code()).isZero();
        CommandRun anchored = folder.run("audit", "verify", "audit.jsonl", "--anchor", anchor());
        assertThat(anchored.code()).isEqualTo(1);
        assertThat(anchored.out()).startsWith("""
                        audit.jsonl: line 6 of the log was anchored, and is not there
                        audit.jsonl: not intact, 1 problem, 5 lines
                        """);
    }

    @Test
    void an_edited_last_line_is_found_by_an_anchor_only() throws IOException {
        List<String> lines = lines();
        lines.set(5, lines.get(5).replace("\"since\":1", "\"since\":2"));
        change("audit.jsonl", lines);

        assertThat(folder.run("audit", "verify", "audit.jsonl").code()).isZero();
        assertThat(folder.run("audit", "verify", "audit.jsonl", "--anchor", anchor())
                        .out())
                .startsWith("audit.jsonl:6: line 6 of the log is not the one that was anchored\n");
    }

    @Test
    void a_torn_tail_is_recognised() throws IOException {
        Files.writeString(path.resolve("audit.jsonl"), "{\"prev\":", StandardOpenOption.APPEND);

        CommandRun run = folder.run("audit", "verify", "audit.jsonl");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .endsWith(
                        "  8 bytes of an unfinished line at the end: it is being written, or its writer ended within it\n");
    }

    @Test
    void a_log_that_nobody_closed_is_intact_and_said_to_be_so() throws IOException {
        change("audit.jsonl", lines().subList(0, 5));
        write("audit.jsonl", 1 << 20);

        CommandRun run = folder.run("audit", "verify", "audit.jsonl");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith(
                        "audit.jsonl: intact, 10 lines\n  after line 5 of the log its writer ended without closing it\n")
                .endsWith("\n  closed\n");
        change("audit.jsonl", lines().subList(0, 9));
        assertThat(folder.run("audit", "verify", "audit.jsonl").out())
                .endsWith("\n  not closed: it is being written, or its writer ended\n");
    }

    @Test
    void the_chain_goes_through_all_files_of_a_log() throws IOException {
        write("small.jsonl", 1);
        assertThat(folder.run("audit", "verify", "small.jsonl").out()).startsWith("small.jsonl: intact, 9 lines\n");

        Files.delete(path.resolve("small.jsonl.00000002"));
        assertThat(folder.run("audit", "verify", "small.jsonl").out())
                .startsWith("small.jsonl.00000003: file 2 of the log is missing before it\n");
    }

    @Test
    void a_log_without_its_first_lines_is_intact_only_where_its_beginning_is_said() throws IOException {
        write("small.jsonl", 1);
        String before = folder.run("audit", "verify", "small.jsonl.00000001").out();
        Files.delete(path.resolve("small.jsonl.00000001"));

        CommandRun unsaid = folder.run("audit", "verify", "small.jsonl");
        assertThat(unsaid.code()).isEqualTo(1);
        assertThat(unsaid.out()).startsWith("""
                small.jsonl.00000002:1: the log begins at line 3, and nobody said that older files were taken away
                small.jsonl: not intact, 1 problem, 7 lines, the first is line 3 of the log
                  if whole older files were taken away, say so with --from 3
                """);
        CommandRun said = folder.run("audit", "verify", "small.jsonl", "--from", "3");
        assertThat(said.code()).isZero();
        assertThat(said.out()).startsWith("small.jsonl: intact, 7 lines, the first is line 3 of the log\n");
        assertThat(folder.run("audit", "verify", "small.jsonl", "--from=5").out())
                .startsWith("small.jsonl.00000002:1: the log begins at line 3, and not at line 5 as was said\n");
        String anchor = before.substring(before.indexOf("2:"), before.indexOf("2:") + 66);
        assertThat(folder.run("audit", "verify", "small.jsonl", "--anchor", anchor)
                        .code())
                .isZero();
    }

    @Test
    void where_a_log_begins_is_said_of_one_log_and_as_the_number_of_a_line() throws IOException {
        write("b.jsonl", 1 << 20);

        CommandRun two = folder.run("audit", "verify", "audit.jsonl", "b.jsonl", "--from", "3");
        assertThat(two.code()).isEqualTo(2);
        assertThat(two.err()).startsWith("--from: a line is of one log, and 2 are given\n");
        CommandRun zero = folder.run("audit", "verify", "audit.jsonl", "--from", "0");
        assertThat(zero.code()).isEqualTo(2);
        assertThat(zero.err()).startsWith("--from: the number of a line is at least 1, not 0\n");
    }

    @Test
    void all_logs_of_a_directory_are_verified() throws IOException {
        Files.createDirectory(path.resolve("logs"));
        write("logs/a.jsonl", 1 << 20);
        write("logs/b.log", 1);
        Files.delete(path.resolve("logs/a.jsonl"));
        folder.with("logs/readme.txt", "not a log");

        CommandRun run = folder.run("audit", "verify", "logs");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("logs/a.jsonl: there is no audit log\nlogs/a.jsonl: not intact, 1 problem, 0 lines\n")
                .contains("\nlogs/b.log: intact, 9 lines\n");
    }

    @Test
    void a_log_of_a_directory_is_known_by_its_beginning_whatever_it_is_called() throws IOException {
        Files.createDirectory(path.resolve("logs"));
        write("logs/a.jsonl", 1 << 20);
        write("logs/b", 1 << 20);
        try (Stream<Path> files = Files.list(path.resolve("logs"))) {
            for (Path lock :
                    files.filter(file -> file.toString().endsWith(".lock")).toList()) {
                Files.delete(lock);
            }
        }
        folder.with("logs/readme.txt", "{\"prev\":1}");

        CommandRun run = folder.run("audit", "verify", "logs");

        assertThat(run.out()).contains("logs/a.jsonl: intact", "logs/b: intact").doesNotContain("readme");
    }

    @Test
    void what_is_no_log_is_not_intact() {
        CommandRun run = folder.with("x.jsonl", "{\"a\":1}\n").run("audit", "verify", "x.jsonl");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).startsWith("x.jsonl:1: not a line of an audit log\n");
    }

    @Test
    void a_log_that_is_not_there_is_bad_input() throws IOException {
        Files.createDirectory(path.resolve("empty"));

        assertThat(folder.run("audit", "verify", "lost.jsonl").err()).isEqualTo("there is no audit log `lost.jsonl`\n");
        assertThat(folder.run("audit", "verify", "lost.jsonl").code()).isEqualTo(2);
        assertThat(folder.run("audit", "verify", "empty").err()).isEqualTo("there is no audit log in `empty`\n");
        assertThat(folder.run("audit", "verify", "empty").code()).isEqualTo(2);
    }

    @Test
    void an_anchor_is_of_one_log_and_well_formed() throws IOException {
        write("b.jsonl", 1 << 20);

        for (String bad : List.of("4", "4:", ":" + end.hash(), "-1:" + end.hash(), "four:" + end.hash(), "4:ABC")) {
            CommandRun run = folder.run("audit", "verify", "audit.jsonl", "--anchor=" + bad);
            assertThat(run.code()).as(bad).isEqualTo(2);
            assertThat(run.err()).startsWith("--anchor: `" + bad + "` is not the number of a line");
        }
        CommandRun two = folder.run("audit", "verify", "audit.jsonl", "b.jsonl", "--anchor", anchor());
        assertThat(two.code()).isEqualTo(2);
        assertThat(two.err()).startsWith("--anchor: an anchor is of one log, and 2 are given\n");
    }
}
