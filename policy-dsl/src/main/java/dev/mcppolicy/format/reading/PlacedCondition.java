package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.model.condition.Condition;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A condition and where it stands.
 *
 * @param condition the condition
 * @param node the whole condition in the document
 * @param value the operand of a comparison, or null for another condition
 * @param parts the conditions that it is made of
 */
record PlacedCondition(
        Condition condition, ObjectNode node, @Nullable Node value, List<PlacedCondition> parts) {
    /** The comparison that this is, or null where it is another condition. */
    Condition.@Nullable Comparison comparison() {
        return condition instanceof Condition.Comparison comparison ? comparison : null;
    }

    /** What in this combines no other conditions. */
    List<PlacedCondition> leaves() {
        return parts.isEmpty()
                ? List.of(this)
                : parts.stream().flatMap(part -> part.leaves().stream()).toList();
    }

    /** What must hold for this to hold: its parts where it is {@code all}, at any depth, or else this alone. */
    Stream<PlacedCondition> conjuncts() {
        return condition instanceof Condition.AllOf
                ? parts.stream().flatMap(PlacedCondition::conjuncts)
                : Stream.of(this);
    }
}
