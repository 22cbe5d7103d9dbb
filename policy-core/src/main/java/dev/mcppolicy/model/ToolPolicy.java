package dev.mcppolicy.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of one tool, in document order. A tool with no rules is listed, and so allowed under default deny.
 *
 * @param rules the rules
 */
public record ToolPolicy(List<Rule> rules) {
    /**
     * Copies the rules.
     *
     * @throws IllegalArgumentException if two limits have one counter
     */
    public ToolPolicy {
        rules = withDistinctCounters(rules);
    }

    static List<Rule> withDistinctCounters(List<Rule> rules) {
        Set<String> counters = new HashSet<>();
        for (Rule rule : rules) {
            if (rule instanceof Rule.Limit limit && !counters.add(limit.counter())) {
                throw new IllegalArgumentException("two limits have the counter `" + limit.counter() + "`");
            }
        }
        return List.copyOf(rules);
    }
}
