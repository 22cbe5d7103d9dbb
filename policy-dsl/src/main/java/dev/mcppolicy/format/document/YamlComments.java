package dev.mcppolicy.format.document;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Finds comments in a document. JSON has none. */
public final class YamlComments {
    private YamlComments() {}

    /** Whether a document that can be read has a comment. */
    public static boolean in(String text) {
        if (DocumentParser.looksLikeJson(text)) {
            return false;
        }
        LoadSettings settings = LoadSettings.builder()
                .setParseComments(true)
                .setCodePointLimit(Math.max(1, text.length()))
                .build();
        try {
            ParserImpl events = new ParserImpl(settings, new StreamReader(settings, text));
            while (events.hasNext()) {
                if (events.next() instanceof CommentEvent comment
                        && comment.getCommentType() != CommentType.BLANK_LINE) {
                    return true;
                }
            }
            return false;
        } catch (YamlEngineException e) {
            return false;
        }
    }
}
