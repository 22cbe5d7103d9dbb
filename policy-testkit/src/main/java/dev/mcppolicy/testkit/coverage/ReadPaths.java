package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a call a rule looks at.
 *
 * @param paths where it looks, in the order of writing
 * @param all whether it may look at every argument
 * @param scope whose calls it counts together, or null
 */
record ReadPaths(Set<CallPath> paths, boolean all, @Nullable Scope scope) {
    static ReadPaths of(Rule rule) {
        List<Condition> leaves = leaves(rule.allConditions());
        Set<CallPath> paths = paths(leaves);
        LimitKey key = key(rule);
        if (key instanceof LimitKey.Paths some) {
            paths.addAll(some.paths());
        }
        if (rule instanceof Limit limit && limit.amount() instanceof Amount.FromArgument from) {
            paths.add(from.path());
        }
        boolean all = key instanceof LimitKey.AllArguments
                || leaves.stream()
                        .anyMatch(leaf ->
                                leaf instanceof Condition.SchemaMatch || leaf instanceof Condition.NamedPredicate);
        Scope scope = rule instanceof Limit limit
                ? limit.scope()
                : rule instanceof Concurrency concurrency ? concurrency.scope() : null;
        return new ReadPaths(paths, all, scope);
    }

    static @Nullable LimitKey key(Rule rule) {
        return rule instanceof Limit limit
                ? limit.key()
                : rule instanceof Concurrency concurrency ? concurrency.key() : null;
    }

    /** The conditions that combine no others, without their {@code optional}. */
    static List<Condition> leaves(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(condition -> condition.leaves().stream())
                .map(leaf -> leaf instanceof Condition.Optional optional ? optional.comparison() : leaf)
                .toList();
    }

    /** Where conditions look. */
    static Set<CallPath> paths(List<Condition> leaves) {
        Set<CallPath> paths = new LinkedHashSet<>();
        for (Condition leaf : leaves) {
            if (leaf instanceof Condition.Comparison comparison && comparison.path() instanceof CallPath path) {
                paths.add(path);
            } else if (leaf instanceof Condition.PathComparison pair) {
                paths.add(pair.path());
                paths.add(pair.from());
            }
        }
        return paths;
    }

    /** Whether what stands at a path may decide what the rule says. */
    boolean touches(CallPath path) {
        if (path instanceof CallerPath && scope != null && scope != Scope.GLOBAL) {
            return true;
        }
        return (all && path instanceof ArgumentPath) || paths.stream().anyMatch(each -> overlap(each, path));
    }

    /** Whether one path leads into what the other leads to. */
    private static boolean overlap(CallPath one, CallPath other) {
        if (one instanceof CallerPath caller) {
            if (!(other instanceof CallerPath another) || caller.part() != another.part()) {
                return false;
            }
        } else if (other instanceof CallerPath) {
            return false;
        }
        int shared = Math.min(one.steps().size(), other.steps().size());
        for (int i = 0; i < shared; i++) {
            if (!mayMeet(one.steps().get(i), other.steps().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayMeet(ArgumentPath.Step one, ArgumentPath.Step other) {
        boolean named = one instanceof ArgumentPath.Member || other instanceof ArgumentPath.Member;
        // A missing element and a missing list leave every element out.
        return named ? one.equals(other) : true;
    }
}
