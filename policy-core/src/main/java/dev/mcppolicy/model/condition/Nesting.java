package dev.mcppolicy.model.condition;

import java.util.List;

/** How deep conditions stand in each other. */
final class Nesting {
    private Nesting() {}

    /**
     * Copies conditions that are to stand in another.
     *
     * @throws IllegalArgumentException if that one is nested deeper than {@link Condition#MOST_NESTED}
     */
    static List<Condition> checked(List<Condition> parts) {
        for (Condition part : parts) {
            if (depth(part) >= Condition.MOST_NESTED) {
                throw new IllegalArgumentException("conditions are nested deeper than " + Condition.MOST_NESTED);
            }
        }
        return List.copyOf(parts);
    }

    /** How many conditions of conditions stand in each other here; those within have been checked. */
    private static int depth(Condition condition) {
        if (condition instanceof Condition.Not not) {
            return 1 + depth(not.condition());
        }
        List<Condition> parts = condition instanceof Condition.AllOf all
                ? all.conditions()
                : condition instanceof Condition.AnyOf any ? any.conditions() : null;
        if (parts == null) {
            return 0;
        }
        int deepest = 0;
        for (Condition part : parts) {
            deepest = Math.max(deepest, depth(part));
        }
        return 1 + deepest;
    }
}
