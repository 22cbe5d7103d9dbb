package dev.mcppolicy.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mcppolicy.model.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The page on policies in Java: what it shows runs, throws or does not compile, as the page says. */
class JavaDslPageTest {
    private static final Path PAGE = Path.of("..", "docs", "java-dsl.md");
    private static final String REFUSED = "<!-- does not compile, given: ";
    private static final String GIVEN = "<!-- given: Policy policy -->";
    private static final String ROW = "| `";

    @TempDir
    Path classes;

    /** A fenced block, and the line before it. */
    private record Block(int line, String before, String language, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_java_block_runs() throws IOException {
        List<Block> blocks = blocks().stream()
                .filter(block -> block.language().equals("java"))
                .toList();
        Policy first = (Policy) new JavaCode("", blocks.get(0).text() + "\nreturn policy;").run(classes);
        return blocks.stream()
                .map(block -> dynamicTest("line " + block.line(), () -> assertThatCode(() -> run(block, first))
                        .doesNotThrowAnyException()));
    }

    private void run(Block block, Policy first) {
        String text = block.text() + "\nreturn null;";
        if (block.before().equals(GIVEN)) {
            new JavaCode("dev.mcppolicy.model.Policy policy", text).run(classes, first);
        } else {
            new JavaCode("", text).run(classes);
        }
    }

    @TestFactory
    Stream<DynamicTest> the_compiler_refuses_every_line_that_it_is_said_to_refuse() throws IOException {
        return blocks().stream()
                .filter(block -> block.before().startsWith(REFUSED))
                .flatMap(block -> block.lines().stream()
                        .map(line -> dynamicTest(line, () -> {
                            String given = block.before()
                                    .substring(REFUSED.length(), block.before().length() - " -->".length());
                            assertThat(new JavaCode(given, "return null;").compile(classes))
                                    .as("without the line")
                                    .isEmpty();
                            assertThat(new JavaCode(given, line + "\nreturn null;").compile(classes))
                                    .isNotEmpty()
                                    .noneMatch(error -> error.contains("expected"));
                        })));
    }

    @TestFactory
    Stream<DynamicTest> every_call_that_is_said_to_fail_fails_with_its_message() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<String> rows = lines.subList(lines.indexOf("| call | message |") + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith(ROW))
                .toList();
        assertThat(rows).isNotEmpty();
        return rows.stream().map(row -> {
            String call = row.substring(ROW.length(), row.indexOf("` | "));
            String message = row.substring(row.indexOf("` | ") + 4, row.length() - 2);
            return dynamicTest(call, () -> assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> new JavaCode("", "return " + call + ";").run(classes))
                    .withMessage(message));
        });
    }

    private static List<Block> blocks() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                blocks.add(new Block(i + 1, lines.get(i - 1), lines.get(i).substring(3), lines.subList(i + 1, end)));
                i = end;
            }
        }
        return blocks;
    }
}
