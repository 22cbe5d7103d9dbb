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
        if (!check(schema, schema, anchors)) {
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
        } catch (RuntimeException | StackOverflowError e) {
            problems.report(Diagnostic.BAD_SCHEMA, node, null, Reason.of(e.getMessage()));
        }
        return null;
    }

    private static void collectAnchors(Node node, Set<String> anchors) {
        if (node instanceof ListNode list) {
            list.elements().forEach(element -> collectAnchors(element, anchors));
        } else if (node instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                if (ANCHORS.contains(member.name())
                        && member.value() instanceof ScalarNode scalar
                        && scalar.text() != null) {
                    anchors.add(scalar.text());
                } else if (!DATA.contains(member.name())) {
                    collectAnchors(member.value(), anchors);
                }
            }
        }
    }

    private boolean check(Node node, ObjectNode schema, Set<String> anchors) {
        boolean good = true;
        if (node instanceof ListNode list) {
            for (Node element : list.elements()) {
                good &= check(element, schema, anchors);
            }
        } else if (node instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                if (!DATA.contains(member.name())) {
                    good &= checkKeyword(member, schema, anchors) && check(member.value(), schema, anchors);
                }
            }
        }
        return good;
    }

    private boolean checkKeyword(ObjectNode.Member member, ObjectNode schema, Set<String> anchors) {
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
            return checkPattern(text, member.value());
        }
        return true;
    }

    private boolean checkPattern(String pattern, Node node) {
        try {
            Operator.REGEX.test(pattern);
            return true;
        } catch (IllegalArgumentException e) {
            problems.report(Diagnostic.BAD_PATTERN, node, null, Quoted.visible(String.valueOf(e.getMessage())));
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
