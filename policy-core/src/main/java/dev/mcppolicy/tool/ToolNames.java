package dev.mcppolicy.tool;

import dev.mcppolicy.text.VisibleText;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names from servers and policies, as they are shown to people. */
final class ToolNames {
    private static final int LONGEST = 128;
    private static final int MOST = 8;

    private ToolNames() {}

    /** A name, fit to be shown. */
    static String shown(String name) {
        return "`" + VisibleText.of(name, LONGEST) + "`";
    }

    /** Some names, fit to be shown; of many the first, and how many others there are. */
    static String listed(Collection<String> names) {
        String listed = names.stream().limit(MOST).map(ToolNames::shown).collect(Collectors.joining(", "));
        int others = names.size() - MOST;
        return others > 0 ? listed + " and " + others + " more" : listed;
    }
}
