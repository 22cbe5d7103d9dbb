package dev.mcppolicy.model;

import java.util.ArrayList;
import java.util.List;

/** The conditions that combine no others, in the order of writing. */
final class Leaves {
    private Leaves() {}

    static List<Condition> of(List<Condition> conditions) {
        List<Condition> leaves = new ArrayList<>(conditions.size());
        collect(conditions, leaves);
        return leaves;
    }

    private static void collect(List<Condition> conditions, List<Condition> leaves) {
        for (Condition condition : conditions) {
            if (condition instanceof Condition.AllOf all) {
                collect(all.conditions(), leaves);
            } else if (condition instanceof Condition.AnyOf any) {
                collect(any.conditions(), leaves);
            } else if (condition instanceof Condition.Not not) {
                collect(List.of(not.condition()), leaves);
            } else {
                leaves.add(condition);
            }
        }
    }

    /** Refuses paths to every element, of which a negation could mean that one or that none is so. */
    static void checkNoWildcard(List<Condition> conditions) {
        for (Condition leaf : of(conditions)) {
            if (leaf instanceof Condition.Comparison comparison
                    && comparison.path() instanceof ArgumentPath path
                    && path.hasWildcard()) {
                throw new IllegalArgumentException("`" + path + "` has a wildcard, which has no place under `not`");
            }
        }
    }

    /** Refuses comparisons that say what is inside and nothing of what is outside, where a rule fires by them. */
    static void checkMayFire(List<Condition> conditions) {
        for (Condition leaf : of(conditions)) {
            if (leaf instanceof Condition.Comparison comparison
                    && comparison.operator().isForRequirementsAlone()) {
                throw new IllegalArgumentException("`" + comparison.operator().id()
                        + "` says what is plainly inside and nothing of what is outside, so it can only be required");
            }
        }
    }

    /** Whether what stands for code in conditions that are equal is the same code. */
    static boolean haveSameCode(List<Condition> conditions, List<Condition> equal) {
        List<Condition> leaves = of(conditions);
        List<Condition> others = of(equal);
        for (int i = 0; i < leaves.size(); i++) {
            if (!hasSameCode(leaves.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasSameCode(Condition leaf, Condition equal) {
        if (leaf instanceof Condition.NamedPredicate predicate) {
            return predicate.predicate() == ((Condition.NamedPredicate) equal).predicate();
        }
        // The validator of a document's schema is a value of the text, so that the same document read twice is the
        // same.
        return !(leaf instanceof Condition.SchemaMatch match)
                || match.validator().equals(((Condition.SchemaMatch) equal).validator());
    }
}
