package dev.mcppolicy.testkit.report;

import dev.mcppolicy.format.problem.Location;
import dev.mcppolicy.format.problem.PolicyDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which lines of a policy's text are about which part. A part begins with its name, and the comment over it, and ends
 * where the next begins or where a line is set in less. Parts that begin on one line have their lines together.
 *
 * @param title what to call the lines
 * @param first the number of the first line
 * @param last the number of the last line
 */
record SectionLines(String title, int first, int last) {
    private static final int MOST_NAMES = 5;

    /** All lines of a document, in order and each once. */
    static List<SectionLines> of(List<String> lines, PolicyDocument document, Iterable<PolicyPart> parts) {
        TreeMap<Integer, List<PolicyPart>> starts = new TreeMap<>();
        for (PolicyPart part : parts) {
            document.location(part.pointer())
                    .ifPresent(at -> starts.computeIfAbsent(nameLine(lines, at), line -> new ArrayList<>())
                            .add(part));
        }
        List<SectionLines> sections = new ArrayList<>();
        int next = 1;
        for (Map.Entry<Integer, List<PolicyPart>> each : starts.entrySet()) {
            int first = Math.max(next, withComment(lines, each.getKey()));
            if (first > next) {
                sections.add(rest(next, first - 1));
            }
            Integer following = starts.higherKey(each.getKey());
            int last = following == null ? lines.size() : withComment(lines, following) - 1;
            last = Math.max(each.getKey(), lastSetIn(lines, each.getKey(), last));
            sections.add(new SectionLines(title(each.getValue()), first, last));
            next = last + 1;
        }
        if (next <= lines.size()) {
            sections.add(rest(next, lines.size()));
        }
        return sections;
    }

    private static SectionLines rest(int first, int last) {
        return new SectionLines(PolicyPart.REST.title(), first, last);
    }

    private static String title(List<PolicyPart> parts) {
        String names = parts.stream().limit(MOST_NAMES).map(PolicyPart::title).collect(Collectors.joining(", "));
        return parts.size() > MOST_NAMES ? names + " and " + (parts.size() - MOST_NAMES) + " more" : names;
    }

    /** The line of the name whose value stands at a place: in YAML often a line before. */
    private static int nameLine(List<String> lines, Location value) {
        int line = value.line();
        String text = line(lines, line);
        boolean isFirst =
                text.substring(0, Math.min(value.column() - 1, text.length())).isBlank();
        if (!isFirst) {
            return line;
        }
        int before = line - 1;
        while (before > 0 && (line(lines, before).isBlank() || isComment(line(lines, before)))) {
            before--;
        }
        return before > 0 ? before : line;
    }

    private static int withComment(List<String> lines, int first) {
        int line = first;
        while (line > 1
                && isComment(line(lines, line - 1))
                && indent(line(lines, line - 1)) == indent(line(lines, first))) {
            line--;
        }
        return line;
    }

    private static int lastSetIn(List<String> lines, int first, int last) {
        int indent = indent(line(lines, first));
        int line = first;
        while (line < last) {
            String next = line(lines, line + 1);
            if (!next.isBlank() && indent(next) < indent) {
                break;
            }
            line++;
        }
        return line;
    }

    private static String line(List<String> lines, int number) {
        return number <= lines.size() ? lines.get(number - 1) : "";
    }

    private static boolean isComment(String line) {
        return line.stripLeading().startsWith("#");
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }
}
