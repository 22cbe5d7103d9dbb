package dev.mcppolicy.tool;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random input schemas, and random arguments of which many match them: few names, few values. One seed makes one run. */
final class RandomSchemas {
    static final List<String> NAMES = List.of("a", "b", "c", "ab");
    /** A name that no schema has. */
    static final String STRANGE = "zz";

    static final List<Object> VALUES = List.of(
            "",
            "a",
            "open",
            "closed",
            "5",
            "2.5",
            "long text",
            0,
            1,
            5,
            2.5,
            -3,
            new BigDecimal("1.0"),
            10,
            true,
            false);
    private static final List<String> TYPES =
            List.of("string", "number", "integer", "boolean", "array", "object", "null");
    private static final int DEEPEST = 3;

    private final Random random;
    private Map<String, Object> root = Map.of();

    RandomSchemas(long seed) {
        this.random = new Random(seed);
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T oneOf(List<? extends T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** The input schema of a tool. */
    Map<String, Object> inputSchema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        addObject(schema, 0);
        if (oneIn(3)) {
            addCombination(schema, 0);
        }
        if (oneIn(3)) {
            schema.put("$defs", Map.of("x", schema(1), "y", schema(2)));
        }
        if (oneIn(8)) {
            schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        }
        return schema;
    }

    private Object schema(int depth) {
        if (oneIn(15)) {
            return !oneIn(4);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        if (!oneIn(4)) {
            schema.put(
                    "type",
                    oneIn(5)
                            ? List.of(oneOf(TYPES), oneOf(TYPES)).stream()
                                    .distinct()
                                    .toList()
                            : oneOf(TYPES));
        }
        if (oneIn(5)) {
            schema.put("enum", new ArrayList<>(List.of(value(2), value(2), oneOf(VALUES))));
        } else if (oneIn(10)) {
            schema.put("const", oneOf(VALUES));
        }
        addScalars(schema);
        if (depth < DEEPEST && oneIn(2)) {
            addObject(schema, depth);
        }
        if (depth < DEEPEST && oneIn(2)) {
            addList(schema, depth);
        }
        if (depth < DEEPEST && oneIn(3)) {
            addCombination(schema, depth);
        }
        if (oneIn(4)) {
            schema.put("default", value(depth));
        }
        return schema;
    }

    private void addScalars(Map<String, Object> schema) {
        if (oneIn(4)) {
            schema.put(oneOf(List.of("minimum", "exclusiveMinimum")), oneOf(List.of(0, 1, 2.5)));
        }
        if (oneIn(4)) {
            schema.put(oneOf(List.of("maximum", "exclusiveMaximum")), oneOf(List.of(5, 10, 2.5)));
        }
        if (oneIn(6)) {
            schema.put("minLength", random.nextInt(3));
        }
        if (oneIn(6)) {
            schema.put("maxLength", 1 + random.nextInt(5));
        }
    }

    private void addObject(Map<String, Object> schema, int depth) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (oneIn(2)) {
                properties.put(name, schema(depth + 1));
            }
        }
        if (!properties.isEmpty() || oneIn(2)) {
            schema.put("properties", properties);
        }
        if (oneIn(2)) {
            schema.put("required", List.of(oneOf(NAMES)));
        }
        if (oneIn(3)) {
            schema.put("additionalProperties", oneIn(2) ? (Object) !oneIn(3) : schema(depth + 1));
        }
        if (oneIn(8)) {
            schema.put("patternProperties", Map.of(oneOf(List.of("^a", "b$", "^[bc]$")), schema(depth + 1)));
        }
        if (oneIn(10)) {
            schema.put("dependentRequired", Map.of(oneOf(NAMES), List.of(oneOf(NAMES))));
        }
    }

    private void addList(Map<String, Object> schema, int depth) {
        if (!oneIn(3)) {
            schema.put("items", schema(depth + 1));
        }
        if (oneIn(4)) {
            schema.put("prefixItems", List.of(schema(depth + 1)));
        }
        if (oneIn(3)) {
            schema.put("minItems", random.nextInt(3));
        }
    }

    private void addCombination(Map<String, Object> schema, int depth) {
        switch (random.nextInt(6)) {
            case 0 -> schema.put("allOf", List.of(schema(depth + 1), schema(depth + 1)));
            case 1 -> schema.put("anyOf", List.of(schema(depth + 1), schema(depth + 1)));
            case 2 -> schema.put("oneOf", List.of(schema(depth + 1), schema(depth + 1)));
            case 3 -> schema.put("$ref", oneOf(List.of("#", "#/$defs/x", "#/$defs/y", "#/properties/a", "#/$defs/z")));
            case 4 -> schema.put("not", schema(depth + 1));
            default -> {
                schema.put("if", schema(depth + 1));
                schema.put(oneOf(List.of("then", "else")), schema(depth + 1));
            }
        }
    }

    /** Arguments that may well match a schema. */
    Map<String, @Nullable Object> arguments(Map<String, Object> schema) {
        root = schema;
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        fill(arguments, schema, 0);
        if (oneIn(6)) {
            arguments.put(STRANGE, oneOf(VALUES));
        }
        return arguments;
    }

    private void fill(Map<String, @Nullable Object> object, Map<?, ?> schema, int depth) {
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        for (String name : NAMES) {
            boolean required = schema.get("required") instanceof List<?> list && list.contains(name);
            if (required || (properties.containsKey(name) ? oneIn(2) : oneIn(12))) {
                object.put(name, valueOf(properties.get(name), depth + 1));
            }
        }
    }

    private @Nullable Object valueOf(@Nullable Object part, int depth) {
        if (!(part instanceof Map<?, ?> schema) || oneIn(10)) {
            return value(depth);
        }
        if (schema.get("enum") instanceof List<?> values && !oneIn(5)) {
            return oneOf(new ArrayList<>(values));
        }
        if (schema.containsKey("const")) {
            return schema.get("const");
        }
        if (schema.get("$ref") instanceof String reference && oneIn(2)) {
            return valueOf(target(reference), depth + 1);
        }
        for (String keyword : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.get(keyword) instanceof List<?> parts && oneIn(2)) {
                return valueOf(oneOf(parts), depth + 1);
            }
        }
        Object type = schema.get("type") instanceof List<?> types ? oneOf(types) : schema.get("type");
        if ("array".equals(type) || (type == null && schema.containsKey("items"))) {
            List<@Nullable Object> list = new ArrayList<>();
            Object least = schema.get("minItems");
            int size = random.nextInt(3) + (least instanceof Integer some ? some : 0);
            for (int i = 0; i < size; i++) {
                Object item = i == 0 && schema.get("prefixItems") instanceof List<?> first
                        ? first.get(0)
                        : schema.get("items");
                list.add(valueOf(item, depth + 1));
            }
            return list;
        }
        if (depth < 6 && ("object".equals(type) || (type == null && schema.containsKey("properties")))) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            fill(object, schema, depth);
            return object;
        }
        List<Object> fitting = VALUES.stream()
                .filter(value -> type == null
                        || ("string".equals(type) && value instanceof String)
                        || ("boolean".equals(type) && value instanceof Boolean)
                        || (("number".equals(type) || "integer".equals(type)) && value instanceof Number))
                .toList();
        return fitting.isEmpty() ? null : oneOf(fitting);
    }

    private @Nullable Object target(String reference) {
        Object found = root;
        for (String step : Arrays.asList(reference.split("/")).subList(1, reference.split("/").length)) {
            found = found instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return found;
    }

    /** Any value. */
    Object value(int depth) {
        if (depth < DEEPEST && oneIn(5)) {
            return oneIn(2) ? Map.of(oneOf(NAMES), value(depth + 1)) : List.of(value(depth + 1));
        }
        return oneOf(VALUES);
    }
}
