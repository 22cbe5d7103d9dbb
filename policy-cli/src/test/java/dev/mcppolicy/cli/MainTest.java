package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frame of all commands: help, bad usage, terminals and pipes. */
class MainTest {
    private static final String POLICY = "tools: { a: { rules: [{ name: one, rate_limit: 1/hour }] } }\n";
    private static final char ESCAPE = '\u001b';

    @TempDir
    Path folder;

    @Test
    void help_names_every_command() {
        CommandRun run = run("--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("Usage: mcp-policy")
                .contains("validate", "convert", "explain", "replay", "test", "audit", "grants");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "validate",
                "convert",
                "explain",
                "replay",
                "test",
                "audit",
                "audit verify",
                "grants",
                "grants add",
                "grants list",
                "grants rotate",
                "grants revoke"
            })
    void every_command_has_help_and_needs_nothing_else_for_it(String command) {
        CommandRun run = run((command + " --help").split(" "));

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: mcp-policy " + command).contains("-h, --help");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void the_version_is_that_of_the_build() {
        assertThat(run("--version").out()).startsWith("mcp-policy ").doesNotContain("$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "validate",
                "validate policy.yaml --format xml",
                "convert policy.yaml",
                "convert policy.yaml --to opa",
                "explain policy.yaml",
                "explain policy.yaml --call calls.jsonl --at noon",
                "explain policy.yaml --call calls.jsonl --caller grant",
                "explain policy.yaml --call calls.jsonl --caller grant=",
                "explain policy.yaml --call calls.jsonl --caller name=g",
                "replay policy.yaml",
                "replay policy.yaml --calls calls.jsonl --calls calls.jsonl",
                "replay policy.yaml policy.yaml --calls calls.jsonl",
                "validate @policy.yaml",
                "test",
                "audit",
                "audit verify",
                "grants",
                "grants add",
                "grants add a b --file g.json",
                "grants add a --file g.json --expires soon",
                "grants add a --file g.json --expires 5",
                "grants add a --file g.json --attribute team",
                "grants add a --file g.json --file h.json",
                "grants list --file nowhere.json",
                "grants list --file policy.yaml",
                "grants rotate a --file nowhere/g.json",
                "grants rotate a --overlap -1h",
                "grants revoke"
            })
    void what_is_not_understood_is_bad_input(String line) {
        CommandRun run = run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err() + run.out()).isNotEmpty();
    }

    @Test
    void nothing_is_coloured_and_nothing_moves_in_a_pipe() {
        CommandRun run = files().run("replay", "policy.yaml", "--calls", "calls.jsonl");

        assertThat(run.out() + run.err()).doesNotContain(String.valueOf(ESCAPE), "\r", "replaying");
    }

    @Test
    void progress_is_shown_on_a_terminal_and_taken_away() {
        CommandRun run = files().run(false, true, "replay", "policy.yaml", "--calls", "calls.jsonl");

        assertThat(run.out()).isEqualTo("{\"decision\":\"allow\"}\n");
        assertThat(run.err()).startsWith("\r\u001b[Kreplaying 100 % 1 lines\r\u001b[K1 call from ");
    }

    @Test
    void answers_on_the_terminal_are_progress_enough() {
        CommandRun run = files().run(true, true, "replay", "policy.yaml", "--calls", "calls.jsonl");

        assertThat(run.err()).doesNotContain("replaying");
    }

    @Test
    void problems_are_coloured_where_they_are_read_on_a_terminal() {
        CommandRun.Folder files = files().with("bad.yaml", "tools: 5\n");

        assertThat(files.run(true, false, "validate", "bad.yaml").out()).contains("\u001b[1;31merror[wrong-type]");
        assertThat(files.run(false, true, "validate", "bad.yaml").out()).doesNotContain(String.valueOf(ESCAPE));
        assertThat(files.run(false, true, "convert", "bad.yaml", "--to", "intercept")
                        .err())
                .contains("\u001b[1;31merror[wrong-type]");
    }

    @Test
    void output_that_cannot_be_written_is_not_success() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream full = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no space left");
                    }
                },
                false,
                StandardCharsets.UTF_8);
        files();

        int code = Main.run(
                new Console(full, new PrintStream(err, false, StandardCharsets.UTF_8), false, false, false),
                "validate",
                folder.resolve("policy.yaml").toString());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("the output could not be written\n");
    }

    private CommandRun run(String... args) {
        return files().run(args);
    }

    private CommandRun.Folder files() {
        return new CommandRun.Folder(folder).with("policy.yaml", POLICY).with("calls.jsonl", "{\"tool\":\"a\"}\n");
    }
}
