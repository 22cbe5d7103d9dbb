package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.problem.Quoted;
import dev.mcppolicy.text.VisibleText;
import org.jspecify.annotations.Nullable;

/** Looks at the names of tools for what an author cannot see or did not mean. */
final class ToolNames {
    private ToolNames() {}

    /** Checks the name of a tool under {@code tools}. */
    static void checkListed(ObjectNode.Member tool, ObjectNode tools, @Nullable String globHelp, Problems problems) {
        if (!isOrdinary(tool.name())) {
            int offset = tool.offset(problems.document());
            check(tool.name(), offset, tools.pointerTo(tool.name()), globHelp, problems);
        }
    }

    /** Checks a tool's name at a place; an empty one is an error. */
    static void check(String name, int offset, String pointer, @Nullable String globHelp, Problems problems) {
        if (name.isEmpty()) {
            problems.report(Diagnostic.EMPTY_NAME, offset, pointer, null, "a tool's name");
            return;
        }
        name.codePoints()
                .filter(c -> c > 0x7e || c < ' ')
                .findFirst()
                .ifPresent(c -> problems.report(
                        !VisibleText.shows(c) ? Diagnostic.INVISIBLE_CHARACTER : Diagnostic.CONFUSABLE_CHARACTER,
                        offset,
                        pointer,
                        null,
                        Quoted.of(name),
                        describe(c)));
        if (name.startsWith(" ") || name.endsWith(" ")) {
            problems.report(Diagnostic.INVISIBLE_CHARACTER, offset, pointer, null, Quoted.of(name), describe(' '));
        }
        if (name.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{')) {
            problems.report(Diagnostic.GLOB_NAME, offset, pointer, globHelp, Quoted.of(name));
        }
    }

    /** Whether nothing is to be said of a name: only letters, digits and marks of ASCII that stand in no pattern. */
    private static boolean isOrdinary(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c > 0x7e || c == '*' || c == '?' || c == '[' || c == '{') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static String describe(int c) {
        String name = Character.getName(c);
        return VisibleText.escape(c) + (name == null ? "" : " " + name);
    }
}
