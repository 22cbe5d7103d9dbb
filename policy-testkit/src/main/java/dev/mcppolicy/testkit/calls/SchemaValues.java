package dev.mcppolicy.testkit.calls;

import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.testkit.internal.PatternExamples;
import dev.mcppolicy.testkit.internal.SchemaCheck;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes arguments that a schema admits, and such that it just does not. What is made is checked before it is given. The
 * search for one ends after so many attempts, parts and steps, whatever the schema.
 */
final class SchemaValues {
    private static final int ATTEMPTS = 2_000;
    /** The most parts of one value; a text counts for one more for each so many characters. */
    private static final int MOST_PARTS = 5_000;

    private static final int CHARACTERS_A_PART = 16;
    /** The most parts of all the values made in search of one. */
    private static final int MOST_PARTS_OF_ALL = 1_000_000;
    /** The most work of checking all of them. */
    private static final WorkLimits MOST_WORK = new WorkLimits(200_000_000, 2_000_000);

    private static final int DEEPEST = 6;
    /** The most levels of what the schema requires. */
    private static final int MOST_LEVELS = 60;

    private static final int LONGEST = 10_000;
    private static final List<String> TYPES =
            List.of("string", "integer", "number", "boolean", "null", "object", "array");

    private final Map<String, @Nullable Object> root;
    private final SchemaCheck check;
    private Work work = Work.NONE;
    private int partsOfAll;
    private int parts;

    SchemaValues(Map<String, @Nullable Object> root, SchemaCheck check) {
        this.root = root;
        this.check = check;
    }

    Stream<Map<String, @Nullable Object>> valid(SplittableRandom random) {
        return Stream.generate(() -> {
            begin();
            return oneValid(random);
        });
    }

    Stream<Map<String, @Nullable Object>> nearMisses(SplittableRandom random) {
        return Stream.generate(() -> {
            begin();
            return oneNearMiss(random);
        });
    }

    /** Begins the search for one more. */
    private void begin() {
        work = Work.within(MOST_WORK);
        partsOfAll = 0;
    }

    private boolean isSpent() {
        return work.passedBy() != null || partsOfAll > MOST_PARTS_OF_ALL;
    }

    /** Counts parts before they are made; false when there are to be no more. */
    private boolean makes(int more) {
        parts += more;
        partsOfAll += more;
        return parts <= MOST_PARTS;
    }

    @SuppressWarnings("unchecked") // a map made here has names as keys
    private Map<String, @Nullable Object> oneValid(SplittableRandom random) {
        for (int i = 0; i < ATTEMPTS && !isSpent(); i++) {
            parts = 0;
            if (value(root, random, 0) instanceof Map<?, ?> arguments && check.admits(arguments, work)) {
                return (Map<String, @Nullable Object>) arguments;
            }
        }
        throw new IllegalArgumentException("no arguments were found that the schema admits");
    }

    private Map<String, @Nullable Object> oneNearMiss(SplittableRandom random) {
        for (int i = 0; i < ATTEMPTS && !isSpent(); i++) {
            Map<String, @Nullable Object> arguments = oneValid(random);
            Map<String, @Nullable Object> changed = changed(arguments, root, random);
            if (!check.admits(changed, work) && work.passedBy() == null) {
                return changed;
            }
        }
        throw new IllegalArgumentException("the schema admits everything that was tried");
    }

    /** An object with one member left out, added or replaced, at any depth. */
    private Map<String, @Nullable Object> changed(Map<?, ?> object, Map<?, ?> schema, SplittableRandom random) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        object.forEach((name, value) -> copy.put(String.valueOf(name), value));
        Map<?, ?> properties = properties(schema);
        Set<String> names = new LinkedHashSet<>(copy.keySet());
        properties.keySet().forEach(name -> names.add(String.valueOf(name)));
        names.add("not a property");
        String name = oneOf(List.copyOf(names), random);
        Map<?, ?> inner = resolved(properties.get(name));
        if (copy.get(name) instanceof Map<?, ?> nested && random.nextInt(2) == 0) {
            copy.put(name, changed(nested, inner, random));
        } else if (random.nextInt(4) == 0) {
            copy.remove(name);
        } else {
            copy.put(name, beyond(inner, random));
        }
        return copy;
    }

    /** A value that a schema may well not admit. */
    private static @Nullable Object beyond(Map<?, ?> schema, SplittableRandom random) {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(null);
        values.addAll(List.of(true, "", "text", "5", -1, new BigDecimal("0.5"), List.of(), Map.of()));
        schema.forEach((keyword, bound) -> {
            BigDecimal number = JsonNumber.exact(bound);
            if (number != null && String.valueOf(keyword).endsWith("Length")) {
                int length = Math.min(LONGEST, Math.max(0, number.intValue()));
                values.add("x".repeat(length + 1));
                values.add("x".repeat(Math.max(0, length - 1)));
            } else if (number != null && String.valueOf(keyword).endsWith("Items")) {
                int size = Math.min(100, Math.max(0, number.intValue()));
                values.add(Collections.nCopies(size + 1, "x"));
                values.add(Collections.nCopies(Math.max(0, size - 1), "x"));
            } else if (number != null) {
                values.addAll(List.of(number, number.add(BigDecimal.ONE), number.subtract(BigDecimal.ONE)));
            }
        });
        return values.get(random.nextInt(values.size()));
    }

    private @Nullable Object value(@Nullable Object given, SplittableRandom random, int depth) {
        if (!makes(1) || depth > MOST_LEVELS) {
            return null;
        }
        Map<?, ?> schema = merged(resolved(given), random, depth);
        if (schema.containsKey("const")) {
            return schema.get("const");
        }
        if (schema.get("enum") instanceof List<?> list && !list.isEmpty()) {
            return list.get(random.nextInt(list.size()));
        }
        return switch (type(schema, random)) {
            case "object" -> object(schema, random, depth);
            case "array" -> array(schema, random, depth);
            case "string" -> text(schema, random);
            case "integer" -> number(schema, random, true);
            case "number" -> number(schema, random, false);
            case "boolean" -> random.nextBoolean();
            default -> null;
        };
    }

    private static String type(Map<?, ?> schema, SplittableRandom random) {
        Object type = schema.get("type");
        if (type instanceof List<?> list && !list.isEmpty()) {
            return String.valueOf(list.get(random.nextInt(list.size())));
        }
        if (type != null) {
            return String.valueOf(type);
        }
        return schema.containsKey("properties") ? "object" : oneOf(TYPES, random);
    }

    private Map<String, @Nullable Object> object(Map<?, ?> schema, SplittableRandom random, int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        List<?> required = schema.get("required") instanceof List<?> list ? list : List.of();
        properties(schema).forEach((name, property) -> {
            if (required.contains(name) || (depth < DEEPEST && random.nextInt(3) > 0)) {
                object.put(String.valueOf(name), value(property, random, depth + 1));
            }
        });
        for (Object name : required) {
            object.computeIfAbsent(String.valueOf(name), same -> "text");
        }
        if (schema.get("additionalProperties") instanceof Map<?, ?> others && random.nextBoolean()) {
            object.put("another", value(others, random, depth + 1));
        }
        return object;
    }

    private List<@Nullable Object> array(Map<?, ?> schema, SplittableRandom random, int depth) {
        int least = size(schema.get("minItems"), 0);
        int most = Math.max(least, Math.min(size(schema.get("maxItems"), least + 3), least + 20));
        int size = depth >= DEEPEST || random.nextInt(3) == 0 ? least : least + random.nextInt(most - least + 1);
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < size && parts <= MOST_PARTS; i++) {
            list.add(value(schema.get("items"), random, depth + 1));
        }
        return list;
    }

    private String text(Map<?, ?> schema, SplittableRandom random) {
        int least = size(schema.get("minLength"), 0);
        int most = Math.max(least, Math.min(LONGEST, size(schema.get("maxLength"), least + 8)));
        if (schema.get("pattern") instanceof String pattern) {
            List<String> examples = PatternExamples.of(pattern);
            return examples.isEmpty() ? "" : oneOf(examples, random);
        }
        int length = oneOf(List.of(least, most, least + random.nextInt(most - least + 1)), random);
        return makes(length / CHARACTERS_A_PART) ? "text".repeat(length / 4 + 1).substring(0, length) : "";
    }

    private static BigDecimal number(Map<?, ?> schema, SplittableRandom random, boolean whole) {
        BigDecimal low = bound(schema, "minimum", "exclusiveMinimum");
        BigDecimal high = bound(schema, "maximum", "exclusiveMaximum");
        BigDecimal from = low != null ? low : high != null ? high.subtract(BigDecimal.TEN) : BigDecimal.ONE.negate();
        BigDecimal to = high != null ? high : from.add(BigDecimal.valueOf(1_000));
        BigDecimal step = JsonNumber.exact(schema.get("multipleOf"));
        BigDecimal unit = step != null && step.signum() > 0 ? step : BigDecimal.ONE;
        BigDecimal between = from.add(to.subtract(from).multiply(BigDecimal.valueOf(random.nextInt(1_001), 3)));
        List<BigDecimal> values = List.of(
                from,
                to,
                from.add(unit),
                to.subtract(unit),
                between,
                between.setScale(0, RoundingMode.FLOOR),
                BigDecimal.ZERO);
        BigDecimal value = oneOf(values, random);
        BigDecimal whose = whole ? value.setScale(0, RoundingMode.FLOOR) : value;
        return step != null && step.signum() > 0
                ? whose.divide(unit, 0, RoundingMode.FLOOR).multiply(unit)
                : whose;
    }

    private static @Nullable BigDecimal bound(Map<?, ?> schema, String with, String without) {
        BigDecimal bound = JsonNumber.exact(schema.get(with));
        return bound != null ? bound : JsonNumber.exact(schema.get(without));
    }

    private static int size(@Nullable Object bound, int otherwise) {
        BigDecimal size = JsonNumber.exact(bound);
        return size == null ? otherwise : size.min(BigDecimal.valueOf(LONGEST)).intValue();
    }

    /** A schema with one branch of each choice, and all that it must hold besides, as one. */
    private Map<?, ?> merged(Map<?, ?> schema, SplittableRandom random, int depth) {
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>(schema);
        List<@Nullable Object> parts = new ArrayList<>();
        for (String choice : List.of("oneOf", "anyOf")) {
            if (merged.remove(choice) instanceof List<?> branches && !branches.isEmpty()) {
                parts.add(branches.get(random.nextInt(branches.size())));
            }
        }
        if (merged.remove("allOf") instanceof List<?> all) {
            parts.addAll(all);
        }
        for (Object part : parts) {
            if (depth < 2 * DEEPEST && makes(1)) {
                merged(resolved(part), random, depth + 1).forEach((keyword, value) -> join(merged, keyword, value));
            }
        }
        return merged;
    }

    private static void join(Map<Object, @Nullable Object> merged, Object keyword, @Nullable Object value) {
        Object present = merged.get(keyword);
        if (present instanceof Map<?, ?> some && value instanceof Map<?, ?> more) {
            Map<Object, @Nullable Object> both = new LinkedHashMap<>(some);
            both.putAll(more);
            merged.put(keyword, both);
        } else if (keyword.equals("required") && present instanceof List<?> some && value instanceof List<?> more) {
            List<@Nullable Object> both = new ArrayList<>(some);
            both.addAll(more);
            merged.put(keyword, both);
        } else {
            merged.put(keyword, value);
        }
    }

    private Map<?, ?> resolved(@Nullable Object schema) {
        Object found = schema;
        for (int hops = 0; hops < 32 && found instanceof Map<?, ?> map; hops++) {
            if (!(map.get("$ref") instanceof String reference)) {
                return map;
            }
            found = SchemaCheck.resolve(root, reference);
        }
        return Map.of();
    }

    private static Map<?, ?> properties(Map<?, ?> schema) {
        return schema.get("properties") instanceof Map<?, ?> properties ? properties : Map.of();
    }

    private static <T> T oneOf(List<T> all, SplittableRandom random) {
        return Objects.requireNonNull(all.get(random.nextInt(all.size())));
    }
}
