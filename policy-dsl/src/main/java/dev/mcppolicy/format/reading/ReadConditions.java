package dev.mcppolicy.format.reading;

import dev.mcppolicy.format.document.Diagnostic;
import dev.mcppolicy.format.document.ListNode;
import dev.mcppolicy.format.document.Node;
import dev.mcppolicy.format.document.ObjectFields;
import dev.mcppolicy.format.document.ObjectNode;
import dev.mcppolicy.format.document.Problems;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of the arguments.
 *
 * @param comparisons its conditions, with their places
 * @param schema its schema, or null without one
 */
record ReadConditions(List<ConditionReader.Placed> comparisons, Condition.@Nullable SchemaMatch schema) {

    /** The conditions and the schema of a rule, enforced or in shadow mode, as far as they are there. */
    static ReadConditions of(
            ObjectFields fields,
            ConditionReader conditions,
            SchemaReader schemas,
            boolean enforced,
            Problems problems) {
        ListNode list = fields.list("conditions");
        List<ConditionReader.Placed> comparisons = list == null ? List.of() : conditions.read(list, enforced);
        Node schemaNode = fields.get("schema");
        return new ReadConditions(comparisons, schemaNode == null ? null : schemas.read(schemaNode));
    }

    /** What of it a rule may fire by: not what says only what is inside, which is reported. */
    ReadConditions firing(Problems problems) {
        List<ConditionReader.Placed> left = new ArrayList<>(comparisons.size());
        for (ConditionReader.Placed placed : comparisons) {
            Operator operator = placed.comparison().operator();
            if (operator.isForRequirementsAlone()) {
                problems.report(
                        Diagnostic.REQUIRED_ALONE, placed.node(), "require it in a rule of its own", operator.id());
            } else {
                left.add(placed);
            }
        }
        return new ReadConditions(left, schema);
    }

    /** Whether the rule asks for nothing, as it stands in the document. */
    boolean isEmptyIn(ObjectNode rule) {
        return comparisons.isEmpty()
                && rule.find("schema") == null
                && !rule.isTorn()
                && rule.child("conditions") instanceof ListNode list
                && list.elements().isEmpty();
    }

    /** All of it in document order. */
    List<Condition> all() {
        if (comparisons.size() == 1 && schema == null) {
            return List.of(comparisons.get(0).comparison());
        }
        List<Condition> all = new ArrayList<>(comparisons.size() + 1);
        comparisons.forEach(placed -> all.add(placed.comparison()));
        if (schema != null) {
            all.add(schema);
        }
        return all;
    }
}
