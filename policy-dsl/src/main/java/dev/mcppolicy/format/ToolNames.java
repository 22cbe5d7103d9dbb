package dev.mcppolicy.format;

import org.jspecify.annotations.Nullable;

/** Looks at the names of tools for what an author cannot see or did not mean. */
final class ToolNames {
    private ToolNames() {}

    /** Whether the name can be a tool's; an empty one is reported. */
    static boolean check(String name, int offset, String pointer, @Nullable String globHelp, Problems problems) {
        if (name.isEmpty()) {
            problems.report(Diagnostic.EMPTY_NAME, offset, pointer, null, "a tool's name");
            return false;
        }
        name.codePoints()
                .filter(c -> c > 0x7e || c < ' ')
                .findFirst()
                .ifPresent(c -> problems.report(
                        Quoted.isInvisible(c) ? Diagnostic.INVISIBLE_CHARACTER : Diagnostic.CONFUSABLE_CHARACTER,
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
        return true;
    }

    private static String describe(int c) {
        String name = Character.getName(c);
        return Quoted.escape(c) + (name == null ? "" : " " + name);
    }
}
