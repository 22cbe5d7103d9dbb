package dev.mcppolicy.tool;

import dev.mcppolicy.json.internal.JsonNumber;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of JSON values, as a schema names them. */
enum JsonType {
    STRING("a string"),
    NUMBER("a number"),
    BOOLEAN("a boolean"),
    ARRAY("a list"),
    OBJECT("an object"),
    NULL("null");

    static final Set<JsonType> ALL = Collections.unmodifiableSet(EnumSet.allOf(JsonType.class));

    private final String words;

    JsonType(String words) {
        this.words = words;
    }

    /** The type of a value; null for what is no JSON. */
    static @Nullable JsonType of(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof String) {
            return STRING;
        }
        if (value instanceof Boolean) {
            return BOOLEAN;
        }
        if (value instanceof List) {
            return ARRAY;
        }
        if (value instanceof Map) {
            return OBJECT;
        }
        return JsonNumber.isNumber(value) ? NUMBER : null;
    }

    /** The types that a schema's {@code type} names; all of them where a name is not known. */
    static Set<JsonType> named(@Nullable Object keyword) {
        List<?> names = keyword instanceof List<?> list ? list : keyword == null ? List.of() : List.of(keyword);
        Set<JsonType> types = EnumSet.noneOf(JsonType.class);
        for (Object name : names) {
            JsonType type = "integer".equals(name) ? NUMBER : byName(name);
            if (type == null) {
                return ALL;
            }
            types.add(type);
        }
        return types.isEmpty() ? ALL : types;
    }

    private static @Nullable JsonType byName(@Nullable Object name) {
        for (JsonType type : values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return type;
            }
        }
        return null;
    }

    /** Whether values of the type have no parts. */
    boolean isScalar() {
        return this != ARRAY && this != OBJECT;
    }

    /** The types in words, such as {@code a string or a list}. */
    static String inWords(Set<JsonType> types) {
        return types.stream().map(type -> type.words).collect(Collectors.joining(" or "));
    }
}
