package dev.mcppolicy.tool;

import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.util.HashSet;
import java.util.Set;

/** The arguments without which a policy denies the calls of a tool, whatever the schema says. */
final class Demanded {
    private final Set<ArgumentPath> compared = new HashSet<>();
    private final Set<ArgumentPath> expressly = new HashSet<>();
    /** A schema in the policy may demand any argument, and this is no place to find out. */
    private boolean mayBeAny;

    Demanded(Policy policy, String tool) {
        for (PlacedRule placed : policy.rulesFor(tool)) {
            Rule rule = placed.rule();
            if (rule instanceof Require && rule.when().isEmpty()) {
                RuleArguments.conjuncts(rule.conditions()).forEach(condition -> add(condition, policy.enforces(rule)));
            }
        }
    }

    private void add(Condition condition, boolean isEnforced) {
        if (condition instanceof Condition.Comparison comparison && comparison.operator() == Operator.EXISTS) {
            if (comparison.path() instanceof ArgumentPath path && Boolean.TRUE.equals(comparison.operand())) {
                addWithOuter(path, expressly);
                if (isEnforced) {
                    addWithOuter(path, compared);
                }
            }
        } else if (isEnforced) {
            mayBeAny |= condition instanceof Condition.SchemaMatch || condition instanceof Condition.NamedPredicate;
            if (condition instanceof Condition.Comparison || condition instanceof Condition.PathComparison) {
                RuleArguments.ofLeaf(condition).forEach(path -> addWithOuter(path, compared));
            }
        }
    }

    private static void addWithOuter(ArgumentPath path, Set<ArgumentPath> paths) {
        for (int depth = 1; depth <= path.steps().size(); depth++) {
            paths.add(new ArgumentPath(path.steps().subList(0, depth)));
        }
    }

    /** Whether a call without a value at a path is denied. */
    boolean has(ArgumentPath path) {
        return mayBeAny || compared.contains(path);
    }

    /** Whether the author says in so many words that there must be a value at a path. */
    boolean hasExpressly(ArgumentPath path) {
        return expressly.contains(path);
    }
}
