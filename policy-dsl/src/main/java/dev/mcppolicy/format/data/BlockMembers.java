package dev.mcppolicy.format.data;

import dev.mcppolicy.format.document.DocumentParser;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.ParsedDocument;
import dev.mcppolicy.format.document.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the members of an object stand that a YAML document has one below the other, so that another can be put between
 * them. Offsets are in UTF-16 units from the start of the text.
 *
 * @param indentation how far in their names stand
 * @param starts where the line of each begins, by their names, in document order; not empty
 * @param end where the line of what follows the object begins; the end of the text where nothing does
 * @param text the document
 */
public record BlockMembers(int indentation, Map<String, Integer> starts, int end, String text) {
    /**
     * The members of one of the objects in a document.
     *
     * @param text the document, which can be read
     * @param name the object's name in the document
     * @return the members; empty where there are none, or they do not each stand on lines of their own
     */
    public static Optional<BlockMembers> of(String text, String name) {
        ParsedDocument document = new ParsedDocument(name, text);
        if (DocumentParser.looksLikeJson(text)
                || !(DocumentParser.parse(document, new Problems(document)) instanceof ObjectNode root)) {
            return Optional.empty();
        }
        ObjectNode.Member member = root.find(name);
        Node value = member == null ? null : member.value();
        if (!(value instanceof ObjectNode object) || object.members().isEmpty()) {
            return Optional.empty();
        }
        int end = text.length();
        for (ObjectNode.Member other : root.members()) {
            int start = lineStart(text, other.offset(document));
            if (other.offset(document) > value.offset() && start < end) {
                end = start;
            }
        }
        Map<String, Integer> starts = new LinkedHashMap<>();
        int indentation = -1;
        for (ObjectNode.Member each : object.members()) {
            int offset = each.offset(document);
            int start = lineStart(text, offset);
            boolean isFirstOnLine = text.substring(start, offset).isBlank();
            if (!isFirstOnLine || (indentation >= 0 && indentation != offset - start)) {
                return Optional.empty();
            }
            indentation = offset - start;
            starts.put(each.name(), start);
        }
        return Optional.of(new BlockMembers(indentation, starts, end, text));
    }

    /** Where a member can be put before all others: below the name of the object. */
    public int first() {
        return contentEnd(0, starts.values().iterator().next());
    }

    /**
     * Where a member can be put right after another, and before the comments of the next.
     *
     * @param name the name of one of the members
     */
    public int after(String name) {
        boolean isPassed = false;
        int start = starts.getOrDefault(name, 0);
        for (Map.Entry<String, Integer> each : starts.entrySet()) {
            if (isPassed) {
                return contentEnd(start, each.getValue());
            }
            isPassed = each.getKey().equals(name);
        }
        return contentEnd(start, end);
    }

    /** Where the last line ends that is neither empty nor a comment nor the document's end, its line break included. */
    private int contentEnd(int from, int to) {
        int at = to;
        while (at > from) {
            int start = lineStart(text, at - 1);
            String line = text.substring(start, at).strip();
            if (!line.isEmpty() && !line.startsWith("#") && !line.equals("...")) {
                return at;
            }
            at = start;
        }
        return to;
    }

    /** Where the line begins that a character stands in; a line break belongs to the line that it ends. */
    private static int lineStart(String text, int offset) {
        int at = offset;
        while (at > 0 && text.charAt(at - 1) != '\n') {
            at--;
        }
        return at;
    }
}
