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
     * rule's own mode counts, not the policy's: a policy tried in audit mode must be sound when it is enforced.
     *
     * @throws IllegalArgumentException if one is not
     */
    static void check(Policy policy) {
        String undeclared = firstUndeclared(policy, rule -> true);
        if (undeclared != null) {
            throw new IllegalArgumentException("`" + undeclared + "` reads a counter that no rule declares");
        }
        String audited = firstUndeclared(policy, rule -> rule.mode() == Mode.ENFORCE);
        if (audited != null) {
            throw new IllegalArgumentException(
                    "`" + audited + "` stands in an enforced rule and reads a counter whose limit is in audit mode");
        }
    }

    private static @Nullable String firstUndeclared(Policy policy, Predicate<Rule> among) {
        Set<CounterPath> read = new LinkedHashSet<>();
        Set<CounterPath> declared = new HashSet<>();
        policy.tools().forEach((tool, own) -> collect(tool, own.rules(), among, read, declared));
        collect(null, policy.everyTool(), among, read, declared);
        read.removeAll(declared);
        return read.isEmpty() ? null : read.iterator().next().toString();
    }

    private static void collect(
            @Nullable String tool,
            List<Rule> rules,
            Predicate<Rule> among,
            Set<CounterPath> read,
            Set<CounterPath> declared) {
        for (Rule rule : rules) {
            if (among.test(rule)) {
                read.addAll(CounterReads.of(rule));
                if (rule instanceof Rule.Limit limit) {
                    declared.add(new CounterPath(tool, limit.counter()));
                }
            }
        }
    }
}
