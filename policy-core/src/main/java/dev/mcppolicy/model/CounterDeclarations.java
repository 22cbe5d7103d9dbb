package dev.mcppolicy.model;

import dev.mcppolicy.model.condition.CounterPath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The counters that the limits of a policy raise, against those that its conditions read. */
final class CounterDeclarations {
    private CounterDeclarations() {}

    /**
     * Checks that every counter that is read is raised too, by enforced limits where an enforced rule reads it. Each
     * rule's own mode counts, not the policy's: a policy tried in shadow mode must be sound when it is enforced.
     *
     * @throws IllegalArgumentException if one is not, or one that has a key is read by a rule other than its own
     */
    static void check(List<PlacedRule> rules) {
        if (rules.stream().allMatch(placed -> placed.rule().countersRead().isEmpty())) {
            return;
        }
        checkKeyed(rules);
        String undeclared = firstUndeclared(rules, rule -> true);
        if (undeclared != null) {
            throw new IllegalArgumentException("`" + undeclared + "` reads a counter that no rule declares");
        }
        String shadow = firstUndeclared(rules, rule -> rule.mode() == Mode.ENFORCE);
        if (shadow != null) {
            throw new IllegalArgumentException(
                    "`" + shadow + "` stands in an enforced rule and reads a counter whose limit is in shadow mode");
        }
    }

    /** A call has one value of a key for one rule, and another rule may concern calls that have none. */
    private static void checkKeyed(List<PlacedRule> rules) {
        Map<CounterPath, RuleId> keyed = new HashMap<>();
        for (PlacedRule placed : rules) {
            if (placed.rule() instanceof Limit limit && limit.key() != null) {
                placed.counter().ifPresent(counter -> keyed.put(counter, limit.id()));
            }
        }
        for (PlacedRule placed : rules) {
            for (CounterPath read : placed.rule().countersRead()) {
                RuleId owner = keyed.get(read);
                if (owner != null && !owner.equals(placed.rule().id())) {
                    throw new IllegalArgumentException(
                            "`" + read + "` reads a counter with a key, which only its own rule can");
                }
            }
        }
    }

    private static @Nullable String firstUndeclared(List<PlacedRule> rules, Predicate<Rule> among) {
        Set<CounterPath> read = new LinkedHashSet<>();
        Set<CounterPath> declared = new HashSet<>();
        for (PlacedRule placed : rules) {
            if (among.test(placed.rule())) {
                read.addAll(placed.rule().countersRead());
                placed.counter().ifPresent(declared::add);
            }
        }
        read.removeAll(declared);
        return read.isEmpty() ? null : read.iterator().next().toString();
    }
}
