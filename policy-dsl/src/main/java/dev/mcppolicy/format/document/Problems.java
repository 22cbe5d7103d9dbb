package dev.mcppolicy.format.document;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyProblem;
import dev.mcppolicy.format.problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one document. */
public final class Problems {
    /** Beyond this many problems nobody reads suggestions, and looking for them would take time. */
    private static final int MOST_SUGGESTIONS = 100;

    private static final String UNREADABLE_HELP = "a defect of the reader; report it with the document";

    private final ParsedDocument document;
    private final List<PolicyProblem> found = new ArrayList<>();
    private boolean errors;

    public Problems(ParsedDocument document) {
        this.document = document;
    }

    public ParsedDocument document() {
        return document;
    }

    public boolean hasErrors() {
        return errors;
    }

    public boolean suggests() {
        return found.size() < MOST_SUGGESTIONS;
    }

    /** A problem of a value. */
    public void report(Diagnostic diagnostic, Node node, @Nullable String help, Object... parts) {
        report(diagnostic, node.offset(), node.pointer(), help, parts);
    }

    /** A problem of a member's name. */
    public void reportName(
            Diagnostic diagnostic,
            ObjectNode object,
            ObjectNode.Member member,
            @Nullable String help,
            Object... parts) {
        report(diagnostic, member.offset(document), object.pointerTo(member.name()), help, parts);
    }

    /** A problem at a place of the text. */
    public void report(Diagnostic diagnostic, int offset, String pointer, @Nullable String help, Object... parts) {
        Location place = document.locationOf(offset);
        add(diagnostic, place.line(), place.column(), pointer, help, parts);
    }

    /** A problem of the whole document, which has no place. */
    public void reportWhole(Diagnostic diagnostic, @Nullable String help, Object... parts) {
        add(diagnostic, 0, 0, "", help, parts);
    }

    /** Reads a part of the document. What its reader throws, which is no mistake of the author's, is a problem of the part. */
    public void reading(Node part, Runnable reader) {
        try {
            reader.run();
        } catch (RuntimeException | StackOverflowError e) {
            report(
                    Diagnostic.UNREADABLE_PART,
                    part,
                    UNREADABLE_HELP,
                    e.getClass().getSimpleName());
        }
    }

    /** What reading the whole document threw. */
    public void reportFailure(Throwable failure) {
        reportWhole(
                Diagnostic.UNREADABLE_PART, UNREADABLE_HELP, failure.getClass().getSimpleName());
    }

    /** A file whose text could not be had. */
    public void reportUnread(Diagnostic failure, FileText.Content content) {
        if (failure == Diagnostic.NOT_UTF_8) {
            reportWhole(failure, "save the file as UTF-8");
        } else {
            reportWhole(failure, null, content.reason());
        }
    }

    private void add(
            Diagnostic diagnostic, int line, int column, String pointer, @Nullable String help, Object... parts) {
        errors |= diagnostic.severity() == Severity.ERROR;
        found.add(new PolicyProblem(
                diagnostic.severity(),
                diagnostic.code(),
                document.name(),
                line,
                column,
                pointer,
                diagnostic.message(parts),
                help));
    }

    /** The problems in document order, each once. */
    public List<PolicyProblem> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(PolicyProblem::line).thenComparingInt(PolicyProblem::column))
                .distinct()
                .toList();
    }
}
