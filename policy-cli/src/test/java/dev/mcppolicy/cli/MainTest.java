package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mcppolicy.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

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

    @TestFactory
    Stream<DynamicTest> every_command_has_help_with_an_example_and_needs_nothing_else_for_it() {
        return commands()
                .map(command -> dynamicTest(command.name(), () -> {
                    CommandRun run = run(command.arguments("--help"));

                    assertThat(run.code()).isZero();
                    assertThat(run.out())
                            .startsWith("Usage: " + command.name())
                            .contains("\nExample:\n  " + command.name().strip());
                    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
                    assertThat(run.err()).isEmpty();
                    assertThat(run(command.after("help")).out()).isEqualTo(run.out());
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_example_of_a_help_is_understood() {
        return commands()
                .map(command -> dynamicTest(command.name(), () -> {
                    String[] footer =
                            command.line().getCommandSpec().usageMessage().footer();
                    String example = footer[footer.length - 1].strip().replaceAll(" > .*", "");
                    String[] arguments = example.split(" ", -1);

                    assertThat(arguments[0]).isEqualTo("mcp-policy");
                    assertThatCode(() -> commandLine().parseArgs(Arrays.copyOfRange(arguments, 1, arguments.length)))
                            .doesNotThrowAnyException();
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_help_of_a_command_has_all_words_whole_and_the_option_for_help_last() {
        return commands()
                .map(command -> dynamicTest(command.name(), () -> {
                    String help = run(command.arguments("--help")).out();
                    CommandSpec spec = command.line().getCommandSpec();
                    List<String> shown = List.of(help.split("\\s+"));
                    Stream<String> texts = Stream.concat(
                            Arrays.stream(spec.usageMessage().description()),
                            spec.options().stream().flatMap(option -> Arrays.stream(option.description())));

                    assertThat(texts.flatMap(text -> Arrays.stream(
                                            text.replace("%n", " ").split("\\s+")))
                                    .filter(word -> !word.isEmpty() && !shown.contains(word)))
                            .isEmpty();
                    assertThat(help.lines().filter(line -> line.matches(" +-[-hV].*")))
                            .last()
                            .asString()
                            .matches("  -[hV], .*");
                }));
    }

    @ParameterizedTest
    @CsvSource({
        "valdate policy.yaml, unknown command `valdate` (did you mean `validate`?)",
        "audit verfy, unknown command `verfy` (did you mean `verify`?)",
        "help audti, unknown command `audti` (did you mean `audit`?)",
        "validate --formt=json policy.yaml, unknown option `--formt` (did you mean `--format`?)",
        "validate --zzz policy.yaml, unknown option `--zzz`",
        "validate policy.yaml --format xlm, '--format: unknown value `xlm` (there are `json`, `sarif`, `text`)'",
        "validate policy.yaml --format txt, --format: unknown value `txt` (did you mean `text`?)",
        "validate, missing `FILE|DIR`",
        "replay policy.yaml, missing `--calls CALLS.jsonl`",
        "'replay policy.yaml --calls', '`--calls` needs a value, `CALLS.jsonl`'",
        "replay policy.yaml --calls a --calls b, `--calls` is given twice",
        "'replay policy.yaml other.yaml --calls a', 'there is one argument too many, `other.yaml`'",
        "'test x --min-coverage z', '--min-coverage: expected a whole number, not `z`'",
        "'grants add a --attribute team', '--attribute: expected `NAME=VALUE`, not `team`'",
        "'grants add a --expires soon', '--expires: `soon` is no time such as 90d, 24h, 30m or 45s'",
        "'lock --check --accept-all', 'these options exclude each other: `--check`, `--accept-all`'"
    })
    void what_is_not_understood_is_said_in_one_line_with_what_was_meant(String line, String message) {
        CommandRun run = run(line.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().toList()).hasSize(2).first().isEqualTo(message);
        assertThat(run.err()).contains("\ntry `mcp-policy ");
    }

    @Test
    void who_names_no_command_is_told_which_there_are() {
        assertThat(run())
                .isEqualTo(new CommandRun(2, "", run().err()))
                .extracting(CommandRun::err)
                .asString()
                .startsWith("missing command\n\n  validate    Says what is wrong")
                .endsWith("\n\ntry `mcp-policy --help`\n");
        assertThat(run("audit").err()).startsWith("missing command\n\n").contains("  verify  ");
        assertThat(run("grants").err()).contains("  add     Adds a grant and prints its token, once.\n");
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
                "explain policy.yaml --call calls.jsonl --as grant",
                "explain policy.yaml --call calls.jsonl --as grant=",
                "explain policy.yaml --call calls.jsonl --as name=g",
                "explain policy.yaml a --call calls.jsonl",
                "explain policy.yaml a amount",
                "explain policy.yaml a amount:=[",
                "explain policy.yaml a n=1 n=2",
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
    void progress_is_shown_on_a_terminal_and_taken_away_before_the_answer() {
        CommandRun run = files().run(false, true, "validate", "policy.yaml");

        assertThat(run.out()).isEqualTo("policy.yaml: valid\n");
        assertThat(run.err()).matches("\r\u001b\\[Kvalidating   0 % .*\r\u001b\\[K");
    }

    @Test
    void no_progress_comes_between_answers() {
        String[] replay = {"replay", "policy.yaml", "--calls", "calls.jsonl"};

        assertThat(files().run(true, true, replay).err()).doesNotContain("\r");
        assertThat(files().run(false, true, replay).err()).doesNotContain("\r");
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

    /** A command by all its words. */
    private record Named(String name, CommandLine line) {
        String[] arguments(String last) {
            return (name + " " + last).substring("mcp-policy ".length()).split(" ");
        }

        /** The words with another before them. */
        String[] after(String first) {
            String[] words = name.split(" ");
            words[0] = first;
            return words;
        }
    }

    private static Stream<Named> commands() {
        return commands(commandLine());
    }

    private static Stream<Named> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(new Named(command.getCommandSpec().qualifiedName(), command)),
                command.getSubcommands().values().stream().flatMap(MainTest::commands));
    }

    private static CommandLine commandLine() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Main.commandLine(new Console(nowhere, nowhere, false, false, false), InstantSource.system());
    }

    private CommandRun run(String... args) {
        return files().run(args);
    }

    private CommandRun.Folder files() {
        return new CommandRun.Folder(folder).with("policy.yaml", POLICY).with("calls.jsonl", "{\"tool\":\"a\"}\n");
    }
}
