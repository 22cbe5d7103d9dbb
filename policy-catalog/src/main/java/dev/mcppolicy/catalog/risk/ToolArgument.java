package dev.mcppolicy.catalog.risk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An argument that an input schema names, at any depth.
 *
 * @param name its name; untrusted
 * @param words the words of the name, joined by underscores
 * @param isRequired whether the object that it is of has to have it
 * @param choices the texts that it may be, where only some are allowed; untrusted
 */
record ToolArgument(String name, String words, boolean isRequired, List<String> choices) {
    private static final List<String> SCHEMAS = List.of("items", "additionalProperties", "not", "if", "then", "else");
    private static final List<String> LISTS = List.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final List<String> TABLES = List.of("$defs", "definitions", "dependentSchemas");

    /** All that a schema names, each part of it looked at once. References are followed nowhere, their targets are parts. */
    static List<ToolArgument> of(@Nullable Object schema) {
        List<ToolArgument> found = new ArrayList<>();
        Deque<Map<?, ?>> left = new ArrayDeque<>();
        push(schema, left);
        while (!left.isEmpty()) {
            Map<?, ?> part = left.removeFirst();
            Set<Object> required = new HashSet<>(listOf(part.get("required")));
            if (part.get("properties") instanceof Map<?, ?> properties) {
                properties.forEach((name, value) -> {
                    String text = name.toString();
                    String words = String.join("_", NameWords.of(text));
                    found.add(new ToolArgument(text, words, required.contains(name), choices(value)));
                    push(value, left);
                });
            }
            TABLES.forEach(key -> {
                if (part.get(key) instanceof Map<?, ?> table) {
                    table.values().forEach(each -> push(each, left));
                }
            });
            SCHEMAS.forEach(key -> push(part.get(key), left));
            LISTS.forEach(key -> listOf(part.get(key)).forEach(each -> push(each, left)));
        }
        return found;
    }

    private static void push(@Nullable Object schema, Deque<Map<?, ?>> left) {
        if (schema instanceof Map<?, ?> part) {
            left.add(part);
        }
    }

    private static List<?> listOf(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static List<String> choices(@Nullable Object schema) {
        Set<String> choices = new LinkedHashSet<>();
        if (schema instanceof Map<?, ?> part) {
            addChoices(part, choices);
            addChoices(part.get("items"), choices);
            for (String key : List.of("anyOf", "oneOf")) {
                listOf(part.get(key)).forEach(each -> addChoices(each, choices));
            }
        }
        return List.copyOf(choices);
    }

    private static void addChoices(@Nullable Object schema, Set<String> choices) {
        if (schema instanceof Map<?, ?> part) {
            listOf(part.get("enum")).forEach(each -> addText(each, choices));
            addText(part.get("const"), choices);
        }
    }

    private static void addText(@Nullable Object value, Set<String> choices) {
        if (value instanceof String text) {
            choices.add(text);
        }
    }
}
