package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The page on policies in Java: what it says fails at the call, fails there. */
class JavaDslPageTest {
    private static final Document PAGE = Document.of("docs/java-dsl.md");
    private static final String ROW = "| `";

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> every_call_that_is_said_to_fail_fails_with_its_message() {
        List<String> rows = PAGE.section("## What fails at the call").stream()
                .filter(line -> line.startsWith(ROW))
                .toList();
        assertThat(rows).hasSizeGreaterThan(10);
        return rows.stream().map(row -> {
            String call = row.substring(ROW.length(), row.indexOf("` | "));
            String message = row.substring(row.indexOf("` | ") + 4, row.length() - 2);
            return dynamicTest(call, () -> assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> new JavaSnippet(folder, "", "", call).run())
                    .withMessage(message));
        });
    }
}
