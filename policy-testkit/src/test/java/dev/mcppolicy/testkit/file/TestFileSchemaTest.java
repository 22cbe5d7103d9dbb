package dev.mcppolicy.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.json.internal.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema of test files and their reader agree, as far as a schema can say what the reader knows. */
class TestFileSchemaTest {
    private static final Path PUBLISHED = Path.of("..", "docs", "schema", "policytest.schema.json");
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(published());

    @TempDir
    Path directory;

    @BeforeEach
    void a_policy_lies_in_the_directory() throws IOException {
        Files.writeString(directory.resolve("policy.yaml"), """
                default: deny
                hide: [drop]
                tools:
                  pay:
                    rules:
                      - { name: size, conditions: [{ path: args.amount, op: lte, value: 5 }] }
                      - { name: daily, rate_limit: 3/day }
                      - { name: agreed, action: require_approval, conditions: [{ path: args.amount, op: gt, value: 3 }] }
                      - { name: tried, mode: shadow, conditions: [{ path: args.amount, op: lte, value: 2 }] }
                """);
    }

    private boolean isRead(String text) {
        try {
            Path file = Files.writeString(directory.resolve("t.policytest.yaml"), text);
            return !PolicyTestFile.read(file).cases().isEmpty();
        } catch (InvalidTestFileException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Error> errors(String json) {
        return SCHEMA.validate(json, InputFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.002, 0.01, 0.05})
    void what_is_read_is_valid_and_what_is_not_valid_is_not_read(double mistakes) {
        int read = 0;
        int notValid = 0;
        for (int seed = 0; seed < 60; seed++) {
            String json = CanonicalJson.write(new RandomTestFile(new Random(seed), mistakes).document());
            List<Error> errors = errors(json);
            if (isRead(json)) {
                read++;
                assertThat(errors).as("seed %s: %s", seed, json).isEmpty();
            } else if (!errors.isEmpty()) {
                notValid++;
            }
        }

        assertThat(read).isGreaterThan(5);
        assertThat(notValid).isGreaterThan(5);
    }

    static Stream<String> files() throws IOException {
        return Stream.of(
                        Path.of("src/test/more-policies"),
                        Path.of("../docs/cli"),
                        Path.of("../verification/documentation-tests/src/test/policies"))
                .flatMap(directory -> PolicyTestFile.find(directory).stream())
                .map(Path::toString);
    }

    @ParameterizedTest
    @MethodSource("files")
    void the_test_files_there_are_are_valid(String file) {
        assertThat(errors(CanonicalJson.write(DataDocument.read(Path.of(file)).value())))
                .isEmpty();
    }

    /** Each is a test, or the steps of one. */
    static Stream<String> mistakes() {
        return Stream.of(
                "{ name: a }",
                "{ name: '', steps: [{ hides: [drop] }] }",
                "{ name: a, steps: [] }",
                "{ name: a, steps: [{ advance: 1h }] }",
                "{ name: a, todo: true, steps: [{ hides: [drop] }] }",
                "{ name: a, todo: '' }",
                "{ name: a, onyl: true, steps: [{ hides: [drop] }] }",
                "{ name: a, at: tomorrow, steps: [{ hides: [drop] }] }",
                steps("{ call: pay }"),
                steps("{ hides: [drop], lists: [pay] }"),
                steps("{ hides: [drop], args: {} }"),
                steps("{ hides: [] }"),
                steps("{ call: pay, expect: denied }"),
                steps("{ call: pay, expect: { allowed: false } }"),
                steps("{ call: pay, expect: { message: m } }"),
                steps("{ call: pay, expect: { denied_by: size, approval_by: agreed } }"),
                steps("{ call: pay, expect: { denied_by: size, code: DENIED } }"),
                steps("{ call: pay, expect: { allowed: true, code: HIDDEN } }"),
                steps("{ call: pay, expect: { allowed: true, message: m } }"),
                steps("{ call: pay, expect: { denied_by: size, retry_after: 1w } }"),
                steps("{ call: pay, expect: { allowed: true, charges: {} } }"),
                steps("{ call: pay, expect: { allowed: true, charges: { spent: -1 } } }"),
                steps("{ call: pay, expect: { allowed: true, changes_no_counter: false } }"),
                steps("{ call: pay, expect: { allowed: true, shadow: denied } }"),
                steps("{ call: pay, expect: { allowed: true, shadow: { code: HIDDEN } } }"),
                steps("{ call: pay, expect: { allowed: true, shadow: { allowed: true, code: HIDDEN } } }"),
                steps("{ call: pay, expect: allowed, times: 0 }"),
                steps("{ call: pay, expect: allowed, times: 1000001 }"),
                steps("{ call: pay, expect: allowed, times: 1.5 }"),
                steps("{ call: pay, expect: allowed, runs: 86401 }"),
                steps("{ call: pay, expect: allowed, times: 2, each: [{}] }"),
                steps("{ call: pay, expect: allowed, each: [5] }"),
                steps("{ call: pay, expect: allowed, tool: fails }"),
                steps("{ call: pay, expect: allowed, tool: ok, settle: { spent: 1 } }"),
                steps("{ call: pay, expect: allowed, as: { grnt: a } }"),
                steps("{ call: pay, expect: allowed, as: ann }"),
                steps("{ call: pay, expect: allowed, answer: approve, then: allowed }"),
                steps("{ call: pay, expect: { approval_by: agreed }, answer: approve }"),
                steps("{ call: pay, expect: { approval_by: agreed }, then: allowed }"),
                steps("{ call: pay, expect: { approval_by: agreed }, answer: yes, then: allowed }"),
                steps("{ call: pay, expect: { approval_by: agreed }, answer: {}, then: allowed }"),
                steps("{ call: pay, expect: { approval_by: agreed }, answer: { approve: { by: me } }, then: allowed }"),
                steps("{ call: pay, expect: { approval_by: agreed }, answer: approve, then: { allowed: true, shadow: "
                        + "allowed } }"),
                steps("{ fills_up: { limit: daily, call: pay, times: 3 } }"),
                steps("{ fills_up: { limit: daily, call: pay, times: 3, retry_after: none } }"),
                steps("{ fills_up: { limit: daily, call: pay, times: 3, retry_after: 1h, together: [] } }"),
                steps("{ fills_up: { limit: daily, call: pay, times: 3, retry_after: 1h, apart: [{ call: pay }] } }"),
                steps("{ fills_up: { limit: daily, call: pay, times: 3, retry_after: 1h, expect: allowed } }"));
    }

    private static String steps(String steps) {
        return "{ name: a, steps: [" + steps + "] }";
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_not_valid_and_is_not_read(String test) {
        String text = "policy: policy.yaml\ntests:\n  - " + test + "\n";

        assertThat(isRead(text)).isFalse();
        assertThat(errors(CanonicalJson.write(DataDocument.parse(text, "t").value())))
                .isNotEmpty();
    }

    @Test
    void the_schema_names_every_code_of_a_denial() {
        for (DenialCode code : DenialCode.values()) {
            String json =
                    "{\"policy\":\"policy.yaml\",\"tests\":[{\"name\":\"a\",\"steps\":[{\"call\":\"pay\",\"expect\":"
                            + "{\"denied_by\":\"size\",\"code\":\"" + code + "\"}}]}]}";

            assertThat(errors(json)).isEmpty();
            assertThat(isRead(json)).isTrue();
        }
    }

    @Test
    void the_schema_is_in_the_jar_as_it_is_in_the_documents() throws IOException {
        try (InputStream in = PolicyTestFile.class.getResourceAsStream("/META-INF/mcp-policy/policytest.schema.json")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(published());
        }
    }

    private static String published() {
        try {
            return Files.readString(PUBLISHED);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
