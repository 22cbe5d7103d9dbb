package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.condition.ArgumentPath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a schema admits at most at one place of the arguments. What it does not see, such as a second branch, only narrows
 * that further.
 *
 * @param always whether there is always a value there, and not null
 * @param values all values there may be, or null where they are too many to name
 * @param admitsNumbers whether there may be numbers
 * @param admitsOthers whether there may be anything but numbers
 * @param numbers the numbers that there may be
 * @param wholeOnly whether only whole ones
 * @param types the types that there may be; empty where the schema does not say
 */
public record InputDomain(
        boolean always,
        @Nullable List<@Nullable Object> values,
        boolean admitsNumbers,
        boolean admitsOthers,
        NumberRange numbers,
        boolean wholeOnly,
        List<?> types) {

    /** The domain at a path, or empty where the schema says nothing of it. */
    public static Optional<InputDomain> at(Map<String, @Nullable Object> root, ArgumentPath path) {
        Map<?, ?> schema = root;
        boolean always = true;
        for (ArgumentPath.Step step : path.steps()) {
            Object next;
            if (step instanceof ArgumentPath.Member member) {
                next = schema.get("properties") instanceof Map<?, ?> named ? named.get(member.name()) : null;
                always &= (schema == root || types(schema).equals(List.of("object")))
                        && schema.get("required") instanceof List<?> required
                        && required.contains(member.name());
            } else {
                next = schema.get("items");
                always = false;
            }
            for (int hops = 0; next instanceof Map<?, ?> map && map.get("$ref") instanceof String text; hops++) {
                next = hops > 32 ? null : SchemaCheck.resolve(root, text);
            }
            if (!(next instanceof Map<?, ?> found)) {
                return Optional.empty();
            }
            schema = found;
        }
        return Optional.of(of(schema, always));
    }

    private static InputDomain of(Map<?, ?> schema, boolean always) {
        List<?> types = types(schema);
        boolean numbers = types.isEmpty() || types.contains("number") || types.contains("integer");
        boolean others = types.isEmpty() || types.stream().anyMatch(type -> !isNumeric(type));
        return new InputDomain(
                always && !types.isEmpty() && !types.contains("null"),
                values(schema),
                numbers,
                others,
                range(schema, "minimum", "maximum", true)
                        .and(range(schema, "exclusiveMinimum", "exclusiveMaximum", false)),
                types.contains("integer") && !types.contains("number"),
                types);
    }

    /** Whether null may be there. */
    public boolean admitsNull() {
        return values != null ? values.stream().anyMatch(Objects::isNull) : types.isEmpty() || types.contains("null");
    }

    private static boolean isNumeric(@Nullable Object type) {
        return "number".equals(type) || "integer".equals(type);
    }

    private static @Nullable List<@Nullable Object> values(Map<?, ?> schema) {
        if (schema.containsKey("const")) {
            List<@Nullable Object> one = new ArrayList<>();
            one.add(schema.get("const"));
            return one;
        }
        return schema.get("enum") instanceof List<?> list ? new ArrayList<>(list) : null;
    }

    private static NumberRange range(Map<?, ?> schema, String least, String most, boolean with) {
        BigDecimal low = JsonNumber.exact(schema.get(least));
        BigDecimal high = JsonNumber.exact(schema.get(most));
        return new NumberRange(low, with && low != null, high, with && high != null);
    }

    private static List<?> types(Map<?, ?> schema) {
        Object type = schema.get("type");
        return type instanceof List<?> list ? list : type == null ? List.of() : List.of(type);
    }
}
