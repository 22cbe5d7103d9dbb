package dev.mcppolicy.format;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.DocumentLimits;
import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.format.document.FileText;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.tool.ServerTools;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tools of a server from JSON as its {@code tools/list} gives it. A document is one of
 *
 * <ul>
 *   <li>a result: {@code {"tools": [...]}}, beside which {@code instructions} may say what the server tells models;
 *   <li>the answer around a result: {@code {"jsonrpc": "2.0", "id": 1, "result": {...}}};
 *   <li>all pages of a listing, results or answers, in a list;
 *   <li>the tools themselves in a list.
 * </ul>
 *
 * <p>Where a page has a {@code nextCursor}, the next one follows it; other members of pages and answers say nothing here.
 * Two tools may have one name, of which {@code ToolCheck} and whoever guards the server speak.
 *
 * <p>What a server says is untrusted. A file has at most 64 MiB, 72 levels, 2 000 000 values and {@value #MOST_TOOLS}
 * tools, each within {@link #DEFINITION_LIMITS}. A name stands once in an object. Problems quote nothing unescaped.
 *
 * <p>All methods are safe for use by any thread.
 */
@CheckReturnValue
public final class ToolsReader {
    /** As many tools as one server may list. */
    public static final int MOST_TOOLS = 10_000;

    /** How large one definition may be: 64 levels, 100 000 values, 1 MiB of text. */
    public static final JsonLimits DEFINITION_LIMITS = DocumentLimits.DEFINITION;

    private ToolsReader() {}

    /**
     * Reads a file.
     *
     * @param file a regular file in UTF-8; links are followed
     * @return the tools in the order of the file
     * @throws InvalidToolsException if the file cannot be read or lists no tools
     */
    public static ServerTools read(Path file) {
        FileText.Content content = FileText.readRegular(file, DocumentLimits.TOOLS);
        ParsedDocument document = new ParsedDocument(file.toString(), content.text());
        Problems problems = new Problems(document);
        Diagnostic unread = content.diagnostic();
        if (unread != null) {
            problems.reportUnread(unread, content);
        }
        return read(document, problems);
    }

    /**
     * Reads a text.
     *
     * @param text the document itself, not a path
     * @param name what problems call the document
     * @return the tools in the order of the text
     * @throws InvalidToolsException if the text lists no tools
     */
    public static ServerTools parse(String text, String name) {
        ParsedDocument document = new ParsedDocument(name, FileText.withoutMark(text));
        return read(document, new Problems(document));
    }

    private static ServerTools read(ParsedDocument document, Problems problems) {
        ServerTools tools = null;
        try {
            tools = problems.hasErrors() ? null : tools(document, problems);
        } catch (RuntimeException | StackOverflowError e) {
            problems.reportFailure(e);
        }
        if (tools == null || problems.hasErrors()) {
            throw new InvalidToolsException(problems.inOrder(), document);
        }
        return tools;
    }

    private static @Nullable ServerTools tools(ParsedDocument document, Problems problems) {
        if (!DocumentParser.looksLikeJson(document.text())) {
            problems.report(Diagnostic.NO_TOOLS, 0, "", ToolListReader.FORMS);
            return null;
        }
        Node root = DocumentParser.parse(document, problems, DocumentLimits.TOOLS);
        return root == null || problems.hasErrors() ? null : new ToolListReader(problems).read(root);
    }
}
