package dev.mcppolicy.model;

import java.util.List;
import java.util.Optional;

/** What to call a rule without a name: the first of its conditions that can be told in a few words. */
final class RuleDescription {
    private RuleDescription() {}

    static String of(List<Condition> conditions, String otherwise) {
        return conditions.stream()
                .map(RuleDescription::describe)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(otherwise);
    }

    private static Optional<String> describe(Condition condition) {
        if (condition instanceof Condition.Comparison comparison) {
            return Optional.of(comparison.path() + " " + comparison.operator().id());
        }
        if (condition instanceof Condition.NamedPredicate predicate) {
            return Optional.of(predicate.name());
        }
        if (condition instanceof Condition.Not not) {
            return describe(not.condition()).map(text -> "not " + text);
        }
        return condition instanceof Condition.SchemaMatch ? Optional.of("schema") : Optional.empty();
    }
}
