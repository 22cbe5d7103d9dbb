package dev.mcppolicy.tool;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one schema document: what its parts are, and where its references lead. What is not understood is
 * {@linkplain SchemaPlace#UNREAD unread}.
 */
final class SchemaReading {
    private static final int MOST_DIGITS = 9;
    private static final int LONGEST_REFERENCE = 1_000;

    private final Map<?, ?> document;
    /** Whether the document is of a dialect in which nothing counts beside a {@code $ref}. */
    private final boolean refStandsAlone;

    SchemaReading(Map<?, ?> document) {
        this.document = document;
        this.refStandsAlone =
                document.get("$schema") instanceof String dialect && dialect.contains("json-schema.org/draft-0");
    }

    /** The place of a part of the document. */
    SchemaPlace place(@Nullable Object part) {
        if (part instanceof Boolean all) {
            return all ? SchemaPlace.ANY : SchemaPlace.NEVER;
        }
        if (part instanceof Map<?, ?> schema && (part == document || !schema.containsKey("$id"))) {
            return new SchemaPlace.One(schema);
        }
        return SchemaPlace.UNREAD;
    }

    /** The keywords of a schema that count. */
    Map<?, ?> keywords(SchemaPlace.One place) {
        return standsAlone(place.schema()) ? Map.of() : place.schema();
    }

    private boolean standsAlone(Map<?, ?> schema) {
        return refStandsAlone && schema.get("$ref") instanceof String;
    }

    /** The other schemas that the same values are to match, by the keywords of one. */
    List<SchemaPlace> parts(SchemaPlace.One place) {
        Map<?, ?> schema = place.schema();
        List<SchemaPlace> parts = new ArrayList<>();
        if (schema.containsKey("$ref")) {
            parts.add(target(schema.get("$ref")));
            if (standsAlone(schema)) {
                return parts;
            }
        }
        if (schema.containsKey("$dynamicRef") || schema.containsKey("$recursiveRef")) {
            parts.add(SchemaPlace.UNREAD);
        }
        if (schema.get("allOf") instanceof List<?> all) {
            all.forEach(part -> parts.add(place(part)));
        }
        addOneOf(schema.get("anyOf"), parts);
        addOneOf(schema.get("oneOf"), parts);
        if (schema.containsKey("if")) {
            parts.add(SchemaPlace.any(List.of(
                    SchemaPlace.all(List.of(place(schema.get("if")), optional(schema, "then"))),
                    optional(schema, "else"))));
        }
        for (String keyword : List.of("dependentSchemas", "dependencies")) {
            if (schema.get(keyword) instanceof Map<?, ?> byName) {
                byName.values().stream()
                        .filter(part -> !(part instanceof List))
                        .forEach(part -> parts.add(SchemaPlace.any(List.of(SchemaPlace.ANY, place(part)))));
            }
        }
        return parts;
    }

    private SchemaPlace optional(Map<?, ?> schema, String keyword) {
        return schema.containsKey(keyword) ? place(schema.get(keyword)) : SchemaPlace.ANY;
    }

    private void addOneOf(@Nullable Object keyword, List<SchemaPlace> parts) {
        if (keyword instanceof List<?> list && !list.isEmpty()) {
            parts.add(SchemaPlace.any(list.stream().map(this::place).toList()));
        }
    }

    private SchemaPlace target(@Nullable Object reference) {
        if (!(reference instanceof String text) || text.length() > LONGEST_REFERENCE || text.contains("%")) {
            return SchemaPlace.UNREAD;
        }
        if (text.equals("#")) {
            return place(document);
        }
        if (!text.startsWith("#/")) {
            return SchemaPlace.UNREAD;
        }
        Object found = document;
        int begin = 2;
        while (begin <= text.length()) {
            int end = text.indexOf('/', begin);
            String step = text.substring(begin, end < 0 ? text.length() : end);
            found = inside(found, step.replace("~1", "/").replace("~0", "~"));
            begin = end < 0 ? text.length() + 1 : end + 1;
        }
        return place(found);
    }

    private @Nullable Object inside(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> map && (value == document || !map.containsKey("$id"))) {
            return map.get(name);
        }
        if (value instanceof List<?> list && isIndex(name)) {
            int index = Integer.parseInt(name);
            return index < list.size() ? list.get(index) : null;
        }
        return null;
    }

    private static boolean isIndex(String name) {
        return !name.isEmpty()
                && name.length() <= MOST_DIGITS
                && name.chars().allMatch(c -> c >= '0' && c <= '9')
                && (name.length() == 1 || name.charAt(0) != '0');
    }

    /** Whether a name matches one of {@code patternProperties}: cannot tell where a pattern is not understood. */
    static Truth matches(Object pattern, String name) {
        try {
            return Operator.REGEX.test(pattern).test(name);
        } catch (IllegalArgumentException e) {
            return Truth.CANNOT_TELL;
        }
    }

    static Map<?, ?> members(Map<?, ?> schema, String keyword) {
        return schema.get(keyword) instanceof Map<?, ?> members ? members : Map.of();
    }

    static boolean lists(@Nullable Object names, String name) {
        return names instanceof List<?> list && list.contains(name);
    }
}
