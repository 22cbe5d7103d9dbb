package dev.mcppolicy.format;

import dev.mcppolicy.json.CanonicalJson;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.Operator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON Schema (2020-12) that a rule asks the arguments to match. A schema stands alone: what its references
 * mean is in it.
 */
final class SchemaReader {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final String ARTIFACT = "com.networknt:json-schema-validator";
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef");
    private static final Set<String> ANCHORS = Set.of("$anchor", "$dynamicAnchor");
    /** Keywords whose values are data, not schemas. */
    private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");
    /** Keywords whose members are names of the author's, each with a schema. */
    private static final Set<String> NAMES_TO_SCHEMAS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    private final Problems problems;

    SchemaReader(Problems problems) {
        this.problems = problems;
    }

    /** The condition that the arguments match a schema, or null if it is none. */
    Condition.@Nullable SchemaMatch read(Node node) {
        ObjectNode schema = Fields.object(node, problems);
        if (schema == null || !isReadable(schema)) {
            return null;
        }
        Set<String> anchors = new HashSet<>();
        collectAnchors(schema, anchors);
        boolean standsAlone = check(schema, schema, anchors);
        if (!checkNumbers(schema) || !standsAlone) {
            return null;
        }
        String text = CanonicalJson.write(schema.json());
        try {
            NetworkntSchema.Fault fault = NetworkntSchema.fault(text);
            if (fault != null) {
                Node place = find(schema, fault.pointer());
                problems.report(Diagnostic.BAD_SCHEMA, place, null, Reason.of(fault.message()));
                return null;
            }
            Predicate<Map<String, @Nullable Object>> validator = NetworkntSchema.compile(text);
            return new Condition.SchemaMatch(text, validator);
        } catch (LinkageError e) {
            problems.report(Diagnostic.NO_SCHEMA_VALIDATOR, node, "add " + ARTIFACT);
        } catch (StackOverflowError e) {
            problems.report(Diagnostic.BAD_SCHEMA, node, null, "it refers to itself without end");
        } catch (RuntimeException e) {
            problems.report(Diagnostic.BAD_SCHEMA, node, null, Reason.of(e.getMessage()));
        }
        return null;
    }

    private static void collectAnchors(Node node, Set<String> anchors) {
        for (Node child : subschemas(node)) {
            collectAnchors(child, anchors);
        }
        if (node instanceof ObjectNode object) {
            for (String keyword : ANCHORS) {
                if (object.child(keyword) instanceof ScalarNode scalar && scalar.text() != null) {
                    anchors.add(scalar.text());
                }
            }
        }
    }

    private boolean check(Node node, ObjectNode schema, Set<String> anchors) {
        boolean good = true;
        if (node instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                good &= checkKeyword(member, schema, anchors);
            }
        }
        for (Node child : subschemas(node)) {
            good &= check(child, schema, anchors);
        }
        return good;
    }

    /** All that may be a schema directly under a schema, or under a list of schemas. */
    private static List<Node> subschemas(Node node) {
        if (node instanceof ListNode list) {
            return list.elements();
        }
        List<Node> children = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                if (NAMES_TO_SCHEMAS.contains(member.name()) && member.value() instanceof ObjectNode named) {
                    named.members().forEach(each -> children.add(each.value()));
                } else if (!DATA.contains(member.name())) {
                    children.add(member.value());
                }
            }
        }
        return children;
    }

    /** Whether the validator, which reads decimals as doubles, holds every number of the schema exactly. */
    private boolean checkNumbers(Node node) {
        boolean good = true;
        if (node instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                good &= checkNumbers(member.value());
            }
        } else if (node instanceof ListNode list) {
            for (Node element : list.elements()) {
                good &= checkNumbers(element);
            }
        } else if (!DoubleNumbers.holds(node.json())) {
            problems.report(Diagnostic.BAD_SCHEMA, node, null, "a schema's numbers must fit a double");
            return false;
        }
        return good;
    }

    private boolean checkKeyword(ObjectNode.Member member, ObjectNode schema, Set<String> anchors) {
        if (member.name().equals("patternProperties") && member.value() instanceof ObjectNode object) {
            boolean good = true;
            for (ObjectNode.Member property : object.members()) {
                good &= checkPattern(
                        property.name(), property.offset(problems.document()), object.pointerTo(property.name()));
            }
            return good;
        }
        String text = member.value() instanceof ScalarNode scalar ? scalar.text() : null;
        if (text == null) {
            return true;
        }
        if (REFERENCES.contains(member.name()) && !leadsSomewhere(text, schema, anchors)) {
            problems.report(
                    Diagnostic.SCHEMA_REFERENCE,
                    member.value(),
                    "write what is meant under `$defs` and refer to `#/$defs/name`",
                    Quoted.of(text));
            return false;
        }
        if (member.name().equals("$schema") && !text.equals(DIALECT)) {
            problems.report(Diagnostic.SCHEMA_DIALECT, member.value(), "write `" + DIALECT + "`", Quoted.of(text));
            return false;
        }
        if (member.name().equals("$id")) {
            problems.report(
                    Diagnostic.SCHEMA_REFERENCE, member.value(), "a rule's schema needs no `$id`", Quoted.of(text));
            return false;
        }
        if (member.name().equals("pattern")) {
            return checkPattern(text, member.value().offset(), member.value().pointer());
        }
        return true;
    }

    private boolean checkPattern(String pattern, int offset, String pointer) {
        try {
            Operator.REGEX.test(pattern);
            return true;
        } catch (IllegalArgumentException e) {
            problems.report(
                    Diagnostic.BAD_PATTERN, offset, pointer, null, Quoted.visible(String.valueOf(e.getMessage())));
            return false;
        }
    }

    private static boolean leadsSomewhere(String reference, ObjectNode schema, Set<String> anchors) {
        if (!reference.startsWith("#")) {
            return false;
        }
        String fragment = reference.substring(1);
        return fragment.isEmpty()
                || (fragment.startsWith("/") ? target(schema, fragment) != null : anchors.contains(fragment));
    }

    private static @Nullable Node target(Node schema, String pointer) {
        Node node = schema;
        for (String token : tokens(pointer)) {
            node = node == null ? null : node.child(token);
        }
        return node;
    }

    /** The innermost node on the way that a pointer describes. */
    private static Node find(Node schema, String pointer) {
        Node node = schema;
        for (String token : tokens(pointer)) {
            Node child = node.child(token);
            if (child == null) {
                return node;
            }
            node = child;
        }
        return node;
    }

    private static List<String> tokens(String pointer) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        while (at < pointer.length() && pointer.charAt(at) == '/') {
            int slash = pointer.indexOf('/', at + 1);
            int end = slash < 0 ? pointer.length() : slash;
            tokens.add(pointer.substring(at + 1, end).replace("~1", "/").replace("~0", "~"));
            at = end;
        }
        return tokens;
    }

    private static boolean isReadable(Node node) {
        return !ConditionReader.isUnreadable(node);
    }
}
