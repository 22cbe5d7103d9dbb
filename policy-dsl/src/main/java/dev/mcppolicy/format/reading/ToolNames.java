package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.Quoted;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.text.VisibleText;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the names of tools for what an author cannot see or did not mean. */
final class ToolNames {
    /** Small letters of Cyrillic, then of Greek, and below each the Latin one that it looks like. */
    private static final String LIKE_LATIN =
            "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
                    + "\u03bf\u03bd\u03b1\u03b9\u03ba\u03c1\u03c5\u03c7";

    private static final String LATIN = "aeopcyxijshdqw" + "ovaikpux";

    private ToolNames() {}

    /**
     * Checks the name of a tool under {@code tools}; an empty one and a pattern are errors.
     *
     * @param patternHelp where rules for several tools stand in this format
     */
    static void checkListed(ObjectNode.Member tool, ObjectNode tools, String patternHelp, Problems problems) {
        if (isOrdinary(tool.name())) {
            return;
        }
        int offset = tool.offset(problems.document());
        String pointer = tools.pointerTo(tool.name());
        if (NamePattern.isPattern(tool.name())) {
            problems.report(Diagnostic.PATTERN_TOOL, offset, pointer, patternHelp, Quoted.of(tool.name()));
        } else {
            check(tool.name(), offset, pointer, problems);
        }
    }

    /** Whether an entry of {@code hide} is a name or a pattern; an empty one and one of several stars are errors. */
    static boolean checkHidden(String entry, Node node, Problems problems) {
        if (isOrdinary(entry) || entry.equals("*")) {
            return true;
        }
        if (NamePattern.isAll(entry)) {
            problems.report(Diagnostic.STARS_ALONE, node, "write `*`", Quoted.of(entry));
            return false;
        }
        check(entry, node.offset(), node.pointer(), problems);
        return !entry.isEmpty();
    }

    /**
     * Whether an entry of a group is a name or a pattern; an empty one and one of stars alone are errors.
     *
     * @param everyToolHelp where the rules for every tool stand in this format
     */
    static boolean checkGrouped(String entry, Node node, String everyToolHelp, Problems problems) {
        if (isOrdinary(entry)) {
            return true;
        }
        if (NamePattern.isAll(entry)) {
            problems.report(Diagnostic.STARS_ALONE, node, everyToolHelp, Quoted.of(entry));
            return false;
        }
        check(entry, node.offset(), node.pointer(), problems);
        return !entry.isEmpty();
    }

    private static void check(String name, int offset, String pointer, Problems problems) {
        if (name.isEmpty()) {
            problems.report(Diagnostic.EMPTY_NAME, offset, pointer, null, "a tool's name");
            return;
        }
        int odd = name.codePoints()
                .filter(c -> c > 0x7e || c < ' ')
                .findFirst()
                .orElse(name.startsWith(" ") || name.endsWith(" ") ? ' ' : -1);
        if (odd >= 0) {
            boolean isUnseen = odd == ' ' || !VisibleText.shows(odd);
            problems.report(
                    isUnseen ? Diagnostic.INVISIBLE_CHARACTER : Diagnostic.CONFUSABLE_CHARACTER,
                    offset,
                    pointer,
                    null,
                    Quoted.of(name),
                    describe(odd));
            return;
        }
        name.codePoints()
                .filter(c -> c != '*' && !isOfNames(c))
                .findFirst()
                .ifPresent(c -> problems.report(
                        isOfGlobs(c) ? Diagnostic.GLOB_NAME : Diagnostic.ODD_CHARACTER,
                        offset,
                        pointer,
                        isOfGlobs(c) ? "only a `*` in `hide` or in a group stands for any characters" : null,
                        Quoted.of(name),
                        Character.toString(c)));
    }

    /** Warns of tools whose names differ in case alone, or look alike; servers tell them apart. */
    static void compare(ObjectNode tools, Problems problems) {
        Map<String, String> folded = new HashMap<>();
        for (ObjectNode.Member tool : tools.members()) {
            String other = folded.putIfAbsent(skeleton(tool.name()), tool.name());
            if (other != null && !other.equals(tool.name())) {
                problems.reportName(
                        other.equalsIgnoreCase(tool.name()) ? Diagnostic.SIMILAR_NAMES : Diagnostic.CONFUSABLE_NAMES,
                        tools,
                        tool,
                        "write the name as the server does",
                        Quoted.of(tool.name()),
                        Quoted.of(other));
            }
        }
    }

    /** The names under {@code tools}, each by what those that look like it have in common. */
    static Map<String, String> folded(@Nullable ObjectNode tools) {
        Map<String, String> folded = new HashMap<>();
        if (tools != null) {
            tools.members().forEach(tool -> folded.put(skeleton(tool.name()), tool.name()));
        }
        return folded;
    }

    /**
     * Warns of names in a group that differ from those before them in case alone, or look like them.
     *
     * @param folded the names before them, to which these are added
     */
    static void compareGrouped(List<Node> grouped, Map<String, String> folded, Problems problems) {
        for (Node element : grouped) {
            String name = String.valueOf(element.json());
            String other = folded.putIfAbsent(skeleton(name), name);
            if (other != null && !other.equals(name)) {
                problems.report(
                        other.equalsIgnoreCase(name) ? Diagnostic.SIMILAR_NAMES : Diagnostic.CONFUSABLE_NAMES,
                        element,
                        "write the name as the server does",
                        Quoted.of(name),
                        Quoted.of(other));
            }
        }
    }

    /**
     * What names that look alike have in common: compatible characters are one, as are the letters of Cyrillic and Greek
     * with the Latin ones of the same shape, and what shows nothing is left out.
     */
    private static String skeleton(String name) {
        if (isOrdinary(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        StringBuilder skeleton = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(c -> c != ' ' && VisibleText.shows(c))
                .map(c -> {
                    int at = LIKE_LATIN.indexOf(c);
                    return at < 0 ? c : LATIN.charAt(at);
                })
                .forEach(skeleton::appendCodePoint);
        return skeleton.toString();
    }

    /** Whether nothing is to be said of a name. */
    private static boolean isOrdinary(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isOfNames(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** The characters that names of tools are made of; the slash was one in early drafts of the protocol. */
    private static boolean isOfNames(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.'
                || c == '/';
    }

    private static boolean isOfGlobs(int c) {
        return c == '?' || c == '[' || c == ']' || c == '{' || c == '}';
    }

    private static String describe(int c) {
        String name = Character.getName(c);
        return VisibleText.escape(c) + (name == null ? "" : " " + name);
    }
}
