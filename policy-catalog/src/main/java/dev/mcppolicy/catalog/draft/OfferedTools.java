package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.catalog.risk.ToolClassifier;
import dev.mcppolicy.model.NamePattern;
import dev.mcppolicy.text.VisibleText;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server offers, sorted out for a draft.
 *
 * @param tools the tools that a policy can name, the most dangerous first
 * @param names the names of all tools, of those too that are left out
 * @param leftOut a line, escaped, for each tool that is left out, which a policy that denies by default denies
 */
record OfferedTools(List<OfferedTool> tools, Set<String> names, List<String> leftOut) {
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_SHOWN = 80;

    static OfferedTools of(ServerTools offered, ToolClassifier classifier) {
        Map<String, ToolDefinition> once = new LinkedHashMap<>();
        Set<String> repeated = new LinkedHashSet<>();
        for (ToolDefinition tool : offered.definitions()) {
            if (once.put(tool.name(), tool) != null) {
                repeated.add(tool.name());
            }
        }
        List<OfferedTool> tools = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        once.forEach((name, tool) -> {
            String reason = repeated.contains(name) ? "two tools are called so" : unnameable(name);
            if (reason != null) {
                leftOut.add("`" + VisibleText.of(name, LONGEST_SHOWN) + "` is left out: " + reason);
                return;
            }
            tools.add(new OfferedTool(
                    tool,
                    classifier.classify(tool),
                    ArgumentSchema.ofTool(tool.members().get("inputSchema"))));
        });
        tools.sort(OfferedTool.BY_RISK);
        return new OfferedTools(List.copyOf(tools), Set.copyOf(once.keySet()), List.copyOf(leftOut));
    }

    private static @Nullable String unnameable(String name) {
        if (name.length() > LONGEST_NAME) {
            return "its name has more than " + LONGEST_NAME + " characters";
        }
        if (NamePattern.isPattern(name)) {
            return "a `*` in its name would be a pattern";
        }
        boolean isText = name.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        return isText ? null : "its name is no text";
    }
}
