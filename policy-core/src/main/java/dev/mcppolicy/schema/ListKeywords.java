package dev.mcppolicy.schema;

import dev.mcppolicy.json.internal.JsonNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keywords that speak of lists. Of all other values they say nothing. */
final class ListKeywords {
    /** As many characters are compared, each with several others, in the time of one evaluation. */
    private static final int CHARACTERS_AN_EVALUATION = 1 << 7;

    private ListKeywords() {}

    static SchemaNode.Keyword minItems(int least) {
        return (value, evaluation, seen) -> !(value instanceof List<?> list)
                || list.size() >= least
                || evaluation.fails("does not meet `minItems`");
    }

    static SchemaNode.Keyword maxItems(int most) {
        return (value, evaluation, seen) ->
                !(value instanceof List<?> list) || list.size() <= most || evaluation.fails("does not meet `maxItems`");
    }

    static SchemaNode.Keyword prefixItems(List<SchemaNode> schemas) {
        return (value, evaluation, seen) -> {
            if (value instanceof List<?> list) {
                int index = 0;
                for (Object element : list) {
                    if (index == schemas.size()) {
                        break;
                    }
                    if (!evaluation.matchesPart(schemas.get(index), index, element)) {
                        return false;
                    }
                    seen.add(index++);
                }
            }
            return true;
        };
    }

    static SchemaNode.Keyword items(SchemaNode schema, int from) {
        return (value, evaluation, seen) -> {
            if (value instanceof List<?> list) {
                int index = 0;
                for (Object element : list) {
                    if (index >= from && !evaluation.matchesPart(schema, index, element)) {
                        return false;
                    }
                    index++;
                }
                seen.addAll();
            }
            return true;
        };
    }

    static SchemaNode.Keyword contains(SchemaNode schema, int least, int most) {
        return (value, evaluation, seen) -> {
            if (!(value instanceof List<?> list)) {
                return true;
            }
            int count = 0;
            int index = 0;
            for (Object element : list) {
                if (evaluation.triesPart(schema, element)) {
                    count++;
                    seen.add(index);
                }
                index++;
            }
            return (count >= least && count <= most) || evaluation.fails("does not meet `contains`");
        };
    }

    static SchemaNode.Keyword unevaluatedItems(SchemaNode schema) {
        return (value, evaluation, seen) -> {
            if (value instanceof List<?> list) {
                int index = 0;
                for (Object element : list) {
                    if (!seen.contains(index) && !evaluation.matchesPart(schema, index, element)) {
                        return false;
                    }
                    index++;
                }
                seen.addAll();
            }
            return true;
        };
    }

    static SchemaNode.Keyword uniqueItems() {
        return (value, evaluation, seen) -> {
            if (value instanceof List<?> list) {
                TreeSet<Object> distinct = new TreeSet<>(ListKeywords::compare);
                for (Object element : list) {
                    if (!distinct.add(ordered(element, evaluation))) {
                        return evaluation.fails("does not meet `uniqueItems`");
                    }
                }
            }
            return true;
        };
    }

    /** A value in a form that {@link #compare} puts in order; counts each of its parts. */
    private static Object ordered(@Nullable Object value, SchemaEvaluation evaluation) {
        evaluation.take(1 + (value instanceof String text ? text.length() / CHARACTERS_AN_EVALUATION : 0));
        if (value instanceof Map<?, ?> map) {
            TreeMap<String, Object> members = new TreeMap<>();
            map.forEach((name, part) -> {
                evaluation.take(String.valueOf(name).length() / CHARACTERS_AN_EVALUATION);
                members.put(String.valueOf(name), ordered(part, evaluation));
            });
            return members;
        }
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>(list.size());
            list.forEach(element -> elements.add(ordered(element, evaluation)));
            return elements;
        }
        if (value == null) {
            return Kind.NULL;
        }
        return JsonNumber.isNumber(value) ? evaluation.number(value) : value;
    }

    /** What values are told apart by first. */
    private enum Kind {
        NULL,
        BOOLEAN,
        NUMBER,
        STRING,
        LIST,
        OBJECT;

        static Kind of(Object ordered) {
            if (ordered == NULL) {
                return NULL;
            }
            if (ordered instanceof Boolean) {
                return BOOLEAN;
            }
            if (ordered instanceof String) {
                return STRING;
            }
            return ordered instanceof List ? LIST : ordered instanceof Map ? OBJECT : NUMBER;
        }
    }

    private static int compare(Object left, Object right) {
        Kind kind = Kind.of(left);
        int order = kind.compareTo(Kind.of(right));
        if (order != 0) {
            return order;
        }
        return switch (kind) {
            case NULL -> 0;
            case BOOLEAN -> ((Boolean) left).compareTo((Boolean) right);
            case NUMBER -> ((BigDecimal) left).compareTo((BigDecimal) right);
            case STRING -> ((String) left).compareTo((String) right);
            case LIST -> compareInTurn((List<?>) left, (List<?>) right, ListKeywords::compare);
            case OBJECT -> {
                Map<?, ?> one = (Map<?, ?>) left;
                Map<?, ?> other = (Map<?, ?>) right;
                int names = compareInTurn(
                        new ArrayList<>(one.keySet()), new ArrayList<>(other.keySet()), ListKeywords::compare);
                yield names != 0
                        ? names
                        : compareInTurn(
                                new ArrayList<>(one.values()), new ArrayList<>(other.values()), ListKeywords::compare);
            }
        };
    }

    private static int compareInTurn(List<?> left, List<?> right, Comparator<Object> order) {
        if (left.size() != right.size()) {
            return Integer.compare(left.size(), right.size());
        }
        Iterator<?> others = right.iterator();
        for (Object element : left) {
            int compared = order.compare(element, others.next());
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }
}
