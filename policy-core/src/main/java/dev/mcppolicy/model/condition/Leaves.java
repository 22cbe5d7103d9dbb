package dev.mcppolicy.model.condition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            CallPath path = callPath(leaf);
            if (path != null && path.hasWildcard()) {
                throw new IllegalArgumentException("`" + path + "` has a wildcard, which has no place under `not`");
            }
        }
    }

    static boolean hasWildcard(Condition leaf) {
        CallPath path = callPath(leaf instanceof Condition.Optional optional ? optional.comparison() : leaf);
        return path != null && path.hasWildcard();
    }

    /** What of the call a comparison looks at, or null for another condition. */
    private static @Nullable CallPath callPath(Condition leaf) {
        if (leaf instanceof Condition.PathComparison comparison) {
            return comparison.path();
        }
        return leaf instanceof Condition.Comparison comparison && comparison.path() instanceof CallPath path
                ? path
                : null;
    }

    /** Refuses optional comparisons where another condition can decide for them. */
    static void checkNotOptional(List<Condition> conditions) {
        for (Condition leaf : of(conditions)) {
            if (leaf instanceof Condition.Optional optional) {
                throw new IllegalArgumentException(
                        "`" + optional + "` has its place in a requirement, there or under `all`");
            }
        }
    }

    /** Refuses what only a requirement may say, where a rule fires by it. */
    static void checkMayFire(List<Condition> conditions) {
        checkNotOptional(conditions);
        for (Condition leaf : of(conditions)) {
            if (isInside(leaf)) {
                throw new IllegalArgumentException(
                        "`" + ((Condition.Comparison) leaf).operator().id()
                                + "` says what is plainly inside and nothing of what is outside, so it can only be required");
            }
        }
    }

    static boolean mayFire(List<Condition> conditions) {
        return of(conditions).stream().noneMatch(leaf -> leaf instanceof Condition.Optional || isInside(leaf));
    }

    private static boolean isInside(Condition leaf) {
        return leaf instanceof Condition.Comparison comparison
                && comparison.operator().isForRequirementsAlone();
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
