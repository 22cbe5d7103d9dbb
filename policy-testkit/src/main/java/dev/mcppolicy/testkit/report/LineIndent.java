package dev.mcppolicy.testkit.report;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How far the text of a line is set in, so that a browser begins the rest of a long line no further left. */
final class LineIndent {
    private static final int DEEPEST = 60;
    private static final int TAB = 4;

    private LineIndent() {}

    /** The class of a line: by white space, and by the dashes of lists, before its first word. */
    static String style(String line) {
        int indent = 0;
        int i = 0;
        while (i < line.length() && isBeforeText(line, i)) {
            indent += line.charAt(i) == '\t' ? TAB : 1;
            i++;
        }
        return "i" + Math.min(indent, DEEPEST);
    }

    private static boolean isBeforeText(String line, int i) {
        char c = line.charAt(i);
        return c == ' ' || c == '\t' || (c == '-' && i + 1 < line.length() && line.charAt(i + 1) == ' ');
    }

    /** The style of each class. */
    static String rules() {
        return IntStream.rangeClosed(1, DEEPEST)
                .mapToObj(indent -> ".i" + indent + " { --indent: " + indent + "; }\n")
                .collect(Collectors.joining());
    }
}
