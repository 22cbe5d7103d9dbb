package dev.mcppolicy.format.lock;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.DocumentLimits;
import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.format.document.FileReplacement;
import dev.mcppolicy.format.document.FileText;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.problem.PolicyDocument;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.tool.ToolLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of locks, read as strictly as a policy. It is JSON, and holds what was accepted of each server word by word, so
 * that a review shows what it says; beside each the fingerprint, so that nobody edits the words alone.
 *
 * @param locks the locks by the names of their servers, or null when there is an error; unmodifiable
 * @param problems what is wrong, in document order
 * @param document the text that was read
 */
public record LockDocument(
        @Nullable Map<String, ToolLock> locks, List<PolicyProblem> problems, PolicyDocument document) {
    /** Copies the problems. */
    public LockDocument {
        problems = List.copyOf(problems);
    }

    /** Reads a regular file, links followed. */
    public static LockDocument read(Path file) {
        return of(file, FileText.readRegular(file, DocumentLimits.TOOLS));
    }

    /** What a file is that was read before. */
    public static LockDocument of(Path file, FileText.Content content) {
        ParsedDocument document = new ParsedDocument(file.toString(), content.text());
        Problems problems = new Problems(document);
        Diagnostic unread = content.diagnostic();
        if (unread != null) {
            problems.reportUnread(unread, content);
            return new LockDocument(null, problems.inOrder(), document);
        }
        return read(document, problems);
    }

    /** Reads a text that is in no file. */
    static LockDocument parse(String text, String name) {
        ParsedDocument document = new ParsedDocument(name, text);
        return read(document, new Problems(document));
    }

    /** Puts locks in the place of a file, which need not be there, in one step. */
    public static void write(Path file, Map<String, ToolLock> locks) throws IOException {
        FileReplacement.write(file, LockLayout.write(locks));
    }

    private static LockDocument read(ParsedDocument document, Problems problems) {
        Map<String, ToolLock> locks = null;
        try {
            if (DocumentParser.looksLikeJson(document.text())) {
                Node root = DocumentParser.parse(document, problems, DocumentLimits.TOOLS);
                locks = root == null ? null : LockReader.read(root, problems);
            } else {
                problems.report(Diagnostic.NO_LOCK, 0, "", "let `mcp-policy lock` write it");
            }
        } catch (RuntimeException | StackOverflowError e) {
            problems.reportFailure(e);
        }
        return new LockDocument(problems.hasErrors() ? null : locks, problems.inOrder(), document);
    }
}
