package dev.mcppolicy.format.document;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Reads a text, JSON or YAML, into a tree that knows its places. Nothing here is recursive, and nothing that a text
 * says is expanded.
 *
 * <p>A text that begins as a JSON object with a quoted name, or as a list, is JSON; every other is YAML.
 */
public final class DocumentParser {
    /** The longest policy, in bytes of a file or UTF-16 units of a string. */
    public static final int MAX_LENGTH = DocumentLimits.POLICY.maxLength();

    /** The YAML library copies what it looks ahead at, at each filling of its buffer: a small one makes that quadratic. */
    private static final int BUFFER = 1 << 16;

    /** Our own limits are tighter, and speak of the policy. */
    private static final StreamReadConstraints UNBOUND = StreamReadConstraints.builder()
            .maxNestingDepth(1_000)
            .maxNumberLength(2 * MAX_LENGTH)
            .maxStringLength(2 * MAX_LENGTH)
            .maxNameLength(2 * MAX_LENGTH)
            .build();

    private static final JsonFactory JSON =
            JsonFactory.builder().streamReadConstraints(UNBOUND).build();
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .streamReadConstraints(UNBOUND)
            .loadSettings(LoadSettings.builder()
                    .setAllowDuplicateKeys(true)
                    .setBufferSize(BUFFER)
                    .setCodePointLimit(2 * MAX_LENGTH)
                    .build())
            .build();

    private DocumentParser() {}

    /**
     * The tree of a document, torn where it could not be read on, or null if there is none. The document knows the places
     * of its parts from then on.
     */
    public static @Nullable Node parse(ParsedDocument document, Problems problems) {
        return parse(document, problems, DocumentLimits.POLICY);
    }

    /** The tree of a document within limits, as of {@link #parse(ParsedDocument, Problems)}. */
    public static @Nullable Node parse(ParsedDocument document, Problems problems, DocumentLimits limits) {
        Node root = tree(document, problems, limits);
        document.setRoot(root);
        return root;
    }

    private static @Nullable Node tree(ParsedDocument document, Problems problems, DocumentLimits limits) {
        String text = document.text();
        if (text.length() > limits.maxLength()) {
            problems.reportWhole(Diagnostic.TOO_LARGE, null, limits.maxLengthInMebibytes());
            return null;
        }
        boolean json = looksLikeJson(text);
        try (JsonParser parser = json
                ? JSON.createParser(ObjectReadContext.empty(), text)
                : YAML.createParser(ObjectReadContext.empty(), new CodePointReader(text))) {
            TreeBuilder tree = new TreeBuilder(problems, limits);
            read(parser, json ? new JsonSyntax(parser) : new YamlSyntax(parser, text), tree, problems);
            if (tree.root() == null && !problems.hasErrors()) {
                problems.report(Diagnostic.EMPTY_DOCUMENT, 0, "", "write at least `tools: {}`");
            }
            return tree.root();
        }
    }

    private static void read(JsonParser parser, Syntax syntax, TreeBuilder tree, Problems problems) {
        int offset = 0;
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                offset = token == JsonToken.PROPERTY_NAME ? syntax.nameOffset() : syntax.offset();
                if (tree.isComplete()) {
                    problems.report(Diagnostic.SECOND_DOCUMENT, offset, "", "a document holds one policy");
                    return;
                }
                take(token, offset, syntax, tree);
                if (tree.isFull()) {
                    tree.tear();
                    return;
                }
            }
        } catch (JacksonException e) {
            report(syntax, syntax.error(e), offset, tree, problems);
            tree.tear();
        } catch (RuntimeException e) {
            // The YAML library meets some texts with exceptions of the JDK.
            problems.report(syntax.diagnostic(), Math.max(0, offset), tree.openPointer(), null, ParserMessage.of(null));
            tree.tear();
        }
    }

    private static void report(
            Syntax syntax, Syntax.SyntaxError error, int lastToken, TreeBuilder tree, Problems problems) {
        String text = problems.document().text();
        int quote = SyntaxHelp.openQuote(text, lastToken, error.offset());
        if (quote >= 0) {
            problems.report(
                    syntax.diagnostic(),
                    quote,
                    tree.openPointer(),
                    "close the quote on its line, or put text of several lines under `|`",
                    "what follows this quote does not fit, as it is closed on another line");
            return;
        }
        problems.report(
                syntax.diagnostic(),
                error.offset(),
                tree.openPointer(),
                SyntaxHelp.of(text, error.offset(), error.reason()),
                error.reason());
    }

    private static void take(JsonToken token, int offset, Syntax syntax, TreeBuilder tree) {
        switch (token) {
            case PROPERTY_NAME -> syntax.name(offset, tree);
            case START_OBJECT -> {
                tree.startObject(offset);
                syntax.started(offset, tree);
            }
            case START_ARRAY -> {
                tree.startList(offset);
                syntax.started(offset, tree);
            }
            case END_OBJECT, END_ARRAY -> tree.end();
            default -> syntax.scalar(token, offset, tree);
        }
    }

    /**
     * Whether a text is read as JSON: an object whose first name is quoted, an empty object, a list, or a comment of the
     * kind that people put into JSON before either.
     */
    public static boolean looksLikeJson(String text) {
        int first = skipSpace(text, 0);
        if (isSlashedComment(text, first)) {
            return true;
        }
        if (first == text.length() || text.charAt(first) != '{') {
            return first < text.length() && text.charAt(first) == '[';
        }
        int next = skipSpace(text, first + 1);
        return next < text.length()
                && (text.charAt(next) == '"' || text.charAt(next) == '}' || isSlashedComment(text, next));
    }

    private static boolean isSlashedComment(String text, int at) {
        return text.startsWith("//", at) || text.startsWith("/*", at);
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
