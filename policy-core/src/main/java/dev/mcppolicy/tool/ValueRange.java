package dev.mcppolicy.tool;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.JsonEquality;
import dev.mcppolicy.json.internal.JsonNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values that the keywords of one schema admit, but for those keywords that lead to other schemas. It has every value
 * that the schema admits, and maybe others.
 *
 * @param types the types of the values
 * @param values the only values, where the schema names them and they are few and short; else null
 * @param numbers where those lie that are numbers
 * @param shortest the least code points of those that are strings
 * @param longest the most code points of those that are strings
 */
record ValueRange(
        Set<JsonType> types,
        @Nullable List<@Nullable Object> values,
        NumberRange numbers,
        long shortest,
        long longest) {
    static final ValueRange ANY = new ValueRange(JsonType.ALL, null, NumberRange.ANY, 0, Long.MAX_VALUE);

    private static final int MOST_VALUES = 300;
    private static final int LONGEST_VALUE = 2_000;

    static ValueRange of(Map<?, ?> schema) {
        Set<JsonType> types = EnumSet.copyOf(JsonType.named(schema.get("type")));
        if (Boolean.TRUE.equals(schema.get("nullable"))) {
            types.add(JsonType.NULL);
        }
        ValueRange range = new ValueRange(
                types,
                null,
                NumberRange.of(schema),
                length(schema.get("minLength"), 0),
                length(schema.get("maxLength"), Long.MAX_VALUE));
        if (schema.get("enum") instanceof List<?> list) {
            range = range.among(list);
        }
        if (schema.containsKey("const")) {
            List<@Nullable Object> one = new ArrayList<>();
            one.add(schema.get("const"));
            range = range.among(one);
        }
        return range;
    }

    private static long length(@Nullable Object keyword, long otherwise) {
        BigDecimal length = JsonNumber.exact(keyword);
        return length == null || length.signum() < 0
                ? otherwise
                : length.min(BigDecimal.valueOf(Integer.MAX_VALUE)).longValue();
    }

    /** Those of these that are in a list, too. */
    private ValueRange among(List<?> list) {
        if (list.size() > MOST_VALUES || list.stream().anyMatch(ValueRange::isLong)) {
            return this;
        }
        List<@Nullable Object> kept = new ArrayList<>();
        Set<JsonType> kinds = EnumSet.noneOf(JsonType.class);
        for (Object value : list) {
            JsonType type = JsonType.of(value);
            if (type != null && admits(value)) {
                kept.add(value);
                kinds.add(type);
            }
        }
        return new ValueRange(kinds, kept, numbers, shortest, longest);
    }

    private static boolean isLong(@Nullable Object value) {
        return value instanceof String text
                ? text.length() > LONGEST_VALUE
                : value instanceof List || value instanceof Map || (value instanceof Number && !isTellable(value));
    }

    private static boolean isTellable(Object number) {
        return JsonNumber.exact(number) != null;
    }

    /** The values that are in both. */
    ValueRange and(ValueRange other) {
        Set<JsonType> both = EnumSet.noneOf(JsonType.class);
        both.addAll(types);
        both.retainAll(other.types);
        ValueRange merged = new ValueRange(
                both,
                null,
                numbers.and(other.numbers),
                Math.max(shortest, other.shortest),
                Math.min(longest, other.longest));
        List<@Nullable Object> named = values != null ? values : other.values;
        if (named == null) {
            return merged;
        }
        ValueRange all = merged.among(named);
        return values == null || other.values == null ? all : all.among(other.values);
    }

    boolean isEmpty() {
        return types.isEmpty();
    }

    /** Whether the schema says that null may stand for the value; one that says nothing of types does not say so. */
    boolean isNullable() {
        return types.contains(JsonType.NULL) && types.size() < JsonType.ALL.size();
    }

    /** Whether a value is one of these. */
    boolean admits(@Nullable Object value) {
        JsonType type = JsonType.of(value);
        if (type == null || !types.contains(type)) {
            return false;
        }
        if (values != null && values.stream().noneMatch(each -> isEqual(each, value))) {
            return false;
        }
        if (type == JsonType.NUMBER) {
            BigDecimal number = JsonNumber.exact(value);
            return number == null || numbers.contains(number);
        }
        if (value instanceof String text) {
            int length = text.codePointCount(0, text.length());
            return length >= shortest && length <= longest;
        }
        return true;
    }

    private static boolean isEqual(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == other;
        }
        return JsonEquality.compare(one, other) == Truth.TRUE;
    }
}
