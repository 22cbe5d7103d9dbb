package dev.mcppolicy.catalog.draft;

import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tool as its server defines it, but for what rules of its policy say too. A rule that repeats the schema is there for
 * calls that the schema does not admit, and tests of it need such calls.
 */
final class LooseDefinition {
    private static final Set<String> REPEATED = Set.of(
            "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "$ref", "anyOf", "oneOf");
    private static final String SCHEMA = "inputSchema";
    private static final String PROPERTIES = "properties";

    private LooseDefinition() {}

    /** The definition without what some rules say of its arguments; itself where they say nothing. */
    static ToolDefinition of(OfferedTool tool, List<Rule> rules) {
        Set<String> compared = new HashSet<>();
        rules.forEach(rule -> rule.comparisons().stream()
                .map(Condition.Comparison::path)
                .forEach(path -> compared.add(path.toString())));
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        for (ArgumentSchema argument : tool.arguments()) {
            if (compared.contains(ArgumentRules.path(argument.name()).toString())) {
                changed.put(argument.name(), loosened(argument));
            }
        }
        Map<String, @Nullable Object> members =
                new LinkedHashMap<>(tool.definition().members());
        if (changed.isEmpty() || !(members.get(SCHEMA) instanceof Map<?, ?> schema)) {
            return tool.definition();
        }
        Map<Object, @Nullable Object> inner = new LinkedHashMap<>(schema);
        Map<Object, @Nullable Object> properties = new LinkedHashMap<>((Map<?, ?>) schema.get(PROPERTIES));
        properties.putAll(changed);
        inner.put(PROPERTIES, properties);
        members.put(SCHEMA, inner);
        return ToolDefinition.of(members);
    }

    private static Map<String, @Nullable Object> loosened(ArgumentSchema argument) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>(argument.keywords());
        kept.keySet().removeAll(REPEATED);
        List<Object> types = new ArrayList<>(argument.types());
        if (argument.admitsNull() && !types.isEmpty()) {
            types.add("null");
        }
        if (!types.isEmpty()) {
            kept.put("type", types);
        }
        return kept;
    }
}
