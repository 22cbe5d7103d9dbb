package dev.mcppolicy.format.data;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.DocumentLimits;
import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.format.document.FileText;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.YamlComments;
import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document about policies that is none itself, such as tests of one: JSON or YAML, read as strictly as a policy, with
 * the place of every value.
 *
 * @param value the JSON value, or null when there is an error
 * @param problems what is wrong, in document order
 * @param document the text that was read
 */
public record DataDocument(@Nullable Object value, List<PolicyProblem> problems, PolicyDocument document) {
    /** Copies the problems. */
    public DataDocument {
        problems = List.copyOf(problems);
    }

    /**
     * Reads a file.
     *
     * @param file a file in UTF-8
     * @return the document, and what is wrong with it
     */
    public static DataDocument read(Path file) {
        FileText.Content content = FileText.read(file);
        ParsedDocument document = new ParsedDocument(file.toString(), content.text());
        Diagnostic failure = content.diagnostic();
        if (failure == null) {
            return read(document);
        }
        Problems problems = new Problems(document);
        problems.reportUnread(failure, content);
        return new DataDocument(null, problems.inOrder(), document);
    }

    /**
     * Reads a text.
     *
     * @param text the document itself, not a path
     * @param name what problems call the document
     * @return the document, and what is wrong with it
     */
    public static DataDocument parse(String text, String name) {
        return read(new ParsedDocument(name, FileText.withoutMark(text)));
    }

    /**
     * Reads what another program wrote, such as a server's answer, which may be as large as a list of tools.
     *
     * @param text the document itself, not a path
     * @param name what problems call the document
     * @return the document, and what is wrong with it
     */
    public static DataDocument parseJson(String text, String name) {
        ParsedDocument document = new ParsedDocument(name, text);
        Problems problems = new Problems(document);
        Object value = null;
        if (DocumentParser.looksLikeJson(text)) {
            value = value(document, problems, DocumentLimits.TOOLS);
        } else {
            problems.report(Diagnostic.JSON_SYNTAX, 0, "", null, "neither an object nor a list");
        }
        return new DataDocument(value, problems.inOrder(), document);
    }

    /**
     * Whether a document that can be read has a comment.
     *
     * @param text the document itself
     * @return whether there is one; JSON has none
     */
    public static boolean hasComments(String text) {
        return YamlComments.in(text);
    }

    /**
     * Where a part of the document stands.
     *
     * @param pointer a JSON Pointer; empty for the whole document
     * @return the place of the value, or empty if the pointer leads nowhere
     */
    public Optional<Location> location(String pointer) {
        return document.location(pointer);
    }

    private static DataDocument read(ParsedDocument document) {
        Problems problems = new Problems(document);
        Object value = value(document, problems, DocumentLimits.POLICY);
        return new DataDocument(value, problems.inOrder(), document);
    }

    private static @Nullable Object value(ParsedDocument document, Problems problems, DocumentLimits limits) {
        try {
            Node root = DocumentParser.parse(document, problems, limits);
            return root == null || problems.hasErrors() ? null : root.json();
        } catch (RuntimeException | StackOverflowError e) {
            problems.reportFailure(e);
            return null;
        }
    }
}
