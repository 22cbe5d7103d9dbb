package dev.mcppolicy.format;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.format.document.DraftMarks;
import dev.mcppolicy.format.document.FileText;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.reading.FormatDetection;
import dev.mcppolicy.format.reading.InterceptReader;
import dev.mcppolicy.format.reading.PolicyLayerReader;
import dev.mcppolicy.format.schema.PatternBudget;
import dev.mcppolicy.format.schema.SchemaReader;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.PolicyFormat;
import dev.mcppolicy.model.condition.Condition;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads policies from documents: PolicyLayer's and Intercept's format, each written in JSON or in YAML. Format and
 * syntax are told from the document itself, never from a file's name.
 *
 * <p>Reading is strict: what is unknown, double, of the wrong type or can be read in two ways is an error. Nothing that
 * a document says makes a reader open a file or a connection. A document has at most 5 MiB, 64 levels and 100 000
 * values, and its patterns come to at most 500 000 steps.
 *
 * <p>{@code read} and {@code parse} give a policy or throw with every problem; {@code check} gives both. Who asks by
 * {@code check} has the warnings; for who does not, they go to the log of this class, once for each document, and with
 * the policy ({@link Policy#warnings}). Nothing else is thrown, whatever the document. All methods are safe for use by
 * any thread.
 */
public final class PolicyReader {
    private static final String UNNAMED = "policy";
    private static final String SCHEMA = "schema";

    private PolicyReader() {}

    /**
     * Reads a file.
     *
     * @param file a file in UTF-8
     * @return the policy, whose name is empty
     * @throws InvalidPolicyException if the file cannot be read or is no policy
     */
    public static Policy read(Path file) {
        return told(check(file));
    }

    /**
     * Reads what is left of a stream.
     *
     * @param in a stream of UTF-8, read to its end, or as far as a document may be long; whoever opened it closes it
     * @param name what problems call the document
     * @return the policy, whose name is empty
     * @throws InvalidPolicyException if the stream cannot be read or holds no policy
     */
    public static Policy read(InputStream in, String name) {
        return told(check(in, name));
    }

    /**
     * Reads what a URL leads to, such as a resource of the class path. Problems call the document by the URL.
     *
     * @param url leads to a document in UTF-8; it is opened and closed here, and given up after ten seconds without a
     *     byte
     * @return the policy, whose name is empty
     * @throws InvalidPolicyException if the document cannot be read or is no policy
     */
    public static Policy read(URL url) {
        return told(check(url));
    }

    /**
     * Reads a text.
     *
     * @param text the document itself, not a path
     * @return the policy, whose name is empty
     * @throws InvalidPolicyException if the text is no policy
     */
    public static Policy parse(String text) {
        return parse(text, UNNAMED);
    }

    /**
     * Reads a text.
     *
     * @param text the document itself, not a path
     * @param name what problems call the document
     * @return the policy, whose name is empty
     * @throws InvalidPolicyException if the text is no policy
     */
    public static Policy parse(String text, String name) {
        return told(check(text, name));
    }

    /**
     * Reads a text in a format that is known.
     *
     * @param text the document itself, not a path
     * @param name what problems call the document
     * @param format the format, in place of what the document looks like
     * @return the policy, whose name is empty
     * @throws InvalidPolicyException if the text is no policy of that format
     */
    public static Policy parse(String text, String name, PolicyFormat format) {
        return told(check(text, name, format));
    }

    /**
     * Looks a file over.
     *
     * @param file a file in UTF-8
     * @return the policy, if it is one, and all problems and warnings
     */
    public static CheckedPolicy check(Path file) {
        return check(file.toString(), FileText.read(file), null);
    }

    /**
     * Looks over what is left of a stream.
     *
     * @param in a stream of UTF-8, read to its end, or as far as a document may be long; whoever opened it closes it
     * @param name what problems call the document
     * @return the policy, if it is one, and all problems and warnings
     */
    public static CheckedPolicy check(InputStream in, String name) {
        return check(name, FileText.read(in), null);
    }

    /**
     * Looks over what a URL leads to, as {@link #read(URL)} opens it.
     *
     * @param url leads to a document in UTF-8
     * @return the policy, if it is one, and all problems and warnings
     */
    public static CheckedPolicy check(URL url) {
        return check(url.toString(), FileText.read(url), null);
    }

    /** The policy of a document whose warnings nobody has asked for. */
    private static Policy told(CheckedPolicy checked) {
        Policy policy = checked.orThrow();
        PolicyLog.warn(checked);
        return policy;
    }

    /** Looks over what a file was found to hold. */
    static CheckedPolicy check(String name, FileText.Content content, @Nullable PolicyFormat format) {
        ParsedDocument document = new ParsedDocument(name, content.text());
        Diagnostic failure = content.diagnostic();
        if (failure == null) {
            return check(document, format);
        }
        Problems problems = new Problems(document);
        problems.reportUnread(failure, content);
        return new CheckedPolicy(null, problems.inOrder(), document);
    }

    /**
     * Looks a text over.
     *
     * @param text the document itself, not a path
     * @param name what problems call the document
     * @return the policy, if it is one, and all problems and warnings
     */
    public static CheckedPolicy check(String text, String name) {
        return check(new ParsedDocument(name, FileText.withoutMark(text)), null);
    }

    /**
     * Looks a text over in a format that is known.
     *
     * @param text the document itself, not a path
     * @param name what problems call the document
     * @param format the format, in place of what the document looks like
     * @return the policy, if it is one, and all problems and warnings
     */
    public static CheckedPolicy check(String text, String name, PolicyFormat format) {
        return check(new ParsedDocument(name, FileText.withoutMark(text)), format);
    }

    /**
     * Reads a schema as a rule of a document has it under {@code schema}.
     *
     * @param text a JSON Schema (2020-12) in JSON or YAML, which refers to nothing outside itself
     * @return the condition that the arguments of a call match the schema
     * @throws InvalidPolicyException if the text is no such schema, or there is no validator for schemas on the class
     *     path
     */
    public static Condition.SchemaMatch parseSchema(String text) {
        ParsedDocument document = new ParsedDocument(SCHEMA, FileText.withoutMark(text));
        Problems problems = new Problems(document);
        Condition.SchemaMatch match = null;
        try {
            Node root = DocumentParser.parse(document, problems);
            match = root == null ? null : new SchemaReader(problems, new PatternBudget(problems)).read(root);
        } catch (RuntimeException | StackOverflowError e) {
            problems.reportFailure(e);
        }
        if (match == null || problems.hasErrors()) {
            throw new InvalidPolicyException(problems.inOrder(), document);
        }
        return match;
    }

    private static CheckedPolicy check(ParsedDocument document, @Nullable PolicyFormat named) {
        Problems problems = new Problems(document);
        Policy policy = null;
        try {
            Node root = DocumentParser.parse(document, problems);
            policy = root == null ? null : policy(root, named, problems);
            DraftMarks.report(document, problems);
        } catch (RuntimeException | StackOverflowError e) {
            problems.reportFailure(e);
        }
        List<PolicyProblem> found = problems.inOrder();
        return new CheckedPolicy(policy == null ? null : withWarnings(policy, found), found, document);
    }

    private static Policy withWarnings(Policy policy, List<PolicyProblem> warnings) {
        return warnings.isEmpty()
                ? policy
                : policy.withWarnings(
                        warnings.stream().map(PolicyProblem::toString).toList());
    }

    private static @Nullable Policy policy(Node root, @Nullable PolicyFormat named, Problems problems) {
        ObjectNode object = ObjectFields.object(root, problems);
        if (object == null) {
            return null;
        }
        PolicyFormat format = named == null ? FormatDetection.of(object, problems) : named;
        if (format == null) {
            return null;
        }
        return format == PolicyFormat.POLICYLAYER
                ? new PolicyLayerReader(problems).read(object)
                : new InterceptReader(problems).read(object);
    }
}
