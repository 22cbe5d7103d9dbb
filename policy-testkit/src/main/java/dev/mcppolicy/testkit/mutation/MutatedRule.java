package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Rule;
import java.util.List;

/**
 * What one change makes of a rule.
 *
 * @param detail where in the rule the change is, as the end of a pointer; empty for the rule itself
 * @param change the change in the policy's own words
 * @param rules what stands in the place of the rule: one, or none where it is dropped
 */
record MutatedRule(String detail, String change, List<Rule> rules) {
    static MutatedRule of(String change, Rule rule) {
        return new MutatedRule("", change, List.of(rule));
    }

    /** The same change of a rule that is in a mode. */
    MutatedRule inMode(Mode mode) {
        return new MutatedRule(
                detail, change, rules.stream().map(rule -> rule.withMode(mode)).toList());
    }

    static MutatedRule dropped() {
        return new MutatedRule("", "was dropped", List.of());
    }
}
