package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import java.util.List;

/** The comparisons of a rule that compare two values of a call. */
public final class PathComparisons {
    private PathComparisons() {}

    /** Those of a rule in the order of writing, optional ones among them. */
    public static List<Condition.PathComparison> of(Rule rule) {
        return rule.allConditions().stream()
                .flatMap(condition -> condition.leaves().stream())
                .map(leaf -> leaf instanceof Condition.Optional optional ? optional.comparison() : leaf)
                .filter(Condition.PathComparison.class::isInstance)
                .map(Condition.PathComparison.class::cast)
                .toList();
    }
}
