package dev.mcppolicy.engine.condition;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.operator.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Turns the conditions of one policy's rules into nodes. What several rules say alike is one node, since large policies
 * say the same of many tools, and calls of all of them then keep it in the processor's caches.
 */
public final class ConditionCompiler {
    /** What a rule makes of several elements at a wildcard, and of a value that is missing. */
    public enum Reading {
        /** All elements must satisfy the comparison; the operator says what a missing value is. */
        REQUIREMENT,
        /** One element suffices; the operator says what a missing value is. */
        DENIAL,
        /** One element suffices; a missing value makes the rule fire, unless it is what is asked for. */
        APPROVAL
    }

    /** A comparison as a rule reads it: all that its node depends on. */
    private record Read(Condition comparison, Reading reading, boolean negated) implements Comparable<Read> {
        /** The map finds comparisons by it whose hashes are alike; what it cannot tell apart is told by equality. */
        @Override
        public int compareTo(Read other) {
            return comparison.toString().compareTo(other.comparison.toString());
        }
    }

    private final Predicate<Rule> judgedBefore;
    private final Map<Read, ConditionNode> comparisons = new HashMap<>();

    /**
     * A compiler for one policy.
     *
     * @param judgedBefore the rules by which every call has been judged when it comes here
     */
    public ConditionCompiler(Predicate<Rule> judgedBefore) {
        this.judgedBefore = judgedBefore;
    }

    /** One node for all the conditions of a rule, which must hold together for the calls that it concerns. */
    public ConditionNode compile(Rule rule, Reading reading) {
        ConditionNode node = all(rule.conditions(), reading);
        if (!rule.when().isEmpty()) {
            // Leaving out what says whether the rule concerns a call skips no human.
            Reading whenReading = reading == Reading.APPROVAL ? reading : Reading.DENIAL;
            Truth passing = Truth.of(reading == Reading.REQUIREMENT);
            node = new GuardedNode(all(rule.when(), whenReading), node, passing);
        }
        return judgedBefore.test(rule) ? new RepeatedNode(node) : node;
    }

    /** One node for what says which calls a limit concerns. */
    public ConditionNode compileWhen(Rule limit) {
        ConditionNode node = all(limit.when(), Reading.DENIAL);
        return judgedBefore.test(limit) ? new RepeatedNode(node) : node;
    }

    private ConditionNode all(List<Condition> conditions, Reading reading) {
        ConditionNode[] nodes = compileAll(conditions, reading, false);
        return nodes.length == 1 ? nodes[0] : new CombinedNode(Truth.TRUE, nodes);
    }

    private ConditionNode compile(Condition condition, Reading reading, boolean negated) {
        if (condition instanceof Condition.Comparison
                || condition instanceof Condition.PathComparison
                || condition instanceof Condition.Optional) {
            return comparisons.computeIfAbsent(new Read(condition, reading, negated), ConditionCompiler::comparison);
        }
        if (condition instanceof Condition.AllOf all) {
            return new CombinedNode(Truth.TRUE, compileAll(all.conditions(), reading, negated));
        }
        if (condition instanceof Condition.AnyOf any) {
            return new CombinedNode(Truth.FALSE, compileAll(any.conditions(), reading, negated));
        }
        if (condition instanceof Condition.Not not) {
            return new NegatedNode(compile(not.condition(), reading, !negated));
        }
        if (condition instanceof Condition.AtTime time) {
            return new TimeNode(time.span());
        }
        if (condition instanceof Condition.NamedPredicate named) {
            return new PredicateNode(named.name(), named.predicate());
        }
        return new PredicateNode("schema", ((Condition.SchemaMatch) condition).validator());
    }

    private ConditionNode[] compileAll(List<Condition> conditions, Reading reading, boolean negated) {
        return conditions.stream()
                .map(condition -> compile(condition, reading, negated))
                .toArray(ConditionNode[]::new);
    }

    private static ConditionNode comparison(Read read) {
        boolean optional = read.comparison() instanceof Condition.Optional;
        Condition condition =
                read.comparison() instanceof Condition.Optional whole ? whole.comparison() : read.comparison();
        boolean all = read.reading() == Reading.REQUIREMENT;
        // Under a negation, the outcome that makes an approval rule fire is the contrary.
        Truth firing = read.reading() == Reading.APPROVAL ? Truth.of(!read.negated()) : Truth.FALSE;
        if (condition instanceof Condition.PathComparison pair) {
            return new PairNode(pair, optional ? Truth.TRUE : firing, firing, all);
        }
        Condition.Comparison comparison = (Condition.Comparison) condition;
        if (comparison.path() instanceof CounterPath counter) {
            return new CounterNode(comparison, counter);
        }
        CallPath path = (CallPath) comparison.path();
        Truth missing =
                comparison.operator() == Operator.EXISTS ? comparison.test().missing() : optional ? Truth.TRUE : firing;
        return path instanceof ArgumentPath argument && !path.hasWildcard()
                ? new ArgumentNode(comparison, argument, missing)
                : new WildcardNode(comparison, path, missing, all);
    }
}
