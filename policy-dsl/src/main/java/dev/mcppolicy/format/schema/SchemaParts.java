package dev.mcppolicy.format.schema;

import dev.mcppolicy.format.document.JsonPointers;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The schemas within one schema, where its references lead, and how much it comes to when they are followed: two
 * kilobytes of references can stand for a million million schemas.
 */
final class SchemaParts {
    private static final int MOST_STEPS = 100_000;

    private final Node root;
    private final Set<Node> schemas = new LinkedHashSet<>();
    /** The schemas of each anchor; that one name has several is for the validator to judge. */
    private final Map<String, List<Node>> anchors = new HashMap<>();

    SchemaParts(Node root) {
        this.root = root;
        visit(root);
    }

    private void visit(Node schema) {
        schemas.add(schema);
        for (String anchor : texts(schema, SchemaKeywords::isAnchor)) {
            anchors.computeIfAbsent(anchor, name -> new ArrayList<>()).add(schema);
        }
        SchemaKeywords.schemasIn(schema).forEach(this::visit);
    }

    /** The whole schema. */
    Node root() {
        return root;
    }

    /** All schemas, the whole one first. */
    Set<Node> schemas() {
        return schemas;
    }

    /** The schemas that a reference can mean; none where it leads out, nowhere or into data. */
    List<Node> targets(String reference) {
        if (!reference.startsWith("#")) {
            return List.of();
        }
        String fragment = reference.substring(1);
        if (!fragment.isEmpty() && !fragment.startsWith("/")) {
            return anchors.getOrDefault(fragment, List.of());
        }
        Node target = JsonPointers.target(root, fragment);
        return target != null && schemas.contains(target) ? List.of(target) : List.of();
    }

    /** Why the schema cannot be asked in good time, or null if it can. */
    @Nullable
    String excess() {
        Steps ofOneValue = new Steps(schema -> withTargets(schema, SchemaKeywords.schemasOfSameValueIn(schema)));
        Steps ofAllParts = new Steps(schema -> withTargets(schema, SchemaKeywords.schemasIn(schema)));
        boolean many = ofAllParts.count(root) > MOST_STEPS;
        for (Node schema : schemas) {
            many |= ofOneValue.count(schema) > MOST_STEPS;
        }
        if (ofOneValue.isCircular()) {
            return "it refers to itself without end";
        }
        return many ? "with its references followed it has too many parts" : null;
    }

    private List<Node> withTargets(Node schema, List<Node> parts) {
        for (String reference : texts(schema, SchemaKeywords::isReference)) {
            parts.addAll(targets(reference));
        }
        return parts;
    }

    private static List<String> texts(Node schema, Predicate<String> keywords) {
        List<String> texts = new ArrayList<>();
        if (schema instanceof ObjectNode object) {
            for (ObjectNode.Member member : object.members()) {
                if (keywords.test(member.name())
                        && member.value() instanceof ScalarNode scalar
                        && scalar.text() != null) {
                    texts.add(scalar.text());
                }
            }
        }
        return texts;
    }

    /** Counts the schemas that a schema comes to, each as often as it is reached; what leads back in a circle is one. */
    private static final class Steps {
        private final Function<Node, List<Node>> parts;
        private final Map<Node, Integer> counted = new HashMap<>();
        private final Set<Node> begun = new HashSet<>();
        private boolean circular;

        Steps(Function<Node, List<Node>> parts) {
            this.parts = parts;
        }

        boolean isCircular() {
            return circular;
        }

        /** The number of schemas, or one more than the most if there are more. */
        int count(Node schema) {
            Integer known = counted.get(schema);
            if (known != null) {
                return known;
            }
            if (!begun.add(schema)) {
                circular = true;
                return 1;
            }
            int steps = 1;
            for (Node part : parts.apply(schema)) {
                steps = Math.min(MOST_STEPS + 1, steps + count(part));
            }
            counted.put(schema, steps);
            return steps;
        }
    }
}
