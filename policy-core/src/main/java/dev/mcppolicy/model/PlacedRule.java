package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.CounterPath;
import dev.mcppolicy.model.condition.RulePlace;
import java.util.Optional;

/**
 * A rule with where it stands in its policy.
 *
 * @param place where the rule stands
 * @param rule the rule
 */
public record PlacedRule(RulePlace place, Rule rule) {
    /**
     * The counter that the rule raises.
     *
     * @return the counter by which conditions read it, or empty if the rule is no limit
     */
    public Optional<CounterPath> counter() {
        return rule.asLimit().map(limit -> new CounterPath(place, limit.counter()));
    }
}
