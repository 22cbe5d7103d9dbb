package dev.mcppolicy.format;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.fuzz.InputText;
import dev.mcppolicy.fuzz.Law;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.PolicyFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Any text that is a document: its reader and the published schema of its format agree. */
public final class PublishedSchemaTarget {
    private static final Map<PolicyFormat, Schema> SCHEMAS =
            Stream.of(PolicyFormat.values()).collect(Collectors.toMap(format -> format, PublishedSchemaTarget::schema));

    private static final List<String> BEYOND_A_SCHEMA = beyondASchema();

    private PublishedSchemaTarget() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = InputText.of(data);
        DataDocument document = DataDocument.parse(text, "fuzzed");
        if (document.value() == null) {
            return;
        }
        String json = CanonicalJson.write(document.value());
        for (PolicyFormat format : PolicyFormat.values()) {
            check(PolicyReader.check(text, "fuzzed", format), SCHEMAS.get(format), json);
        }
    }

    private static void check(CheckedPolicy checked, Schema schema, String json) {
        if (checked.policy() != null) {
            List<Error> errors = schema.validate(json, InputFormat.JSON);
            Law.holds(errors.isEmpty(), () -> "read, and not valid: " + errors + " in " + json);
            return;
        }
        List<PolicyProblem> seen = checked.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR && !isBeyondASchema(problem))
                .toList();
        if (!seen.isEmpty()) {
            Law.holds(
                    !schema.validate(json, InputFormat.JSON).isEmpty(),
                    () -> "valid, and not read: " + seen + " in " + json);
        }
    }

    private static boolean isBeyondASchema(PolicyProblem problem) {
        return BEYOND_A_SCHEMA.stream().anyMatch(line -> isMeant(line, problem));
    }

    private static boolean isMeant(String line, PolicyProblem problem) {
        String[] codeAndWords = line.split(" ", 2);
        return problem.code().equals(codeAndWords[0])
                && (codeAndWords.length == 1 || problem.toString().contains(codeAndWords[1]));
    }

    private static List<String> beyondASchema() {
        try {
            return Files.readAllLines(Path.of("../../policy-dsl/src/test/resources/beyond-a-schema.txt")).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema schema(PolicyFormat format) {
        try (InputStream in =
                PolicyReader.class.getResourceAsStream("/META-INF/mcp-policy/" + format.id() + ".schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
