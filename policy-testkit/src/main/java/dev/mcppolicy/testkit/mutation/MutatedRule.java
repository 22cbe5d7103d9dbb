package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.CallPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one change makes of a rule.
 *
 * @param detail where in the rule the change is, as the end of a pointer; empty for the rule itself
 * @param change the change in the policy's own words
 * @param rules what stands in the place of the rule: one, or none where it is dropped
 * @param missing the value that is missing in every call for which the change makes a difference, or null
 */
record MutatedRule(
        String detail,
        String change,
        List<Rule> rules,
        @Nullable CallPath missing) {
    static MutatedRule of(String change, Rule rule) {
        return at("", change, rule);
    }

    static MutatedRule at(String detail, String change, Rule rule) {
        return new MutatedRule(detail, change, List.of(rule), null);
    }

    /** The same change of a rule that is in a mode. */
    MutatedRule inMode(Mode mode) {
        return new MutatedRule(
                detail, change, rules.stream().map(rule -> rule.withMode(mode)).toList(), missing);
    }

    static MutatedRule dropped() {
        return new MutatedRule("", "was dropped", List.of(), null);
    }
}
