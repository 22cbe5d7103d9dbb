package dev.mcppolicy.model;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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
     * @throws IllegalArgumentException if one is not
     */
    static void check(List<PlacedRule> rules) {
        if (rules.stream().allMatch(placed -> placed.rule().countersRead().isEmpty())) {
            return;
        }
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
