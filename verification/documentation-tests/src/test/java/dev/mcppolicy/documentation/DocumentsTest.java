package dev.mcppolicy.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.mcppolicy.documentation.Document.Block;
import dev.mcppolicy.format.InvalidPolicyException;
import dev.mcppolicy.format.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the documents show is so: code compiles, policies load, commands are run by the checks, links lead somewhere. */
class DocumentsTest {
    private static final String RUN_BY = "run by ";

    @TestFactory
    Stream<DynamicTest> every_java_block_compiles_or_stands_in_a_test() {
        return each(
                (document, block) -> {
                    if (!TestSources.contain(block.text())) {
                        assertThat(new JavaSnippet(block).errors()).isEmpty();
                    }
                },
                "java");
    }

    @TestFactory
    Stream<DynamicTest> every_policy_loads_or_is_refused_where_the_document_says_so() {
        return each(DocumentsTest::checkPolicy, "yaml", "json");
    }

    /** By the scripts that CI runs or, where a comment says so, by a test. */
    @TestFactory
    Stream<DynamicTest> every_command_is_run_by_the_checks() throws IOException {
        String checks = Files.readString(Document.ROOT.resolve(".ci/run"))
                + Files.readString(Document.ROOT.resolve(".ci/documented-commands"));
        return each(
                (document, block) -> {
                    if (block.comment().startsWith(RUN_BY)) {
                        assertThat(TestSources.names()).contains(block.comment().substring(RUN_BY.length()));
                    } else {
                        commands(block).forEach(command -> assertThat(checks).contains(command));
                    }
                },
                "sh");
    }

    private static Stream<String> commands(Block block) {
        return block.text().lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    @Test
    void every_link_to_a_file_leads_to_one() {
        for (Document document : Document.all()) {
            assertThat(Links.in(document)).as(document.name()).allSatisfy(link -> assertThat(
                            document.file().resolveSibling(link))
                    .exists());
        }
    }

    @Test
    void a_block_that_does_not_compile_is_noticed() {
        assertThat(new JavaSnippet(new Block(10, "java", "given: String text", "int n = text;")).errors())
                .singleElement()
                .asString()
                .startsWith("line 11: incompatible types");
    }

    private static void checkPolicy(Document document, Block block) {
        if (!block.text().contains("tools") || block.comment().equals("no policy")) {
            return;
        }
        if (block.comment().startsWith("refused:")) {
            assertThatThrownBy(() -> PolicyReader.parse(block.text()))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining(
                            block.comment().substring("refused:".length()).strip());
        } else {
            assertThat(PolicyReader.parse(block.text()).tools()).isNotNull();
        }
    }

    private static Stream<DynamicTest> each(BiConsumer<Document, Block> check, String... languages) {
        return Document.all().stream().flatMap(document -> document.blocks(languages).stream()
                .map(block -> dynamicTest(document.name() + ":" + block.line(), () -> check.accept(document, block))));
    }
}
