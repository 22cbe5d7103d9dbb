package dev.mcppolicy.engine;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.ArgumentPath;
import dev.mcppolicy.model.Condition;
import dev.mcppolicy.model.CounterPath;
import java.util.List;

/** Turns the conditions of one rule into nodes. */
final class ConditionCompiler {
    /** What a rule makes of several elements at a wildcard, and of a value that is missing. */
    enum Reading {
        /** All elements must satisfy the comparison; the operator says what a missing value is. */
        REQUIREMENT,
        /** One element suffices; the operator says what a missing value is. */
        DENIAL,
        /** One element suffices; a missing value makes the rule fire. */
        APPROVAL
    }

    private final Reading reading;

    ConditionCompiler(Reading reading) {
        this.reading = reading;
    }

    ConditionNode[] compile(List<Condition> conditions) {
        return conditions.stream().map(condition -> compile(condition, false)).toArray(ConditionNode[]::new);
    }

    private ConditionNode compile(Condition condition, boolean negated) {
        if (condition instanceof Condition.Comparison comparison) {
            return comparison(comparison, negated);
        }
        if (condition instanceof Condition.AllOf all) {
            return new CombinedNode(Truth.TRUE, compileAll(all.conditions(), negated));
        }
        if (condition instanceof Condition.AnyOf any) {
            return new CombinedNode(Truth.FALSE, compileAll(any.conditions(), negated));
        }
        if (condition instanceof Condition.Not not) {
            return new NegatedNode(compile(not.condition(), !negated));
        }
        if (condition instanceof Condition.NamedPredicate named) {
            return new PredicateNode(named.name(), named.predicate());
        }
        return new PredicateNode("schema", ((Condition.SchemaMatch) condition).validator());
    }

    private ConditionNode[] compileAll(List<Condition> conditions, boolean negated) {
        return conditions.stream().map(condition -> compile(condition, negated)).toArray(ConditionNode[]::new);
    }

    private ConditionNode comparison(Condition.Comparison comparison, boolean negated) {
        if (comparison.path() instanceof CounterPath counter) {
            return new CounterNode(comparison, counter);
        }
        ArgumentPath path = (ArgumentPath) comparison.path();
        // Under a negation, the outcome that makes an approval rule fire is the contrary.
        Truth missing = reading == Reading.APPROVAL
                ? Truth.of(!negated)
                : comparison.test().missing();
        if (path.hasWildcard()) {
            return new WildcardNode(comparison, path, missing, reading == Reading.REQUIREMENT);
        }
        return new ArgumentNode(comparison, path, missing);
    }
}
