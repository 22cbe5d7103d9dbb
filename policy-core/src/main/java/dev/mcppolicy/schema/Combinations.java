package dev.mcppolicy.schema;

import java.util.List;

/** The keywords that put other schemas to the same value. */
final class Combinations {
    private Combinations() {}

    static SchemaNode.Keyword allOf(List<SchemaNode> schemas) {
        return (value, evaluation, seen) -> {
            for (int i = 0; i < schemas.size(); i++) {
                if (!evaluation.matches(schemas.get(i), value, seen)) {
                    return false;
                }
            }
            return true;
        };
    }

    static SchemaNode.Keyword anyOf(List<SchemaNode> schemas) {
        return (value, evaluation, seen) -> {
            boolean any = false;
            for (int i = 0; i < schemas.size(); i++) {
                // What is seen is the sum of all that match.
                if (evaluation.tries(schemas.get(i), value, seen)) {
                    any = true;
                    if (seen == SeenParts.UNASKED) {
                        break;
                    }
                }
            }
            return any || evaluation.fails("does not meet any alternative of `anyOf`");
        };
    }

    static SchemaNode.Keyword oneOf(List<SchemaNode> schemas) {
        return (value, evaluation, seen) -> {
            int matching = 0;
            for (int i = 0; i < schemas.size() && matching < 2; i++) {
                if (evaluation.tries(schemas.get(i), value, seen)) {
                    matching++;
                }
            }
            return matching == 1 || evaluation.fails("does not meet exactly one alternative of `oneOf`");
        };
    }

    static SchemaNode.Keyword not(SchemaNode schema) {
        return (value, evaluation, seen) ->
                !evaluation.tries(schema, value, SeenParts.UNASKED) || evaluation.fails("meets what `not` excludes");
    }

    static SchemaNode.Keyword ifThenElse(SchemaNode condition, SchemaNode then, SchemaNode otherwise) {
        return (value, evaluation, seen) ->
                evaluation.matches(evaluation.tries(condition, value, seen) ? then : otherwise, value, seen);
    }
}
