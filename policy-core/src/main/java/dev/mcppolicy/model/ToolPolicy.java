package dev.mcppolicy.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one tool, in document order. A tool with no rules is listed, and so allowed under default deny.
 *
 * @param rules the rules
 */
public record ToolPolicy(List<Rule> rules) {
    /**
     * Copies the rules.
     *
     * @throws IllegalArgumentException if two limits have one counter, or two concurrency rules the same places
     */
    public ToolPolicy {
        rules = withDistinctCounters(rules);
    }

    static List<Rule> withDistinctCounters(List<Rule> rules) {
        List<Rule> copy = List.copyOf(rules);
        @Nullable Set<String> counters = null;
        for (int i = 0; i < copy.size(); i++) {
            if (copy.get(i) instanceof Limit limit) {
                counters = counters == null ? new HashSet<>() : counters;
                if (!counters.add(limit.counter())) {
                    throw new IllegalArgumentException("two limits have the counter `" + limit.counter() + "`");
                }
            } else if (copy.get(i) instanceof Concurrency places) {
                requireOwnPlaces(places, copy.subList(0, i));
            }
        }
        return copy;
    }

    private static void requireOwnPlaces(Concurrency rule, List<Rule> before) {
        for (Rule other : before) {
            if (other instanceof Concurrency places && places.sharesPlacesWith(rule)) {
                throw new IllegalArgumentException(
                        "two concurrency rules of scope `" + rule.scope().id() + "` have the same places");
            }
        }
    }
}
