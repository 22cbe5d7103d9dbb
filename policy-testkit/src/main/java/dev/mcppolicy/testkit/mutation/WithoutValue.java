package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left of conditions where a value is missing: how they come out, or what that depends on. Two of which the same
 * is left come out alike.
 */
final class WithoutValue {
    private final CallPath path;
    /** Whether the conditions are of a rule that asks a human, which hold where a value is missing, so that it asks. */
    private final boolean asks;

    private WithoutValue(CallPath path, boolean asks) {
        this.path = path;
        this.asks = asks;
    }

    /** What is left of conditions that must all hold. */
    static Object left(List<Condition> conditions, CallPath path, boolean asks) {
        return new WithoutValue(path, asks).group("all", Truth.FALSE, conditions, false);
    }

    private Object left(Condition condition, boolean negated) {
        if (condition instanceof Condition.AllOf all) {
            return group("all", Truth.FALSE, all.conditions(), negated);
        }
        if (condition instanceof Condition.AnyOf any) {
            return group("any", Truth.TRUE, any.conditions(), negated);
        }
        if (condition instanceof Condition.Not not) {
            Object inner = left(not.condition(), !negated);
            return inner instanceof Truth truth ? truth.not() : List.of("not", inner);
        }
        if (condition instanceof Condition.Optional optional) {
            return left(optional.comparison(), negated) instanceof Truth ? Truth.TRUE : optional;
        }
        if (condition instanceof Condition.Comparison comparison
                && comparison.path().equals(path)) {
            return comparison.operator() == Operator.EXISTS
                    ? Truth.of(Boolean.FALSE.equals(comparison.operand()))
                    : Truth.of(asks && !negated);
        }
        // A pair of which one value is missing cannot be told where the other is of another shape.
        return condition;
    }

    /** Conditions of which one that comes out in one way decides. */
    private Object group(String word, Truth decisive, List<Condition> conditions, boolean negated) {
        List<Object> parts = new ArrayList<>();
        for (Condition condition : conditions) {
            Object part = left(condition, negated);
            if (part == decisive) {
                return decisive;
            }
            if (part != decisive.not()) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? decisive.not() : parts.size() == 1 ? parts.get(0) : List.of(word, parts);
    }
}
