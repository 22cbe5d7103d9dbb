package dev.mcppolicy.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcppolicy.cli.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code validate --format sarif} writes is valid by the schema that OASIS publishes for SARIF 2.1.0. */
class SarifLogTest {
    private static final Schema SARIF = schema();
    private static final String WARNED = "version: \"1\"\ndefault: deny\n";

    @TempDir
    Path folder;

    static Stream<String> documents() {
        return Stream.of(
                "tools: { a: { rules: [{ action: deny }] } }\n",
                WARNED,
                "",
                "tools: {",
                "{\"tools\": \u0000}",
                "tools: [1, 2]\n",
                "tools:\n  a:\n    rules: [{ conditions: [{ path: args.n, op: lessThan, value: 1 }], nmae: x }]\n",
                "tools: { \"a\u200b~/\": { rules: [{ action: dney }, { rate_limit: 5 }] } }\n");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_log_is_valid(String document) {
        assertThat(errors(log("policy.yaml", document))).isEmpty();
    }

    @Test
    void a_log_of_several_files_is_valid() {
        String log = new CommandRun.Folder(folder)
                .with("a.yaml", WARNED)
                .with("b.yaml", "tools: {")
                .run("validate", "--format", "sarif", "a.yaml", "b.yaml", "no where/c:d é.yaml")
                .out();

        assertThat(log).contains("lists-no-tool", "yaml-syntax", "unreadable-file");
        assertThat(errors(log)).isEmpty();
    }

    @Test
    void the_schema_tells_a_log_that_is_none() {
        String log = log("policy.yaml", WARNED);

        assertThat(errors(log.replace("\"startLine\": 2", "\"startLine\": 0"))).isNotEmpty();
        assertThat(errors(log.replace("\"level\": \"warning\"", "\"level\": \"hint\"")))
                .isNotEmpty();
        assertThat(errors(log.replace("\"uri\":", "\"url\":"))).isNotEmpty();
    }

    private String log(String file, String document) {
        return new CommandRun.Folder(folder)
                .with(file, document)
                .run("validate", "--format", "sarif", file)
                .out();
    }

    private static List<Error> errors(String log) {
        return SARIF.validate(log, InputFormat.JSON);
    }

    private static Schema schema() {
        try (InputStream in = SarifLogTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
