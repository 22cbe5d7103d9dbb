package dev.mcppolicy.catalog.risk;

import dev.mcppolicy.catalog.risk.RiskWords.Verb;
import dev.mcppolicy.format.data.DataDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the words that a class is told by. Every doubt is an error, since a word that is passed over is a risk unseen. */
final class RiskWordsReader {
    private static final String RESOURCE = "risk-words.yaml";
    private static final List<ToolClass> CLASSES =
            List.of(ToolClass.READ, ToolClass.WRITE, ToolClass.EXECUTE, ToolClass.DESTRUCTIVE, ToolClass.FINANCIAL);

    private RiskWordsReader() {}

    /** The words of this release. */
    static RiskWords standard() {
        try (InputStream in = Objects.requireNonNull(RiskWordsReader.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The words of a text.
     *
     * @throws IllegalArgumentException if something is wrong with it
     */
    static RiskWords parse(String text) {
        DataDocument document = DataDocument.parse(text, RESOURCE);
        if (!(document.value() instanceof Map<?, ?> top)) {
            throw new IllegalArgumentException(document.problems().toString());
        }
        Map<String, Verb> verbs = new HashMap<>();
        for (ToolClass each : CLASSES) {
            Map<?, ?> lists = object(top.get(each.id()), each.id());
            for (boolean alsoNoun : new boolean[] {false, true}) {
                for (Object word : list(lists.get(alsoNoun ? "also_nouns" : "acts"), each.id())) {
                    if (verbs.put(word.toString(), new Verb(each, alsoNoun)) != null) {
                        throw new IllegalArgumentException("`" + word + "` stands there twice");
                    }
                }
            }
        }
        return new RiskWords(String.valueOf(top.get("version")), verbs);
    }

    private static Map<?, ?> object(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> object) {
            return object;
        }
        throw new IllegalArgumentException("`" + name + "` is no object");
    }

    private static List<?> list(@Nullable Object value, String name) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("`" + name + "` lacks a list");
    }
}
