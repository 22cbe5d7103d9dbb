package dev.mcppolicy.format.document;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The marks by which a draft asks a person to look: a line of YAML that ends with {@code # draft}, with
 * {@code # draft: why} or with {@code # new since 2026-01-15}. A line within text of several lines counts too: a mark too
 * many is taken for one, and none is missed.
 */
public final class DraftMarks {
    private static final String DRAFT = "draft";
    private static final List<String> WITH_MORE = List.of("draft:", "new since ");
    private static final int SHOWN_LINES = 10;

    private DraftMarks() {}

    /** Warns of the marks that are left in a document, if there are any. */
    public static void report(ParsedDocument document, Problems problems) {
        if (DocumentParser.looksLikeJson(document.text())) {
            return;
        }
        List<Integer> offsets = new ArrayList<>();
        String text = document.text();
        for (int at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
            boolean isComment = at == 0 || " \t\r\n".indexOf(text.charAt(at - 1)) >= 0;
            if (isComment && isMark(text, at + 1)) {
                offsets.add(at);
                at = text.indexOf('\n', at);
                if (at < 0) {
                    break;
                }
            }
        }
        if (!offsets.isEmpty()) {
            problems.report(
                    Diagnostic.DRAFT_MARK,
                    offsets.get(0),
                    "",
                    "look at what it marks, and take it away",
                    offsets.size() == 1 ? "1 mark of a draft is" : offsets.size() + " marks of a draft are",
                    lines(offsets, document));
        }
    }

    /** Whether what follows a number sign, up to the end of its line, is a mark. */
    private static boolean isMark(String text, int from) {
        int start = afterSpaces(text, from);
        if (WITH_MORE.stream().anyMatch(word -> text.startsWith(word, start))) {
            return true;
        }
        int end = afterSpaces(text, start + DRAFT.length());
        return text.startsWith(DRAFT, start) && (end == text.length() || "\r\n".indexOf(text.charAt(end)) >= 0);
    }

    private static int afterSpaces(String text, int from) {
        int at = Math.min(from, text.length());
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static String lines(List<Integer> offsets, ParsedDocument document) {
        String shown = offsets.stream()
                .limit(SHOWN_LINES)
                .map(offset -> Integer.toString(document.locationOf(offset).line()))
                .collect(Collectors.joining(", "));
        return (offsets.size() == 1 ? "line " : "lines ")
                + shown
                + (offsets.size() > SHOWN_LINES ? " and " + (offsets.size() - SHOWN_LINES) + " more" : "");
    }
}
