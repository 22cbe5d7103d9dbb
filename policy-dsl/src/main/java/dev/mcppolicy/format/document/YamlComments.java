package dev.mcppolicy.format.document;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Finds comments in a document. JSON has none. */
public final class YamlComments {
    private YamlComments() {}

    /**
     * One comment, which ends with its line.
     *
     * @param line the line from 1
     * @param offset where it begins, in UTF-16 units from the start of the text
     * @param text what stands after its {@code #}, without white space at its ends
     */
    record Comment(int line, int offset, String text) {}

    /** Whether a document that can be read has a comment. */
    public static boolean in(String text) {
        return !of(text).isEmpty();
    }

    /** The comments of a document in their order; none of one that cannot be read. */
    static List<Comment> of(String text) {
        if (DocumentParser.looksLikeJson(text)) {
            return List.of();
        }
        LoadSettings settings = LoadSettings.builder()
                .setParseComments(true)
                .setCodePointLimit(Math.max(1, text.length()))
                .build();
        List<Comment> comments = new ArrayList<>();
        try {
            ParserImpl events = new ParserImpl(settings, new StreamReader(settings, text));
            int offset = 0;
            int codePoints = 0;
            while (events.hasNext()) {
                if (events.next() instanceof CommentEvent comment
                        && comment.getCommentType() != CommentType.BLANK_LINE) {
                    Mark start = comment.getStartMark().orElseThrow();
                    if (start.getIndex() < codePoints) {
                        offset = 0;
                        codePoints = 0;
                    }
                    offset = text.offsetByCodePoints(offset, start.getIndex() - codePoints);
                    codePoints = start.getIndex();
                    comments.add(new Comment(
                            start.getLine() + 1, offset, comment.getValue().strip()));
                }
            }
            return comments;
        } catch (YamlEngineException e) {
            return List.of();
        }
    }
}
