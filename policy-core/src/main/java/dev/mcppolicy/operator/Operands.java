package dev.mcppolicy.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the operand of an operator that takes a list of texts of one form. */
final class Operands {
    private Operands() {}

    /**
     * The parsed elements of a list.
     *
     * @throws IllegalArgumentException if the operand is no list of such texts, or an empty one
     */
    static <T> List<T> parsed(String operator, Object operand, String form, Function<String, @Nullable T> parse) {
        if (!(operand instanceof List<?> list) || list.isEmpty()) {
            String given = operand instanceof List ? "an empty list" : Operator.kind(operand);
            throw new IllegalArgumentException("`" + operator + "` takes a list of " + form + ", not " + given);
        }
        List<T> parsed = new ArrayList<>(list.size());
        for (Object element : list) {
            T entry = element instanceof String text ? parse.apply(text) : null;
            if (entry == null) {
                String given = element instanceof String text
                        ? "`" + text + "`"
                        : element == null ? "null" : Operator.kind(element);
                throw new IllegalArgumentException("`" + operator + "` takes a list of " + form + ", not " + given);
            }
            parsed.add(entry);
        }
        return List.copyOf(parsed);
    }
}
