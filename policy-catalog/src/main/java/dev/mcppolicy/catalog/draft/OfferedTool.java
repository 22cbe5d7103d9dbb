package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.catalog.risk.ToolClass;
import dev.mcppolicy.catalog.risk.ToolRisk;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A tool that a policy can name.
 *
 * @param definition what the server says of it; untrusted
 * @param risk what a call of it can do
 * @param arguments its arguments; untrusted
 */
record OfferedTool(ToolDefinition definition, ToolRisk risk, List<ArgumentSchema> arguments) {
    private static final Map<ToolClass, Integer> ORDER = Map.of(
            ToolClass.FINANCIAL, 0,
            ToolClass.DESTRUCTIVE, 1,
            ToolClass.EXECUTE, 2,
            ToolClass.UNKNOWN, 3,
            ToolClass.WRITE, 4,
            ToolClass.READ, 5);

    /** The order of a draft: what is most dangerous first, and of one class by name. */
    static final Comparator<OfferedTool> BY_RISK = Comparator.comparingInt(OfferedTool::order)
            .thenComparing(tool -> tool.definition().name());

    String name() {
        return definition.name();
    }

    ToolClass toolClass() {
        return risk.toolClass();
    }

    /** Where tools of this class stand in a draft, from the top. */
    int order() {
        return ORDER.getOrDefault(toolClass(), 0);
    }
}
