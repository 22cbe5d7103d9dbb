package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.Condition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The alternatives of a rule's {@code any}, each of which a test should see hold while none of the others does. */
final class Alternatives {
    private Alternatives() {}

    /** Those of a rule in the order of writing, those of its {@code when} first. */
    static List<Condition> of(Rule rule) {
        return anys(rule).stream().flatMap(any -> any.conditions().stream()).toList();
    }

    /** Those that hold alone for a call. */
    static List<Condition> alone(Rule rule, List<Explanation.Comparison> seen) {
        Map<String, Truth> outcomes = new HashMap<>();
        // What is said twice and comes out in two ways says nothing.
        seen.forEach(each -> outcomes.merge(
                each.condition(), each.outcome(), (one, other) -> one == other ? one : Truth.CANNOT_TELL));
        return anys(rule).stream()
                .map(any -> any.conditions().stream()
                        .filter(each -> outcome(each, outcomes) == Truth.TRUE)
                        .toList())
                .filter(holding -> holding.size() == 1)
                .map(holding -> holding.get(0))
                .toList();
    }

    private static List<Condition.AnyOf> anys(Rule rule) {
        List<Condition.AnyOf> found = new ArrayList<>();
        collect(rule.allConditions(), found);
        return found;
    }

    private static void collect(List<Condition> conditions, List<Condition.AnyOf> found) {
        for (Condition condition : conditions) {
            if (condition instanceof Condition.AnyOf any) {
                if (any.conditions().size() > 1) {
                    found.add(any);
                }
                collect(any.conditions(), found);
            } else if (condition instanceof Condition.AllOf all) {
                collect(all.conditions(), found);
            } else if (condition instanceof Condition.Not not) {
                collect(List.of(not.condition()), found);
            }
        }
    }

    private static Truth outcome(Condition condition, Map<String, Truth> outcomes) {
        if (condition instanceof Condition.AllOf all) {
            return all.conditions().stream()
                    .map(each -> outcome(each, outcomes))
                    .reduce(Truth.TRUE, Truth::and);
        }
        if (condition instanceof Condition.AnyOf any) {
            return any.conditions().stream()
                    .map(each -> outcome(each, outcomes))
                    .reduce(Truth.FALSE, Truth::or);
        }
        if (condition instanceof Condition.Not not) {
            return outcome(not.condition(), outcomes).not();
        }
        return outcomes.getOrDefault(name(condition), Truth.CANNOT_TELL);
    }

    /** What an explanation calls a condition that combines no others. */
    private static String name(Condition leaf) {
        if (leaf instanceof Condition.Optional optional) {
            return optional.comparison().toString();
        }
        if (leaf instanceof Condition.NamedPredicate named) {
            return named.name();
        }
        return leaf instanceof Condition.SchemaMatch ? "schema" : leaf.toString();
    }
}
