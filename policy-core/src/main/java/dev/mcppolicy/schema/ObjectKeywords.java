package dev.mcppolicy.schema;

import dev.mcppolicy.operator.ValueTest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keywords that speak of objects. Of all other values they say nothing. */
final class ObjectKeywords {
    /** As many names are looked up in the time of one evaluation. */
    private static final int NAMES_AN_EVALUATION = 16;

    private ObjectKeywords() {}

    static SchemaNode.Keyword minProperties(int least) {
        return (value, evaluation, seen) -> !(value instanceof Map<?, ?> object)
                || object.size() >= least
                || evaluation.fails("does not meet `minProperties`");
    }

    static SchemaNode.Keyword maxProperties(int most) {
        return (value, evaluation, seen) -> !(value instanceof Map<?, ?> object)
                || object.size() <= most
                || evaluation.fails("does not meet `maxProperties`");
    }

    static SchemaNode.Keyword required(List<String> names) {
        return (value, evaluation, seen) -> {
            if (value instanceof Map<?, ?> object) {
                evaluation.take(names.size() / NAMES_AN_EVALUATION);
                for (int i = 0; i < names.size(); i++) {
                    if (!object.containsKey(names.get(i))) {
                        return evaluation.fails("`" + names.get(i) + "` is required");
                    }
                }
            }
            return true;
        };
    }

    static SchemaNode.Keyword dependencies(Map<String, SchemaNode.Keyword> byName) {
        return (value, evaluation, seen) -> {
            if (value instanceof Map<?, ?> object) {
                evaluation.take(Math.min(object.size(), byName.size()) / NAMES_AN_EVALUATION);
                Set<?> names = object.size() < byName.size() ? object.keySet() : byName.keySet();
                for (Object name : names) {
                    SchemaNode.Keyword keyword = byName.get(name);
                    if (keyword != null && object.containsKey(name) && !keyword.holds(value, evaluation, seen)) {
                        return false;
                    }
                }
            }
            return true;
        };
    }

    static SchemaNode.Keyword properties(Map<String, SchemaNode> schemas) {
        return (value, evaluation, seen) -> {
            if (value instanceof Map<?, ?> object) {
                evaluation.take(Math.min(object.size(), schemas.size()) / NAMES_AN_EVALUATION);
                Set<?> names = object.size() < schemas.size() ? object.keySet() : schemas.keySet();
                for (Object name : names) {
                    SchemaNode schema = schemas.get(name);
                    if (schema != null && object.containsKey(name)) {
                        if (!evaluation.matchesPart(schema, name, object.get(name))) {
                            return false;
                        }
                        seen.add(name);
                    }
                }
            }
            return true;
        };
    }

    static SchemaNode.Keyword patternProperties(Map<ValueTest, SchemaNode> schemas) {
        return (value, evaluation, seen) -> {
            if (value instanceof Map<?, ?> object) {
                for (Map.Entry<?, ?> member : object.entrySet()) {
                    for (Map.Entry<ValueTest, SchemaNode> each : schemas.entrySet()) {
                        String name = String.valueOf(member.getKey());
                        if (evaluation.finds(each.getKey(), name)) {
                            if (!evaluation.matchesPart(each.getValue(), name, member.getValue())) {
                                return false;
                            }
                            seen.add(name);
                        }
                    }
                }
            }
            return true;
        };
    }

    static SchemaNode.Keyword additionalProperties(Set<String> named, List<ValueTest> patterns, SchemaNode schema) {
        Set<String> names = Set.copyOf(named);
        return (value, evaluation, seen) -> {
            if (value instanceof Map<?, ?> object) {
                evaluation.take(object.size() / NAMES_AN_EVALUATION);
                for (Map.Entry<?, ?> member : object.entrySet()) {
                    String name = String.valueOf(member.getKey());
                    if (!names.contains(name) && !isFound(patterns, name, evaluation)) {
                        if (!evaluation.matchesPart(schema, name, member.getValue())) {
                            return false;
                        }
                        seen.add(name);
                    }
                }
            }
            return true;
        };
    }

    private static boolean isFound(List<ValueTest> patterns, String name, SchemaEvaluation evaluation) {
        for (int i = 0; i < patterns.size(); i++) {
            if (evaluation.finds(patterns.get(i), name)) {
                return true;
            }
        }
        return false;
    }

    static SchemaNode.Keyword propertyNames(SchemaNode schema) {
        return (value, evaluation, seen) -> {
            if (value instanceof Map<?, ?> object) {
                for (Object name : object.keySet()) {
                    if (!evaluation.matchesPart(schema, name, name)) {
                        return false;
                    }
                }
            }
            return true;
        };
    }

    static SchemaNode.Keyword unevaluatedProperties(SchemaNode schema) {
        return (value, evaluation, seen) -> {
            if (value instanceof Map<?, ?> object) {
                evaluation.take(object.size() / NAMES_AN_EVALUATION);
                for (Map.Entry<?, ?> member : object.entrySet()) {
                    if (!seen.contains(member.getKey())
                            && !evaluation.matchesPart(schema, member.getKey(), member.getValue())) {
                        return false;
                    }
                }
                seen.addAll();
            }
            return true;
        };
    }
}
