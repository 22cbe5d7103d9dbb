package dev.mcppolicy.testkit.calls;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.mcppolicy.format.data.DataDocument;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.internal.JsonCopy;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.internal.SchemaCheck;
import dev.mcppolicy.tool.ServerTools;
import dev.mcppolicy.tool.ToolDefinition;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a tool's arguments, by which calls are made and mutants judged: the part of JSON Schema 2020-12 that
 * tools use. It knows {@code type}, {@code enum}, {@code const}, {@code properties}, {@code required},
 * {@code additionalProperties}, {@code items}, the bounds of numbers, lengths and lists, {@code pattern},
 * {@code multipleOf}, {@code uniqueItems}, {@code allOf}, {@code anyOf}, {@code oneOf} and {@code $ref} by a pointer within
 * the schema. Keywords known to restrict in other ways are refused; {@code format} is not checked, nor is any keyword that
 * is not known.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class InputSchema {
    /** What restricts values in ways that are not understood here. */
    private static final Set<String> NOT_UNDERSTOOD = Set.of(
            "not",
            "if",
            "then",
            "else",
            "contains",
            "minContains",
            "maxContains",
            "prefixItems",
            "patternProperties",
            "propertyNames",
            "dependentSchemas",
            "dependentRequired",
            "dependencies",
            "additionalItems",
            "minProperties",
            "maxProperties",
            "unevaluatedItems",
            "unevaluatedProperties",
            "$dynamicRef",
            "$recursiveRef");
    /** What holds schemas by names of its own. */
    private static final Set<String> NAMED_SCHEMAS = Set.of("properties", "$defs", "definitions");
    /** What holds values and no schemas. */
    private static final Set<String> VALUES = Set.of("enum", "const", "default", "examples", "required");

    private final Map<String, @Nullable Object> root;
    private final SchemaCheck check;

    private InputSchema(Map<String, @Nullable Object> root) {
        this.root = root;
        this.check = new SchemaCheck(root);
    }

    /**
     * The schema in a text.
     *
     * @param json a JSON object
     * @return the schema
     * @throws IllegalArgumentException if the text is no JSON object or no schema, or has a keyword that is not understood
     */
    @CheckReturnValue
    public static InputSchema parse(String json) {
        DataDocument document = DataDocument.parse(json, "schema");
        if (!document.problems().isEmpty()) {
            throw new IllegalArgumentException(document.problems().get(0).toString());
        }
        if (!(document.value() instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException("a tool's input schema is an object");
        }
        return of(object);
    }

    /**
     * The schema as a tool specification holds it.
     *
     * @param schema a JSON object, which is copied
     * @return the schema
     * @throws IllegalArgumentException if it is no JSON or no schema, or has a keyword that is not understood
     */
    @CheckReturnValue
    @SuppressWarnings("unchecked") // a frozen map is a JSON object
    public static InputSchema of(Map<?, ?> schema) {
        Map<String, @Nullable Object> root =
                (Map<String, @Nullable Object>) Objects.requireNonNull(JsonCopy.freeze(schema, JsonLimits.DEFAULT));
        requireUnderstood(root);
        return new InputSchema(root);
    }

    /**
     * The schemas of a server's tools. What is not understood, or of a name that two tools bear, is left out, and so excuses
     * nothing.
     *
     * @param tools what the server offers
     * @return an unmodifiable map by the tool's name
     */
    public static Map<String, InputSchema> ofTools(ServerTools tools) {
        Map<String, InputSchema> schemas = new LinkedHashMap<>();
        Set<String> met = new HashSet<>();
        for (ToolDefinition tool : tools.definitions()) {
            if (!met.add(tool.name())) {
                schemas.remove(tool.name());
            } else if (tool.members().get("inputSchema") instanceof Map<?, ?> schema) {
                try {
                    schemas.put(tool.name(), of(schema));
                } catch (IllegalArgumentException e) {
                    // Nothing is said of a tool whose schema is not understood.
                }
            }
        }
        return Collections.unmodifiableMap(schemas);
    }

    /**
     * Arguments that the schema admits, without end: values at its bounds, each choice of its enumerations, with and
     * without what is optional.
     *
     * @param seed any number; the same for the same arguments
     * @return arguments in one order, to be limited
     * @throws IllegalArgumentException if none are found that the schema admits
     */
    public Stream<Map<String, @Nullable Object>> valid(long seed) {
        return new SchemaValues(root, check).valid(new SplittableRandom(seed));
    }

    /**
     * Arguments that the schema just does not admit, without end: each is made of valid ones by one change, such as a
     * value past a bound, of another type, or left out.
     *
     * @param seed any number; the same for the same arguments
     * @return arguments in one order, to be limited
     * @throws IllegalArgumentException if the schema admits everything that is tried, or nothing
     */
    public Stream<Map<String, @Nullable Object>> nearMisses(long seed) {
        return new SchemaValues(root, check).nearMisses(new SplittableRandom(seed));
    }

    /**
     * Whether the schema admits arguments.
     *
     * @param arguments JSON values by name
     * @return true if they match
     */
    public boolean admits(Map<String, ? extends @Nullable Object> arguments) {
        return check.admits(arguments);
    }

    /**
     * The schema as it was given.
     *
     * @return an unmodifiable object
     */
    public Map<String, @Nullable Object> root() {
        return root;
    }

    private static void requireUnderstood(Map<?, ?> schema) {
        schema.forEach((keyword, value) -> {
            if (NOT_UNDERSTOOD.contains(keyword)) {
                throw new IllegalArgumentException("the keyword `" + keyword + "` is not understood");
            }
            if (keyword.equals("items") && value instanceof List) {
                throw new IllegalArgumentException("the keyword `items` with a list of schemas is not understood");
            }
            if (keyword.equals("$ref") && !isPointer(value)) {
                throw new IllegalArgumentException("`" + value + "` is no JSON pointer within the schema");
            }
            if (keyword.equals("pattern")) {
                Operator.REGEX.test(value);
            }
            if (NAMED_SCHEMAS.contains(keyword) && value instanceof Map<?, ?> named) {
                named.values().forEach(InputSchema::requireUnderstoodIfSchema);
            } else if (!VALUES.contains(keyword)) {
                (value instanceof List<?> list ? list : List.of(value == null ? "" : value))
                        .forEach(InputSchema::requireUnderstoodIfSchema);
            }
        });
    }

    private static boolean isPointer(@Nullable Object reference) {
        return reference instanceof String text && (text.equals("#") || text.startsWith("#/"));
    }

    private static void requireUnderstoodIfSchema(@Nullable Object value) {
        if (value instanceof Map<?, ?> schema) {
            requireUnderstood(new LinkedHashMap<>(schema));
        }
    }
}
