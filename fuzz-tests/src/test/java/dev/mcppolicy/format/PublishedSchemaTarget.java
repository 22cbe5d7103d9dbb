package dev.mcppolicy.format;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcppolicy.fuzz.InputText;
import dev.mcppolicy.fuzz.Law;
import dev.mcppolicy.json.CanonicalJson;
import dev.mcppolicy.model.PolicyFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Any text that is a document: its reader and the published schema of its format agree. */
public final class PublishedSchemaTarget {
    private static final Map<PolicyFormat, Schema> SCHEMAS =
            Stream.of(PolicyFormat.values()).collect(Collectors.toMap(format -> format, PublishedSchemaTarget::schema));

    /** What no schema sees: what becomes of text, and what one part of a document says of another. */
    private static final Set<String> BEYOND_A_SCHEMA = Set.of(
            "undeclared-counter",
            "audited-counter",
            "ambiguous-counter",
            "duplicate-counter",
            "bad-pattern",
            "patterns-too-large",
            "schema-reference",
            "schema-dialect",
            "unknown-keyword");

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
        return BEYOND_A_SCHEMA.contains(problem.code())
                || problem.message().contains("exceeds 63 bits")
                || problem.message().contains("refers to itself")
                || problem.message().contains("too many parts")
                || problem.message().contains("fit a double")
                || (problem.code().equals("not-positive") && problem.pointer().endsWith("/value"));
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
