package dev.mcppolicy.tool;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.util.List;
import java.util.Map;

/**
 * What conditions come to where some arguments are left out, or have the values that the server takes for them, and
 * nothing is known of the others.
 *
 * @param values the values by the path; an empty list for an argument that is missing
 */
record AbsentArguments(Map<ArgumentPath, List<Object>> values) {
    /** The outcome of all of some conditions together; cannot tell where it depends on what is not known. */
    Truth of(List<Condition> conditions) {
        return conditions.stream().map(this::of).reduce(Truth.TRUE, Truth::and);
    }

    private Truth of(Condition condition) {
        if (condition instanceof Condition.AllOf each) {
            return of(each.conditions());
        }
        if (condition instanceof Condition.AnyOf any) {
            return any.conditions().stream().map(this::of).reduce(Truth.FALSE, Truth::or);
        }
        if (condition instanceof Condition.Not not) {
            return of(not.condition()).not();
        }
        if (condition instanceof Condition.Comparison comparison) {
            return of(comparison);
        }
        boolean isMissing = condition instanceof Condition.PathComparison
                && RuleArguments.ofLeaf(condition)
                        .anyMatch(path ->
                                values.containsKey(path) && values.get(path).isEmpty());
        return isMissing ? Truth.FALSE : Truth.CANNOT_TELL;
    }

    private Truth of(Condition.Comparison comparison) {
        // Whoever asks whether a value is there has thought of its absence.
        List<Object> given = comparison.path() instanceof ArgumentPath path && comparison.operator() != Operator.EXISTS
                ? values.get(path)
                : null;
        if (given == null) {
            return Truth.CANNOT_TELL;
        }
        return given.stream().map(value -> comparison.test().test(value)).reduce(Truth.FALSE, Truth::or);
    }
}
