package dev.mcppolicy.tool;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server says that it offers: all pages of its {@code tools/list}, and the instructions that it gives to models.
 * Untrusted, and to be escaped before it is shown.
 *
 * @param definitions the tools in the order in which they were sent; two may have one name
 * @param instructions what the server tells models of itself, or null where it says nothing or was not asked
 */
public record ServerTools(
        List<ToolDefinition> definitions, @Nullable String instructions) {
    /** Copies the definitions. */
    public ServerTools {
        definitions = List.copyOf(definitions);
    }

    /**
     * Tools of a server that says nothing of itself.
     *
     * @param definitions the tools
     * @return what it offers
     */
    public static ServerTools of(Collection<ToolDefinition> definitions) {
        return new ServerTools(List.copyOf(definitions), null);
    }

    /**
     * The names of the tools.
     *
     * @return an unmodifiable set in the order of the definitions
     */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        definitions.forEach(tool -> names.add(tool.name()));
        return Collections.unmodifiableSet(names);
    }
}
