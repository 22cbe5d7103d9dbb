package dev.mcppolicy.catalog.draft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a tool's schema says of one argument in words that a draft can use: what demands something of every value that is
 * not null. What is said in any other way is left alone, so that a rule made of it never asks for more than the schema.
 *
 * @param name the argument's name; untrusted
 * @param isRequired whether the schema demands it
 * @param admitsNull whether null may stand there
 * @param keywords the keywords that hold of every value but null; untrusted
 */
record ArgumentSchema(String name, boolean isRequired, boolean admitsNull, Map<String, @Nullable Object> keywords) {
    private static final int MOST_STEPS = 8;
    private static final String NULL = "null";
    private static final List<String> ALTERNATIVES = List.of("anyOf", "oneOf");

    /** The arguments of a tool by its input schema, in the order of the schema; none of what is no schema. */
    static List<ArgumentSchema> ofTool(@Nullable Object inputSchema) {
        if (!(inputSchema instanceof Map<?, ?> root) || !(root.get("properties") instanceof Map<?, ?> properties)) {
            return List.of();
        }
        Set<Object> required = root.get("required") instanceof List<?> names ? Set.copyOf(present(names)) : Set.of();
        List<ArgumentSchema> arguments = new ArrayList<>();
        properties.forEach((name, schema) -> {
            Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
            boolean admitsNull = gather(schema, root, keywords, MOST_STEPS);
            arguments.add(new ArgumentSchema(String.valueOf(name), required.contains(name), admitsNull, keywords));
        });
        return arguments;
    }

    /** Adds the keywords of a schema and of what it stands for, and says whether it admits null. */
    private static boolean gather(
            @Nullable Object schema, Map<?, ?> root, Map<String, @Nullable Object> keywords, int steps) {
        if (!(schema instanceof Map<?, ?> own)) {
            return !Boolean.FALSE.equals(schema);
        }
        if (steps == 0) {
            return true;
        }
        boolean admitsNull =
                !(own.containsKey("type") && !typesOf(own.get("type")).contains(NULL))
                        && !(own.get("enum") instanceof List<?> values && !values.contains(null));
        if (own.get("$ref") instanceof String reference) {
            admitsNull &= gather(target(reference, root), root, keywords, steps - 1);
        }
        for (String key : ALTERNATIVES) {
            if (own.get(key) instanceof List<?> alternatives) {
                List<?> others =
                        alternatives.stream().filter(each -> !isNull(each)).toList();
                boolean hasNull = others.size() < alternatives.size();
                if (others.size() == 1) {
                    boolean otherAdmits = gather(others.get(0), root, keywords, steps - 1);
                    admitsNull &= hasNull || otherAdmits;
                }
            }
        }
        own.forEach((key, value) -> keywords.put(String.valueOf(key), value));
        return admitsNull || Boolean.TRUE.equals(own.get("nullable"));
    }

    private static boolean isNull(@Nullable Object schema) {
        return schema instanceof Map<?, ?> map && typesOf(map.get("type")).equals(Set.of(NULL));
    }

    /** Where a reference within the document leads, one name below the definitions; null for every other. */
    private static @Nullable Object target(String reference, Map<?, ?> root) {
        for (String place : List.of("$defs", "definitions")) {
            String start = "#/" + place + "/";
            if (reference.startsWith(start) && root.get(place) instanceof Map<?, ?> definitions) {
                return definitions.get(
                        reference.substring(start.length()).replace("~1", "/").replace("~0", "~"));
            }
        }
        return Map.of();
    }

    private static Set<String> typesOf(@Nullable Object type) {
        Set<String> types = new TreeSet<>();
        if (type instanceof String one) {
            types.add(one);
        } else if (type instanceof List<?> some) {
            present(some).forEach(each -> types.add(String.valueOf(each)));
        }
        return types;
    }

    private static List<Object> present(List<?> list) {
        List<Object> there = new ArrayList<>();
        for (Object each : list) {
            if (each != null) {
                there.add(each);
            }
        }
        return there;
    }

    /** The types of the values but for null; none where the schema does not say. */
    Set<String> types() {
        Set<String> types = typesOf(keywords.get("type"));
        types.remove(NULL);
        return types;
    }

    boolean isText() {
        return types().equals(Set.of("string"));
    }

    boolean isNumber() {
        Set<String> types = types();
        return !types.isEmpty() && Set.of("integer", "number").containsAll(types);
    }

    boolean hasDefault() {
        return keywords.containsKey("default");
    }

    /** Whether a call that is meant well may have nothing there. */
    boolean mayBeMissing() {
        return !isRequired || hasDefault() || admitsNull;
    }

    /** The values that there are, but for null; none where the schema does not name them. */
    List<Object> values() {
        if (keywords.get("enum") instanceof List<?> values) {
            return present(values);
        }
        Object only = keywords.get("const");
        return only == null ? List.of() : List.of(only);
    }

    /** A keyword's number, or null where it has none. */
    @Nullable
    Number number(String keyword) {
        return keywords.get(keyword) instanceof Number number ? number : null;
    }
}
