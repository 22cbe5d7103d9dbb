package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.json.JsonEquality;
import dev.mcppolicy.json.JsonNumber;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Operator;
import dev.mcppolicy.testkit.calls.InputSchema;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a schema that {@link InputSchema} understands admits a value. */
public final class SchemaCheck {
    private static final int DEEPEST = 64;

    private final Map<String, @Nullable Object> root;

    public SchemaCheck(Map<String, @Nullable Object> root) {
        this.root = root;
    }

    public boolean admits(@Nullable Object schema, @Nullable Object value) {
        return admits(schema, value, 0);
    }

    private boolean admits(@Nullable Object schema, @Nullable Object value, int depth) {
        if (!(schema instanceof Map<?, ?> keywords)) {
            return !Boolean.FALSE.equals(schema);
        }
        if (depth > DEEPEST) {
            return false;
        }
        return keywords.entrySet().stream()
                .allMatch(each -> admits(keywords, String.valueOf(each.getKey()), each.getValue(), value, depth));
    }

    private boolean admits(
            Map<?, ?> schema, String keyword, @Nullable Object wanted, @Nullable Object value, int depth) {
        return switch (keyword) {
            case "type" ->
                wanted instanceof List<?> types
                        ? types.stream().anyMatch(type -> isOf(String.valueOf(type), value))
                        : isOf(String.valueOf(wanted), value);
            case "enum" -> wanted instanceof List<?> list && list.stream().anyMatch(each -> areEqual(each, value));
            case "const" -> areEqual(wanted, value);
            case "$ref" -> admits(resolve(root, String.valueOf(wanted)), value, depth + 1);
            case "allOf" -> !(wanted instanceof List<?> list) || matching(list, value, depth) == list.size();
            case "anyOf" -> !(wanted instanceof List<?> list) || matching(list, value, depth) > 0;
            case "oneOf" -> !(wanted instanceof List<?> list) || matching(list, value, depth) == 1;
            default ->
                value instanceof Map<?, ?> object
                        ? admitsObject(schema, keyword, wanted, object, depth)
                        : value instanceof List<?> list
                                ? admitsList(keyword, wanted, list, depth)
                                : value instanceof String text
                                        ? admitsText(keyword, wanted, text)
                                        : admitsNumber(keyword, wanted, JsonNumber.exact(value));
        };
    }

    private long matching(List<?> schemas, @Nullable Object value, int depth) {
        return schemas.stream()
                .filter(schema -> admits(schema, value, depth + 1))
                .count();
    }

    private boolean admitsObject(
            Map<?, ?> schema, String keyword, @Nullable Object wanted, Map<?, ?> object, int depth) {
        return switch (keyword) {
            case "required" ->
                !(wanted instanceof List<?> names) || object.keySet().containsAll(names);
            case "properties" ->
                !(wanted instanceof Map<?, ?> properties)
                        || properties.entrySet().stream()
                                .allMatch(each -> !object.containsKey(each.getKey())
                                        || admits(each.getValue(), object.get(each.getKey()), depth + 1));
            case "additionalProperties" ->
                object.entrySet().stream()
                        .allMatch(each -> (schema.get("properties") instanceof Map<?, ?> known
                                        && known.containsKey(each.getKey()))
                                || admits(wanted, each.getValue(), depth + 1));
            default -> true;
        };
    }

    private boolean admitsList(String keyword, @Nullable Object wanted, List<?> list, int depth) {
        return switch (keyword) {
            case "items" -> list.stream().allMatch(element -> admits(wanted, element, depth + 1));
            case "minItems" -> compare(list.size(), wanted) >= 0;
            case "maxItems" -> compare(list.size(), wanted) <= 0;
            case "uniqueItems" -> !Boolean.TRUE.equals(wanted) || isDistinct(list);
            default -> true;
        };
    }

    private static boolean admitsText(String keyword, @Nullable Object wanted, String text) {
        return switch (keyword) {
            case "minLength" -> compare(text.codePointCount(0, text.length()), wanted) >= 0;
            case "maxLength" -> compare(text.codePointCount(0, text.length()), wanted) <= 0;
            case "pattern" -> Operator.REGEX.test(wanted).test(text) == Truth.TRUE;
            default -> true;
        };
    }

    private static boolean admitsNumber(String keyword, @Nullable Object wanted, @Nullable BigDecimal number) {
        BigDecimal bound = JsonNumber.exact(wanted);
        if (number == null || bound == null) {
            return true;
        }
        return switch (keyword) {
            case "minimum" -> number.compareTo(bound) >= 0;
            case "maximum" -> number.compareTo(bound) <= 0;
            case "exclusiveMinimum" -> number.compareTo(bound) > 0;
            case "exclusiveMaximum" -> number.compareTo(bound) < 0;
            case "multipleOf" -> bound.signum() > 0 && number.remainder(bound).signum() == 0;
            default -> true;
        };
    }

    private static int compare(int size, @Nullable Object bound) {
        BigDecimal exact = JsonNumber.exact(bound);
        return exact == null ? 0 : BigDecimal.valueOf(size).compareTo(exact);
    }

    private static boolean isDistinct(List<?> list) {
        Set<Integer> equal = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (areEqual(list.get(i), list.get(j))) {
                    equal.add(i);
                }
            }
        }
        return equal.isEmpty();
    }

    static boolean areEqual(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == null && right == null;
        }
        return JsonEquality.compare(left, right) == Truth.TRUE;
    }

    private static boolean isOf(String type, @Nullable Object value) {
        return switch (type) {
            case "null" -> value == null;
            case "boolean" -> value instanceof Boolean;
            case "string" -> value instanceof String;
            case "array" -> value instanceof List;
            case "object" -> value instanceof Map;
            case "number" -> JsonNumber.isNumber(value);
            case "integer" -> {
                BigDecimal number = JsonNumber.exact(value);
                yield number != null && number.stripTrailingZeros().scale() <= 0;
            }
            default -> false;
        };
    }

    /** What a reference within the schema leads to, or false where it leads nowhere. */
    public static Object resolve(Map<String, @Nullable Object> root, String reference) {
        Object found = root;
        for (int slash = reference.indexOf('/'); slash >= 0; ) {
            int end = reference.indexOf('/', slash + 1);
            String step = reference.substring(slash + 1, end < 0 ? reference.length() : end);
            String name = step.replace("~1", "/").replace("~0", "~");
            slash = end;
            Object next = found instanceof Map<?, ?> object ? object.get(name) : null;
            if (next == null) {
                return false;
            }
            found = next;
        }
        return found;
    }
}
