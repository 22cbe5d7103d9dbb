package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.Condition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What to call a rule without a name: the first of its conditions that can be told in a few words. */
final class RuleDescription {
    /** A rule is called by no more alternatives than these. */
    private static final int MOST_ALTERNATIVES = 2;

    private RuleDescription() {}

    static String of(List<Condition> conditions, String otherwise) {
        return first(conditions).orElse(otherwise);
    }

    private static Optional<String> first(List<Condition> conditions) {
        return conditions.stream()
                .map(RuleDescription::describe)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> describe(Condition condition) {
        if (condition instanceof Condition.Comparison comparison) {
            return Optional.of(comparison.path() + " " + comparison.operator().id());
        }
        if (condition instanceof Condition.PathComparison comparison) {
            return Optional.of(comparison.path() + " " + comparison.operator().id());
        }
        if (condition instanceof Condition.Optional optional) {
            return describe(optional.comparison());
        }
        if (condition instanceof Condition.AtTime time) {
            return Optional.of(time.toString());
        }
        if (condition instanceof Condition.NamedPredicate predicate) {
            return Optional.of(predicate.name());
        }
        if (condition instanceof Condition.Not not) {
            boolean isGroup = not.condition() instanceof Condition.AnyOf;
            return describe(not.condition()).map(text -> isGroup ? "not (" + text + ")" : "not " + text);
        }
        if (condition instanceof Condition.AllOf all) {
            return first(all.conditions());
        }
        if (condition instanceof Condition.AnyOf any) {
            return alternatives(any.conditions());
        }
        return condition instanceof Condition.SchemaMatch ? Optional.of("schema") : Optional.empty();
    }

    private static Optional<String> alternatives(List<Condition> conditions) {
        List<String> told = conditions.stream()
                .map(RuleDescription::describe)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        String more = told.size() > MOST_ALTERNATIVES ? " or another" : "";
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of(told.stream().limit(MOST_ALTERNATIVES).collect(Collectors.joining(" or ")) + more);
    }
}
