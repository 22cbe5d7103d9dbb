package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examples of the document about the command line: each command prints what stands below it. */
class CliDocumentTest {
    private static final String COMMAND = "policy-cli ";
    private static final Path ROOT = root();

    /** A command, and what the document says it prints. */
    private record Example(String command, String output) {}

    @TestFactory
    Stream<DynamicTest> a_command_prints_what_stands_below_it() throws IOException {
        return examples().stream()
                .map(example -> dynamicTest(example.command(), () -> {
                    CommandRun run = new CommandRun.Folder(ROOT).run(arguments(example.command()));
                    assertThat(run.out() + run.err()).isEqualTo(example.output());
                }));
    }

    @Test
    void every_command_has_an_example() throws IOException {
        assertThat(examples().stream().map(example -> arguments(example.command())[0]))
                .contains("validate", "convert", "explain", "replay", "test", "diff", "audit");
    }

    private static String[] arguments(String command) {
        return command.substring(COMMAND.length()).split(" ");
    }

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        List<String> blocks =
                Arrays.asList(Files.readString(ROOT.resolve("docs/cli.md")).split("(?m)^```"));
        for (int i = 0; i + 2 < blocks.size(); i++) {
            if (blocks.get(i).startsWith("sh\n" + COMMAND)) {
                assertThat(blocks.get(i + 2)).startsWith("text\n");
                examples.add(new Example(
                        blocks.get(i).substring(3).strip(), blocks.get(i + 2).substring(5)));
            }
        }
        return examples;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("CHANGELOG.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
