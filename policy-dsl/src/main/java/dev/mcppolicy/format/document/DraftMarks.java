package dev.mcppolicy.format.document;

import dev.mcppolicy.format.document.YamlComments.Comment;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The comments by which a draft marks what a person is to look at: {@code # draft}, {@code # draft: why} and
 * {@code # new since 2026-01-15}, each the whole of a comment.
 */
public final class DraftMarks {
    private static final String DRAFT = "draft";
    private static final String DRAFT_OF = "draft:";
    private static final String NEW = "new since ";
    private static final int SHOWN_LINES = 10;

    private DraftMarks() {}

    /** Warns of the marks that are left in a document, if there are any. */
    public static void report(ParsedDocument document, Problems problems) {
        String text = document.text();
        if (!text.contains(DRAFT) && !text.contains(NEW)) {
            return;
        }
        List<Comment> marks = YamlComments.of(text).stream()
                .filter(comment -> isMark(comment.text()))
                .toList();
        if (!marks.isEmpty()) {
            problems.report(
                    Diagnostic.DRAFT_MARK,
                    marks.get(0).offset(),
                    "",
                    "look at what it marks, and take it away",
                    marks.size() == 1 ? "1 mark of a draft is" : marks.size() + " marks of a draft are",
                    lines(marks));
        }
    }

    private static boolean isMark(String comment) {
        return comment.equals(DRAFT) || comment.startsWith(DRAFT_OF) || comment.startsWith(NEW);
    }

    private static String lines(List<Comment> marks) {
        String shown = marks.stream()
                .limit(SHOWN_LINES)
                .map(mark -> Integer.toString(mark.line()))
                .collect(Collectors.joining(", "));
        return (marks.size() == 1 ? "line " : "lines ")
                + shown
                + (marks.size() > SHOWN_LINES ? " and " + (marks.size() - SHOWN_LINES) + " more" : "");
    }
}
