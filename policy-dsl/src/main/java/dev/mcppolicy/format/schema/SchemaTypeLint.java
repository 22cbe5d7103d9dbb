package dev.mcppolicy.format.schema;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.document.ScalarNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Warns of keywords that speak of values of one type where the type is not required: a value of any other type passes
 * them. Follows the schema as a value would, so that what a schema's surroundings require counts. What is excluded or
 * only asked about, under {@code not} and {@code if}, lets nothing pass.
 */
final class SchemaTypeLint {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("minimum", "number"),
            Map.entry("maximum", "number"),
            Map.entry("exclusiveMinimum", "number"),
            Map.entry("exclusiveMaximum", "number"),
            Map.entry("multipleOf", "number"),
            Map.entry("minLength", "string"),
            Map.entry("maxLength", "string"),
            Map.entry("pattern", "string"),
            Map.entry("items", "array"),
            Map.entry("prefixItems", "array"),
            Map.entry("contains", "array"),
            Map.entry("minItems", "array"),
            Map.entry("maxItems", "array"),
            Map.entry("uniqueItems", "array"),
            Map.entry("unevaluatedItems", "array"),
            Map.entry("properties", "object"),
            Map.entry("patternProperties", "object"),
            Map.entry("additionalProperties", "object"),
            Map.entry("propertyNames", "object"),
            Map.entry("required", "object"),
            Map.entry("minProperties", "object"),
            Map.entry("maxProperties", "object"),
            Map.entry("dependentRequired", "object"),
            Map.entry("dependentSchemas", "object"),
            Map.entry("unevaluatedProperties", "object"));
    private static final Set<String> SAY_TYPES = Set.of("type", "enum", "const");
    private static final Set<String> LETS_NOTHING_PASS = Set.of("not", "if");

    private final Problems problems;
    private final SchemaParts parts;
    private final Set<Node> seen = new HashSet<>();

    SchemaTypeLint(Problems problems, SchemaParts parts) {
        this.problems = problems;
        this.parts = parts;
    }

    /** Looks through the schema of arguments, which are an object. */
    void check(Node root) {
        check(root, true);
    }

    private void check(Node schema, boolean typed) {
        if (!(schema instanceof ObjectNode object) || !seen.add(schema)) {
            return;
        }
        boolean isTyped = typed || saysType(object, new HashSet<>());
        for (ObjectNode.Member member : object.members()) {
            String name = member.name();
            String type = TYPES.get(name);
            if (!isTyped && type != null) {
                problems.reportName(
                        Diagnostic.UNTYPED_KEYWORD, object, member, "add `\"type\": \"" + type + "\"`", name, type);
            }
            if (!LETS_NOTHING_PASS.contains(name)) {
                SchemaKeywords.schemasOfSameValueIn(member).forEach(part -> check(part, isTyped));
                SchemaKeywords.schemasOfPartsIn(member).forEach(part -> check(part, name.equals("propertyNames")));
                targets(member).forEach(target -> check(target, isTyped));
            }
        }
    }

    /** Whether a schema says which types there are, by itself or by what it must match besides. */
    private boolean saysType(ObjectNode schema, Set<Node> onTheWay) {
        if (!onTheWay.add(schema)) {
            return false;
        }
        for (ObjectNode.Member member : schema.members()) {
            if (SAY_TYPES.contains(member.name())) {
                return true;
            }
            List<Node> besides = targets(member);
            if (member.name().equals("allOf")) {
                besides = SchemaKeywords.schemasOfSameValueIn(member);
            }
            if (besides.stream().anyMatch(part -> part instanceof ObjectNode object && saysType(object, onTheWay))) {
                return true;
            }
        }
        return false;
    }

    private List<Node> targets(ObjectNode.Member member) {
        boolean refers = SchemaKeywords.isReference(member.name())
                && member.value() instanceof ScalarNode scalar
                && scalar.text() != null;
        return refers ? parts.targets(String.valueOf(((ScalarNode) member.value()).text())) : List.of();
    }
}
