package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mcppolicy.cli.output.Console;
import dev.mcppolicy.documentation.Document;
import dev.mcppolicy.documentation.Document.Block;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The pages on the command line and on tools: each command prints what stands below it. */
class CliPageTest {
    private static final String COMMAND = "mcp-policy ";

    /** What prints depends on a server that CI alone fetches. */
    private static final String STARTS_A_SERVER = "stdio:";

    /** A command, and what the page says it prints. */
    private record Example(String command, String output) {}

    /** The time by which the page's commands run. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-15T12:00:00Z"));

    @TempDir
    private static Path folder;

    @TestFactory
    Stream<DynamicTest> a_command_prints_what_stands_below_it() {
        return examples().stream()
                .map(example -> dynamicTest(example.command(), () -> assertThat(masked(printed(example.command())))
                        .isEqualTo(masked(example.output()))));
    }

    @Test
    void every_command_has_an_example() {
        assertThat(examples().stream().map(example -> arguments(example.command())[0]))
                .contains("validate", "convert", "explain", "replay", "test", "diff", "audit", "grants", "lock");
    }

    private static String[] arguments(String command) {
        return command.substring(COMMAND.length()).split(" ");
    }

    private static List<Example> examples() {
        return Stream.of("docs/cli.md", "docs/tools.md", "docs/lock.md")
                .flatMap(page -> examples(Document.of(page).blocks()).stream())
                .toList();
    }

    private static List<Example> examples(List<Block> blocks) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).language().equals("sh")
                    && blocks.get(i).text().startsWith(COMMAND)
                    && !blocks.get(i).text().contains(STARTS_A_SERVER)) {
                assertThat(blocks.get(i + 1).language())
                        .as(blocks.get(i).text())
                        .isEqualTo("text");
                examples.add(new Example(blocks.get(i).text(), blocks.get(i + 1).text() + "\n"));
            }
        }
        return examples;
    }

    /** What a command prints in a pipe at the root of the project: its answers, then the rest. */
    private static String printed(String command) {
        String root = Document.ROOT + "/";
        String[] arguments = Arrays.stream(arguments(command))
                .map(argument -> Files.exists(Document.ROOT.resolve(argument)) ? root + argument : argument)
                .toArray(String[]::new);
        if (arguments[0].equals("grants")) {
            arguments = Arrays.copyOf(arguments, arguments.length + 1);
            arguments[arguments.length - 1] = "--file=" + folder.resolve("grants.json");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Main.run(
                new Console(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        false,
                        false,
                        true),
                CLOCK,
                arguments);
        return (out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8)).replace(root, "");
    }

    /** Without what is random. */
    private static String masked(String output) {
        return output.replaceAll("mcpgrant_[0-9a-f]{64}", "TOKEN").replaceAll("(?m)^  [0-9a-f]{12}  ", "  ID  ");
    }
}
