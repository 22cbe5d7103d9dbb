package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mcppolicy.documentation.Document.Block;
import dev.mcppolicy.format.InvalidPolicyException;
import dev.mcppolicy.format.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show is so: code runs, policies load, commands are run by the checks, links lead somewhere. */
class DocumentsTest {
    private static final String RUN_BY = "run by ";
    private static final String REFUSED_JAVA = "does not compile, given:";
    private static final String REFUSED_POLICY = "refused:";

    /** Not a temporary folder: what a block leaves running may look at its files as long as the tests run. */
    private static final Path BLOCKS = Path.of("target", "blocks");

    @TempDir
    private Path folder;

    /** What is asked of a block, in a folder of its own. */
    private interface Check {
        void run(Document document, Block block, Path own) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> every_java_block_runs() {
        return each(
                (document, block, own) -> {
                    JavaSnippet snippet = JavaSnippet.of(block, Given.files(own));
                    if (TestSources.contain(block.text())) {
                        return;
                    }
                    if (snippet.isType()) {
                        TestRun run = snippet.runTests();
                        assertThat(run.failures()).isEmpty();
                        assertThat(run.passed()).isNotEmpty();
                    } else {
                        snippet.run(Given.values(document, block, own));
                    }
                },
                "java");
    }

    @TestFactory
    Stream<DynamicTest> the_compiler_refuses_every_line_that_it_is_said_to_refuse() {
        return Document.all().stream()
                .flatMap(document -> document.blocks().stream())
                .filter(block -> block.comment().startsWith(REFUSED_JAVA))
                .flatMap(block -> block.text()
                        .lines()
                        .map(line -> dynamicTest(line, () -> {
                            String given = block.directive(REFUSED_JAVA);
                            assertThat(new JavaSnippet(folder, given, "", "null").errors())
                                    .as("without the line")
                                    .isEmpty();
                            assertThat(new JavaSnippet(folder, given, line, "null").errors())
                                    .isNotEmpty()
                                    .noneMatch(error -> error.contains("expected"));
                        })));
    }

    @TestFactory
    Stream<DynamicTest> every_policy_loads_or_is_refused_where_the_document_says_so() {
        return each(
                (document, block, own) -> {
                    if (!block.text().contains("tools") || block.comment().equals("no policy")) {
                        return;
                    }
                    if (block.comment().startsWith(REFUSED_POLICY)) {
                        assertThatThrownBy(() -> PolicyReader.parse(block.text()))
                                .isInstanceOf(InvalidPolicyException.class)
                                .hasMessageContaining(block.directive(REFUSED_POLICY));
                    } else {
                        assertThat(PolicyReader.parse(block.text()).tools()).isNotNull();
                    }
                },
                "yaml",
                "json");
    }

    /** By the scripts that CI runs or, where a comment says so, by a test. */
    @TestFactory
    Stream<DynamicTest> every_command_is_run_by_the_checks() throws IOException {
        String checks = Files.readString(Document.ROOT.resolve(".ci/run"))
                + Files.readString(Document.ROOT.resolve(".ci/documented-commands"));
        return each(
                (document, block, own) -> {
                    if (block.comment().startsWith(RUN_BY)) {
                        assertThat(TestSources.names()).contains(block.comment().substring(RUN_BY.length()));
                    } else {
                        commands(block).forEach(command -> assertThat(checks).contains(command));
                    }
                },
                "sh");
    }

    @TestFactory
    Stream<DynamicTest> every_block_is_of_a_language_that_is_looked_at() {
        return each((document, block, own) -> assertThat(block.language())
                .as("a block that is neither run, loaded nor shown")
                .isIn("java", "sh", "yaml", "json", "xml", "text", ""));
    }

    private static Stream<String> commands(Block block) {
        return block.text().lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    @Test
    void every_link_into_the_project_leads_to_a_file_and_a_heading() {
        for (Document document : Document.all()) {
            assertThat(Links.broken(document)).as(document.name()).isEmpty();
        }
    }

    @Test
    void a_block_that_does_not_compile_is_noticed() {
        Block block = new Block(10, "java", "given: String text", "int m = 1;\nint n = text;");

        assertThat(JavaSnippet.of(block, folder).errors())
                .singleElement()
                .asString()
                .startsWith("line 2: incompatible types");
    }

    @Test
    void a_block_that_fails_when_it_runs_is_noticed() {
        Block block = new Block(10, "java", "", "PolicyReader.read(Path.of(\"nowhere.yaml\"));");

        assertThatThrownBy(() -> JavaSnippet.of(block, folder).run())
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("nowhere.yaml");
    }

    private Stream<DynamicTest> each(Check check, String... languages) {
        return Document.all().stream().flatMap(document -> blocks(document, languages).stream()
                .map(block -> dynamicTest(document.name() + ":" + block.line(), () -> {
                    Path own = Files.createTempDirectory(Files.createDirectories(BLOCKS), "block");
                    check.run(document, block, own);
                })));
    }

    private static List<Block> blocks(Document document, String... languages) {
        return languages.length == 0 ? document.blocks() : document.blocks(languages);
    }
}
