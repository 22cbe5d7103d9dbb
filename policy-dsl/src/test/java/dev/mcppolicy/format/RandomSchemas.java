package dev.mcppolicy.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random schemas and values that meet: few names, few values, references among a few definitions. */
final class RandomSchemas {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> TYPES =
            List.of("null", "boolean", "string", "array", "object", "number", "integer");
    private static final List<Object> SCALARS =
            List.of(0, 1, 2, 3, -1, 1.5, 0.5, true, false, "", "a", "b", "ab", "abc", "1");
    private static final List<String> PATTERNS = List.of("^a", "b$", "[ab]+", "^(a|b)c?$", "a.*c", "^$");

    private final Random random;

    RandomSchemas(long seed) {
        this.random = new Random(seed);
    }

    /** A schema with definitions that it and they refer to, though none without a step into the value. */
    Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>(keywords(3));
        Map<String, Object> definitions = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            Map<String, Object> definition = new LinkedHashMap<>(keywords(2));
            if (i == 2) {
                definition.put("$anchor", "last");
            }
            definitions.put("d" + i, definition);
        }
        schema.put("$defs", definitions);
        return schema;
    }

    private Object part(int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextBoolean();
            case 1 -> Map.of("$ref", random.nextInt(4) == 0 ? "#" : "#/$defs/d" + random.nextInt(3));
            case 2 -> Map.of(random.nextBoolean() ? "$ref" : "$dynamicRef", "#last");
            default -> keywords(depth - 1);
        };
    }

    /** A schema for the same value, which refers to nothing that could lead back here. */
    private Object same(int depth) {
        return random.nextInt(10) == 0 ? random.nextBoolean() : keywords(depth - 1);
    }

    private Map<String, Object> keywords(int depth) {
        Map<String, Object> schema = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            addKeyword(schema, depth);
        }
        return schema;
    }

    private void addKeyword(Map<String, Object> schema, int depth) {
        switch (random.nextInt(depth <= 0 ? 13 : 34)) {
            case 0 -> schema.put("type", random.nextInt(3) == 0 ? List.of(oneOf(TYPES), "object") : oneOf(TYPES));
            case 1 -> schema.put("const", data(1));
            case 2 -> schema.put("enum", List.of(data(1), data(0), data(0)));
            case 3 -> schema.put(random.nextBoolean() ? "minimum" : "exclusiveMinimum", oneOf(List.of(0, 1, 0.5)));
            case 4 -> schema.put(random.nextBoolean() ? "maximum" : "exclusiveMaximum", oneOf(List.of(1, 2, 1.5)));
            case 5 -> schema.put("multipleOf", oneOf(List.of(1, 2, 0.5)));
            case 6 -> schema.put(random.nextBoolean() ? "minLength" : "maxLength", random.nextInt(3));
            case 7 -> schema.put("pattern", oneOf(PATTERNS));
            case 8 -> schema.put(random.nextBoolean() ? "minItems" : "maxItems", random.nextInt(3));
            // Not `uniqueItems`, which the known validator puts to objects too.
            case 9 -> schema.put("type", oneOf(List.of("array", "object")));
            case 10 -> schema.put(random.nextBoolean() ? "minProperties" : "maxProperties", random.nextInt(3));
            case 11 -> schema.put("required", List.of(oneOf(NAMES)));
            case 12 -> schema.put("dependentRequired", Map.of(oneOf(NAMES), List.of(oneOf(NAMES))));
            case 13, 14, 15 ->
                schema.put("properties", Map.of("a", part(depth), oneOf(List.of("b", "c")), part(depth)));
            case 16 -> schema.put("patternProperties", Map.of(oneOf(PATTERNS), part(depth)));
            case 17 -> schema.put("additionalProperties", part(depth));
            case 18 -> schema.put("propertyNames", same(depth));
            case 19 -> schema.put("dependentSchemas", Map.of(oneOf(NAMES), same(depth)));
            case 20, 21 -> schema.put("items", part(depth));
            case 22 -> schema.put("prefixItems", List.of(part(depth), part(depth)));
            case 23 -> schema.put("contains", part(depth));
            case 24 -> {
                schema.put("contains", part(depth));
                // Not `maxContains: 0`, which the known validator puts to objects too.
                boolean least = random.nextBoolean();
                schema.put(least ? "minContains" : "maxContains", random.nextInt(2) + (least ? 0 : 1));
            }
            case 25 -> schema.put("allOf", List.of(same(depth), same(depth)));
            case 26, 27 -> schema.put("anyOf", List.of(same(depth), same(depth)));
            case 28, 29 -> schema.put("oneOf", List.of(same(depth), same(depth), same(depth)));
            case 30 -> schema.put("not", same(depth));
            case 31 -> {
                schema.put("if", same(depth));
                schema.put(random.nextBoolean() ? "then" : "else", same(depth));
            }
            case 32 -> schema.put("unevaluatedProperties", part(depth));
            default -> schema.put("unevaluatedItems", part(depth));
        }
    }

    /** Arguments of about the size of the schema. */
    Map<String, @Nullable Object> arguments() {
        return object(3);
    }

    private Object data(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 1 -> List.of(oneOf(SCALARS));
            case 2 -> Map.of(oneOf(NAMES), oneOf(SCALARS));
            default -> oneOf(SCALARS);
        };
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 12)) {
            case 0 -> null;
            case 6, 7, 8 -> object(depth - 1);
            case 9, 10, 11 -> list(depth - 1);
            default -> oneOf(SCALARS);
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.put(random.nextInt(6) == 0 ? "abc" : oneOf(NAMES), value(depth));
        }
        return object;
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(depth));
        }
        return list;
    }

    private <T> T oneOf(List<? extends T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
