package dev.mcppolicy.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule with whose it is in its policy.
 *
 * @param tool the tool under which the rule stands, or null for the rules for every tool
 * @param rule the rule
 */
public record PlacedRule(@Nullable String tool, Rule rule) {
    /**
     * The counter that the rule raises.
     *
     * @return the counter by which conditions read it, or empty if the rule is no limit
     */
    public Optional<CounterPath> counter() {
        return rule.asLimit().map(limit -> new CounterPath(tool, limit.counter()));
    }
}
