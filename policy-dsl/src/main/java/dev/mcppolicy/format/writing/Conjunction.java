package dev.mcppolicy.format.writing;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * The conditions of a rule as a plain list, all of which must hold, which is what the formats say without extensions.
 *
 * <p>Only what is equal in every one of the three outcomes, for missing values too, is rewritten: {@code all} directly in
 * a rule, {@code not} over {@code any}, {@code not} over {@code not}, and {@code not} over {@code exists}. No negation
 * is ever exchanged for the contrary operator, since the two differ where the value is missing.
 */
final class Conjunction {
    private final List<Condition> conditions = new ArrayList<>();

    private Conjunction() {}

    /** The same conditions, without conditions of conditions where they can be rewritten. */
    static List<Condition> of(List<Condition> given) {
        Conjunction conjunction = new Conjunction();
        given.forEach(condition -> conjunction.add(condition, false));
        return conjunction.conditions;
    }

    /** The same conditions, of which only those are rewritten that have no form as they are. */
    static List<Condition> whereNeeded(List<Condition> given) {
        Conjunction conjunction = new Conjunction();
        for (Condition condition : given) {
            if (hasForm(condition) || condition instanceof Condition.SchemaMatch) {
                conjunction.conditions.add(condition);
            } else {
                conjunction.add(condition, false);
            }
        }
        return conjunction.conditions;
    }

    /** Whether a condition can be said wherever one may stand: a schema can only directly in a requirement. */
    static boolean hasForm(Condition condition) {
        if (condition instanceof Condition.Not not) {
            return hasForm(not.condition());
        }
        if (condition instanceof Condition.AllOf all) {
            return !all.conditions().isEmpty() && all.conditions().stream().allMatch(Conjunction::hasForm);
        }
        if (condition instanceof Condition.AnyOf any) {
            return !any.conditions().isEmpty() && any.conditions().stream().allMatch(Conjunction::hasForm);
        }
        return !(condition instanceof Condition.SchemaMatch) && !(condition instanceof Condition.NamedPredicate);
    }

    private void add(Condition condition, boolean negated) {
        if (condition instanceof Condition.Not not) {
            add(not.condition(), !negated);
        } else if (condition instanceof Condition.AllOf all
                && (!negated || all.conditions().size() == 1)) {
            all.conditions().forEach(part -> add(part, negated));
        } else if (condition instanceof Condition.AnyOf any
                && (negated || any.conditions().size() == 1)) {
            any.conditions().forEach(part -> add(part, negated));
        } else if (!negated) {
            conditions.add(condition);
        } else if (condition instanceof Condition.Comparison comparison && comparison.operator() == Operator.EXISTS) {
            conditions.add(contraryOf(comparison));
        } else {
            conditions.add(new Condition.Not(condition));
        }
    }

    private static Condition contraryOf(Condition.Comparison existence) {
        return new Condition.Comparison(
                existence.path(), Operator.EXISTS, !existence.operand().equals(true));
    }
}
