package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.format.schema.SchemaReader;
import dev.mcppolicy.model.condition.Condition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of a call.
 *
 * @param placed its conditions, with their places
 * @param schema its schema, or null without one
 */
record ReadConditions(List<PlacedCondition> placed, Condition.@Nullable SchemaMatch schema) {

    /** The conditions and the schema of a rule, enforced or in shadow mode, as far as they are there. */
    static ReadConditions of(
            ObjectFields fields,
            ConditionReader conditions,
            SchemaReader schemas,
            boolean enforced,
            Problems problems) {
        ListNode list = fields.list("conditions");
        List<PlacedCondition> placed = list == null ? List.of() : conditions.read(list, enforced);
        Node schemaNode = fields.get("schema");
        return new ReadConditions(placed, schemaNode == null ? null : schemas.read(schemaNode));
    }

    /** Conditions without their places. */
    static List<Condition> of(List<PlacedCondition> placed) {
        return placed.stream().map(PlacedCondition::condition).toList();
    }

    /** What of it a rule may fire by: not what only a requirement may say, which is reported. */
    ReadConditions firing(ConditionReader conditions) {
        return new ReadConditions(placed.stream().filter(conditions::mayFire).toList(), schema);
    }

    /** Whether the rule asks for nothing, as it stands in the document. */
    boolean isEmptyIn(ObjectNode rule) {
        return placed.isEmpty()
                && rule.find("schema") == null
                && !rule.isTorn()
                && rule.child("conditions") instanceof ListNode list
                && list.elements().isEmpty();
    }

    /** All of it in document order. */
    List<Condition> all() {
        if (placed.size() == 1 && schema == null) {
            return List.of(placed.get(0).condition());
        }
        List<Condition> all = new ArrayList<>(placed.size() + 1);
        placed.forEach(each -> all.add(each.condition()));
        if (schema != null) {
            all.add(schema);
        }
        return all;
    }
}
