package dev.mcppolicy.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.format.document.FileText;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import dev.mcppolicy.format.reading.FormatDetection;
import dev.mcppolicy.format.schema.NetworkntSchema;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.PolicyFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schemas and the readers agree on the corpus, as far as a schema can say what a reader knows. */
class PublishedSchemaTest {
    private static final Schema POLICYLAYER = schema(PolicyFormat.POLICYLAYER);
    private static final Schema INTERCEPT = schema(PolicyFormat.INTERCEPT);

    private static final List<String> BEYOND_A_SCHEMA = beyondASchema();

    static Stream<Corpus.Entry> goodDocuments() {
        return Corpus.entries(Corpus.GOOD);
    }

    static Stream<Corpus.Entry> badDocuments() {
        return Corpus.entries(Corpus.BAD).filter(entry -> {
            ParsedDocument document = new ParsedDocument("p", FileText.withoutMark(entry.document()));
            Problems problems = new Problems(document);
            Node root = DocumentParser.parse(document, problems);
            return root != null && !problems.hasErrors();
        });
    }

    @ParameterizedTest
    @MethodSource("goodDocuments")
    void a_document_that_reads_is_valid(Corpus.Entry entry) {
        PolicyFormat format = PolicyReader.parse(entry.document()).format();

        assertThat((format == PolicyFormat.POLICYLAYER ? POLICYLAYER : INTERCEPT)
                        .validate(json(entry), InputFormat.JSON))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("badDocuments")
    void a_document_that_does_not_read_is_not_valid(Corpus.Entry entry) {
        List<PolicyProblem> errors = PolicyReader.check(entry.document(), "p").problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
        String json = json(entry);
        boolean seen = errors.stream().anyMatch(problem -> !isBeyondASchema(problem));

        assertThat(errors).isNotEmpty();
        if (seen) {
            for (Schema schema : schemasOf(entry)) {
                assertThat(schema.validate(json, InputFormat.JSON)).isNotEmpty();
            }
        }
    }

    /** The schema of the format that a document is told to be in, or both for one that could be neither. */
    private static List<Schema> schemasOf(Corpus.Entry entry) {
        ParsedDocument document = new ParsedDocument("p", FileText.withoutMark(entry.document()));
        Node root = DocumentParser.parse(document, new Problems(document));
        PolicyFormat format =
                root instanceof ObjectNode object ? FormatDetection.of(object, new Problems(document)) : null;
        if (format == null) {
            return List.of(POLICYLAYER, INTERCEPT);
        }
        return List.of(format == PolicyFormat.POLICYLAYER ? POLICYLAYER : INTERCEPT);
    }

    @Test
    void what_no_schema_sees_is_told_by_codes_that_there_are() {
        assertThat(BEYOND_A_SCHEMA)
                .isNotEmpty()
                .extracting(line -> line.split(" ", 2)[0])
                .isSubsetOf(Stream.of(Diagnostic.values()).map(Diagnostic::code).toList());
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
            return Files.readAllLines(Path.of("src/test/resources/beyond-a-schema.txt")).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_schema_is_in_the_jar_as_it_is_in_the_documents(PolicyFormat format) throws IOException {
        assertThat(text(format))
                .isEqualTo(Files.readString(Path.of("..", "docs", "schema", format.id() + ".schema.json")));
    }

    @Test
    void the_schemas_are_schemas() {
        assertThat(NetworkntSchema.fault(text(PolicyFormat.POLICYLAYER))).isNull();
        assertThat(NetworkntSchema.fault(text(PolicyFormat.INTERCEPT))).isNull();
    }

    private static String json(Corpus.Entry entry) {
        ParsedDocument document = new ParsedDocument("p", FileText.withoutMark(entry.document()));
        return CanonicalJson.write(
                DocumentParser.parse(document, new Problems(document)).json());
    }

    private static Schema schema(PolicyFormat format) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text(format));
    }

    private static String text(PolicyFormat format) {
        try (InputStream in =
                PolicyReader.class.getResourceAsStream("/META-INF/mcp-policy/" + format.id() + ".schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
