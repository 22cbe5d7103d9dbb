package dev.mcppolicy.format.problem;

import dev.mcppolicy.text.VisibleText;
import java.util.List;

/**
 * Shows problems to a person: each with the line it means and a caret under the place, in colour or plain.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class ProblemRenderer {
    private static final String RED = "\u001b[1;31m";
    private static final String YELLOW = "\u001b[1;33m";
    private static final String BLUE = "\u001b[1;34m";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String CYAN = "\u001b[36m";
    private static final String RESET = "\u001b[0m";
    /** The most characters of a line that are shown. */
    private static final int WIDTH = 120;

    private static final int BEFORE_CARET = 60;

    private final boolean coloured;

    private ProblemRenderer(boolean coloured) {
        this.coloured = coloured;
    }

    /**
     * A renderer of plain text.
     *
     * @return the renderer
     */
    public static ProblemRenderer plain() {
        return new ProblemRenderer(false);
    }

    /**
     * A renderer for a terminal that knows ANSI colours.
     *
     * @return the renderer
     */
    public static ProblemRenderer coloured() {
        return new ProblemRenderer(true);
    }

    /**
     * All problems, with an empty line between them.
     *
     * @param problems the problems of one document
     * @param document the document
     * @return lines with {@code \n} at their ends; empty without problems
     */
    public String render(List<PolicyProblem> problems, PolicyDocument document) {
        StringBuilder out = new StringBuilder();
        for (PolicyProblem problem : problems) {
            if (out.length() > 0) {
                out.append('\n');
            }
            out.append(render(problem, document));
        }
        return out.toString();
    }

    /**
     * One problem.
     *
     * @param problem the problem
     * @param document the document that it is of
     * @return lines with {@code \n} at their ends
     */
    public String render(PolicyProblem problem, PolicyDocument document) {
        String colour = colour(problem.severity());
        StringBuilder out = new StringBuilder();
        out.append(paint(colour, problem.severity().id() + "[" + problem.code() + "]"))
                .append(paint(BOLD, ": " + problem.message()))
                .append('\n')
                .append(paint(DIM, "  --> "))
                .append(VisibleText.of(problem.file()));
        if (problem.line() > 0) {
            out.append(':').append(problem.line()).append(':').append(problem.column());
        }
        if (!problem.pointer().isEmpty()) {
            out.append(paint(DIM, "  " + VisibleText.of(problem.pointer())));
        }
        out.append('\n');
        document.line(problem.line()).ifPresent(line -> appendLine(problem, line, colour, out));
        if (problem.help() != null) {
            out.append(paint(CYAN, "  help: ")).append(problem.help()).append('\n');
        }
        return out.toString();
    }

    private static String colour(Severity severity) {
        return switch (severity) {
            case ERROR -> RED;
            case WARNING -> YELLOW;
            case NOTE -> BLUE;
        };
    }

    private void appendLine(PolicyProblem problem, String line, String colour, StringBuilder out) {
        int at = Math.min(problem.column() - 1, line.length());
        int from = Math.max(0, at - BEFORE_CARET);
        int to = Math.min(line.length(), from + WIDTH);
        String number = Integer.toString(problem.line());
        String before = shown(line.substring(from, at));
        out.append(paint(DIM, number + " | "))
                .append(before)
                .append(shown(line.substring(at, to)))
                .append('\n')
                .append(" ".repeat(number.length()))
                .append(paint(DIM, " | "))
                .append(" ".repeat(before.codePointCount(0, before.length())))
                .append(paint(colour, "^"))
                .append('\n');
    }

    /** A tab is shown as a space, so that the caret stands where it should. */
    private static String shown(String text) {
        return VisibleText.of(text.replace('\t', ' '));
    }

    private String paint(String colour, String text) {
        return coloured ? colour + text + RESET : text;
    }
}
