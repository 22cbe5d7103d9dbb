package dev.mcppolicy.tool;

import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.LimitKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The arguments that the parts of a rule look at. */
final class RuleArguments {
    private RuleArguments() {}

    /** All of them, each once, in the order of writing. */
    static Set<ArgumentPath> of(Rule rule) {
        Set<ArgumentPath> all = new LinkedHashSet<>();
        rule.allConditions().forEach(condition -> of(condition).forEach(all::add));
        Amount.FromArgument amount = amount(rule);
        if (amount != null) {
            all.add(amount.path());
        }
        all.addAll(keys(rule));
        return all;
    }

    /** Those of the comparisons in a condition. */
    static Stream<ArgumentPath> of(Condition condition) {
        return condition.leaves().stream().flatMap(RuleArguments::ofLeaf);
    }

    /** Those of a condition that combines no others. */
    static Stream<ArgumentPath> ofLeaf(Condition leaf) {
        Condition plain = leaf instanceof Condition.Optional optional ? optional.comparison() : leaf;
        Stream<?> paths = plain instanceof Condition.Comparison comparison
                ? Stream.of(comparison.path())
                : plain instanceof Condition.PathComparison pair ? Stream.of(pair.path(), pair.from()) : Stream.of();
        return paths.filter(ArgumentPath.class::isInstance).map(ArgumentPath.class::cast);
    }

    /** The argument that a limit adds up, or null. */
    static Amount.@Nullable FromArgument amount(Rule rule) {
        return rule instanceof Limit limit && limit.amount() instanceof Amount.FromArgument amount ? amount : null;
    }

    /** The arguments by whose values a rule counts. */
    static List<ArgumentPath> keys(Rule rule) {
        return key(rule) instanceof LimitKey.Paths paths
                ? paths.paths().stream()
                        .filter(ArgumentPath.class::isInstance)
                        .map(ArgumentPath.class::cast)
                        .toList()
                : List.of();
    }

    /** Whether a rule counts by all arguments. */
    static boolean isKeyedByAll(Rule rule) {
        return key(rule) instanceof LimitKey.AllArguments;
    }

    private static @Nullable LimitKey key(Rule rule) {
        if (rule instanceof Limit limit) {
            return limit.key();
        }
        return rule instanceof Concurrency places ? places.key() : null;
    }

    /** The conditions that must each hold where some must hold together. */
    static Stream<Condition> conjuncts(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(condition ->
                        condition instanceof Condition.AllOf all ? conjuncts(all.conditions()) : Stream.of(condition));
    }
}
