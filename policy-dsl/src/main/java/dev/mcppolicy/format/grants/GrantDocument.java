package dev.mcppolicy.format.grants;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.format.document.FileMode;
import dev.mcppolicy.format.document.FileText;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.identity.GrantTable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of grants, read as strictly as a policy. It is JSON.
 *
 * @param table the grants, or null when there is an error
 * @param problems what is wrong, errors and warnings, in document order; none shows a digest, which might be a token
 * @param document the text that was read
 */
public record GrantDocument(@Nullable GrantTable table, List<PolicyProblem> problems, PolicyDocument document) {
    /** Copies the problems. */
    public GrantDocument {
        problems = List.copyOf(problems);
    }

    /** Reads a regular file, links followed. One that others than its owner may write is refused. */
    public static GrantDocument read(Path file) {
        return of(file, FileText.readRegular(file), FileMode.isWritableByOthers(file));
    }

    /** What a file is that was read before. */
    public static GrantDocument of(Path file, FileText.Content content, boolean writableByOthers) {
        ParsedDocument document = new ParsedDocument(file.toString(), content.text());
        Problems problems = new Problems(document);
        Diagnostic unread = content.diagnostic();
        if (unread != null) {
            problems.reportUnread(unread, content);
            return new GrantDocument(null, problems.inOrder(), document);
        }
        if (writableByOthers) {
            problems.reportWhole(Diagnostic.WRITABLE_BY_OTHERS, "`chmod go-w` takes the right from them");
        } else if (FileMode.isReadableByOthers(file)) {
            problems.reportWhole(Diagnostic.READABLE_BY_OTHERS, "`chmod 600` takes the right from them");
        }
        return read(document, problems);
    }

    /** Reads a text that is in no file. */
    static GrantDocument parse(String text, String name) {
        ParsedDocument document = new ParsedDocument(name, text);
        return read(document, new Problems(document));
    }

    private static GrantDocument read(ParsedDocument document, Problems problems) {
        GrantTable table = null;
        try {
            if (DocumentParser.looksLikeJson(document.text())) {
                Node root = DocumentParser.parse(document, problems);
                table = root == null ? null : GrantReader.read(root, problems);
            } else {
                problems.report(
                        Diagnostic.NO_GRANTS, 0, "", "an empty one is `{ \"version\": \"1\", \"grants\": {} }`");
            }
        } catch (RuntimeException | StackOverflowError e) {
            problems.reportFailure(e);
        }
        return new GrantDocument(problems.hasErrors() ? null : table, problems.inOrder(), document);
    }
}
