package dev.mcppolicy.format.schema;

import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The words of JSON Schema 2020-12, and which of them hold schemas. */
public final class SchemaKeywords {
    /** Keywords with a schema for the same value, or with lists of such. */
    private static final Set<String> SAME_VALUE = Set.of("allOf", "anyOf", "else", "if", "not", "oneOf", "then");
    /** Keywords with a schema for parts of the value, or with lists of such. */
    private static final Set<String> PARTS = Set.of(
            "additionalProperties",
            "contains",
            "items",
            "prefixItems",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties");
    /** Keywords whose members are names of the author's, each with a schema for a part of the value. */
    private static final Set<String> NAMED_PARTS = Set.of("patternProperties", "properties");
    /** The same, each with a schema for the same value. */
    private static final Set<String> NAMED_SAME_VALUE = Set.of("dependentSchemas");
    /** The same, each with a schema that is for what refers to it. */
    private static final Set<String> DEFINITIONS = Set.of("$defs", "definitions");

    private static final Set<String> REFERENCES = Set.of("$dynamicRef", "$ref");
    private static final Set<String> ANCHORS = Set.of("$anchor", "$dynamicAnchor");
    /** Keywords with data that a value can fail. */
    private static final Set<String> BOUNDS = Set.of(
            "const",
            "dependentRequired",
            "enum",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "maxContains",
            "maxItems",
            "maxLength",
            "maxProperties",
            "maximum",
            "minContains",
            "minItems",
            "minLength",
            "minProperties",
            "minimum",
            "multipleOf",
            "pattern",
            "required",
            "type",
            "uniqueItems");
    /** Keywords that look as if a value could fail them, and that none does. */
    private static final Set<String> SEEMING = Set.of("contentEncoding", "contentMediaType", "contentSchema", "format");

    private static final Set<String> NOTES = Set.of(
            "$comment",
            "$id",
            "$schema",
            "$vocabulary",
            "default",
            "deprecated",
            "description",
            "examples",
            "readOnly",
            "title",
            "writeOnly");

    private static final List<String> ALL = Stream.of(
                    SAME_VALUE,
                    PARTS,
                    NAMED_PARTS,
                    NAMED_SAME_VALUE,
                    DEFINITIONS,
                    REFERENCES,
                    ANCHORS,
                    BOUNDS,
                    SEEMING,
                    NOTES)
            .flatMap(Set::stream)
            .sorted()
            .toList();

    private static final Set<String> KNOWN = Set.copyOf(ALL);

    private SchemaKeywords() {}

    /** All words, sorted. */
    public static List<String> all() {
        return ALL;
    }

    static boolean isKnown(String keyword) {
        return KNOWN.contains(keyword);
    }

    static boolean isReference(String keyword) {
        return REFERENCES.contains(keyword);
    }

    static boolean isAnchor(String keyword) {
        return ANCHORS.contains(keyword);
    }

    /** Whether the keyword looks as if it asserted something, and does not. */
    static boolean isSeeming(String keyword) {
        return SEEMING.contains(keyword);
    }

    /** Whether some value can fail the keyword. */
    static boolean asserts(String keyword) {
        return SAME_VALUE.contains(keyword)
                || PARTS.contains(keyword)
                || NAMED_PARTS.contains(keyword)
                || NAMED_SAME_VALUE.contains(keyword)
                || REFERENCES.contains(keyword)
                || BOUNDS.contains(keyword);
    }

    /** The schemas directly in a schema. */
    static List<Node> schemasIn(Node schema) {
        List<Node> schemas = new ArrayList<>();
        if (schema instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                String name = member.name();
                boolean named = NAMED_PARTS.contains(name) || DEFINITIONS.contains(name);
                boolean unnamed = PARTS.contains(name) || name.equals("contentSchema");
                add(member.value(), named, unnamed, schemas);
            }
        }
        schemas.addAll(schemasOfSameValueIn(schema));
        return schemas;
    }

    /** Those of them that are for the value that the schema itself is for. */
    static List<Node> schemasOfSameValueIn(Node schema) {
        List<Node> schemas = new ArrayList<>();
        if (schema instanceof ObjectNode object) {
            object.members().forEach(member -> schemas.addAll(schemasOfSameValueIn(member)));
        }
        return schemas;
    }

    /** The schemas in a keyword that are for the value of the schema in which it stands. */
    static List<Node> schemasOfSameValueIn(ObjectNode.Member member) {
        List<Node> schemas = new ArrayList<>();
        String name = member.name();
        add(member.value(), NAMED_SAME_VALUE.contains(name), SAME_VALUE.contains(name), schemas);
        return schemas;
    }

    /** The schemas in a keyword that are for parts of that value. */
    static List<Node> schemasOfPartsIn(ObjectNode.Member member) {
        List<Node> schemas = new ArrayList<>();
        String name = member.name();
        add(member.value(), NAMED_PARTS.contains(name), PARTS.contains(name), schemas);
        return schemas;
    }

    private static void add(Node value, boolean named, boolean unnamed, List<Node> schemas) {
        if (named && value instanceof ObjectNode names) {
            names.members().forEach(member -> schemas.add(member.value()));
        } else if (unnamed && value instanceof ListNode list) {
            schemas.addAll(list.elements());
        } else if (unnamed) {
            schemas.add(value);
        }
    }
}
