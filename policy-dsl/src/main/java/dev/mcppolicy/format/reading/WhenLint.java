package dev.mcppolicy.format.reading;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.ValuePath;
import dev.mcppolicy.operator.Operator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for calls that slip out of a rule for some calls: by leaving out what its {@code when} asks for, or by another
 * value than the one that its limit is for; and for a rule for calls that are denied. Where it does not know, it says
 * nothing.
 */
final class WhenLint {
    private final List<Rule> all;

    /**
     * A look at the rules that concern the same calls.
     *
     * @param all those that are enforced
     */
    WhenLint(Policy policy, List<Rule> all) {
        this.all = all.stream().filter(policy::enforces).toList();
    }

    /** The argument by whose absence a call slips out of a rule, or null where there is none, or it cannot be left out. */
    @Nullable
    ArgumentPath avoidedWithout(Rule rule) {
        if (rule instanceof RequireApproval) {
            return null;
        }
        Set<ArgumentPath> absent = new LinkedHashSet<>();
        for (Condition condition : rule.when()) {
            condition.leaves().forEach(leaf -> arguments(leaf).forEach(absent::add));
        }
        absent.removeIf(this::isDemanded);
        for (ArgumentPath path : absent) {
            if (isFalse(rule.when(), Set.of(path))) {
                return path;
            }
        }
        return isFalse(rule.when(), absent) ? absent.iterator().next() : null;
    }

    /** The argument of which a limit counts some values, while nothing holds the others; null where there is none. */
    @Nullable
    ArgumentPath othersOf(Rule rule) {
        if (!(rule instanceof Limit limit) || limit.bound() == null) {
            return null;
        }
        return selected(rule)
                .filter(path -> all.stream().noneMatch(other -> holdsOthers(other, path)))
                .findFirst()
                .orElse(null);
    }

    /** The requirement that denies each call which a rule's {@code when} is true of, or null where none is seen to. */
    @Nullable
    Rule excluding(Rule rule) {
        List<Condition.Comparison> when = comparisons(rule.when());
        for (Rule other : all) {
            boolean isOfAll = other instanceof Require && other.when().isEmpty();
            for (Condition.Comparison required :
                    isOfAll ? comparisons(other.conditions()) : List.<Condition.Comparison>of()) {
                // A missing argument makes an approval fire.
                boolean fires = rule instanceof RequireApproval && ConditionLint.isExistsFalse(required);
                if (!fires && when.stream().anyMatch(each -> excludes(required, each))) {
                    return other;
                }
            }
        }
        return null;
    }

    private static boolean excludes(Condition.Comparison required, Condition.Comparison other) {
        return required.path() instanceof CallPath path
                && !path.hasWildcard()
                && path.equals(other.path())
                && Exclusion.isAlwaysFalse(required, other);
    }

    private static List<Condition.Comparison> comparisons(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(WhenLint::conjuncts)
                .filter(Condition.Comparison.class::isInstance)
                .map(Condition.Comparison.class::cast)
                .toList();
    }

    /** The arguments of which a rule's {@code when} names the values that it is for. */
    private static Stream<ArgumentPath> selected(Rule rule) {
        return rule.when().stream().flatMap(WhenLint::conjuncts).flatMap(condition -> {
            boolean selects = condition instanceof Condition.Comparison comparison
                    && (comparison.operator() == Operator.EQ || comparison.operator() == Operator.IN);
            return selects ? arguments(condition) : Stream.of();
        });
    }

    /** Whether a rule refuses, counts, or asks a human about calls with another value at a path than a limit is for. */
    private static boolean holdsOthers(Rule rule, ArgumentPath path) {
        if (rule instanceof Limit limit) {
            return limit.bound() != null && selected(rule).noneMatch(path::equals);
        }
        if (rule instanceof DenyIf || rule instanceof RequireApproval) {
            return rule.allConditions().isEmpty() || mentions(rule.allConditions(), path);
        }
        return rule.when().isEmpty()
                && rule.conditions().stream()
                        .flatMap(WhenLint::conjuncts)
                        .anyMatch(condition -> refuses(condition, path));
    }

    private static boolean mentions(List<Condition> conditions, ArgumentPath path) {
        return conditions.stream()
                .flatMap(condition -> condition.leaves().stream())
                .anyMatch(leaf ->
                        leaf instanceof Condition.SchemaMatch || arguments(leaf).anyMatch(path::equals));
    }

    private static boolean refuses(Condition condition, ArgumentPath path) {
        if (condition instanceof Condition.Comparison comparison
                && (comparison.operator() == Operator.EXISTS || comparison.operator() == Operator.NEQ)) {
            return false;
        }
        return mentions(List.of(condition), path);
    }

    /** Whether a call without a value at a path is denied. */
    private boolean isDemanded(ArgumentPath path) {
        return all.stream()
                .filter(rule -> rule instanceof Require && rule.when().isEmpty())
                .flatMap(rule -> rule.conditions().stream())
                .flatMap(WhenLint::conjuncts)
                .anyMatch(condition -> demands(condition, path));
    }

    private static boolean demands(Condition condition, ArgumentPath path) {
        if (condition instanceof Condition.SchemaMatch) {
            // It may, and this is no place to find out.
            return true;
        }
        if (condition instanceof Condition.Comparison comparison && ConditionLint.isExistsFalse(comparison)) {
            return false;
        }
        boolean compares = condition instanceof Condition.Comparison || condition instanceof Condition.PathComparison;
        return compares && arguments(condition).anyMatch(demanded -> isWithin(demanded, path));
    }

    private static boolean isWithin(ArgumentPath inner, ArgumentPath outer) {
        int depth = outer.steps().size();
        return inner.steps().size() >= depth && inner.steps().subList(0, depth).equals(outer.steps());
    }

    private static Stream<Condition> conjuncts(Condition condition) {
        return condition instanceof Condition.AllOf each
                ? each.conditions().stream().flatMap(WhenLint::conjuncts)
                : Stream.of(condition);
    }

    private static Stream<ArgumentPath> arguments(Condition leaf) {
        Stream<? extends ValuePath> paths = leaf instanceof Condition.Comparison comparison
                ? Stream.of(comparison.path())
                : leaf instanceof Condition.PathComparison pair ? Stream.of(pair.path(), pair.from()) : Stream.of();
        return paths.filter(ArgumentPath.class::isInstance).map(ArgumentPath.class::cast);
    }

    private static boolean isFalse(List<Condition> when, Set<ArgumentPath> absent) {
        return !absent.isEmpty() && of(new Condition.AllOf(when), absent) == Truth.FALSE;
    }

    /** What a condition is where some arguments are missing and nothing is known of the others. */
    private static Truth of(Condition condition, Set<ArgumentPath> absent) {
        if (condition instanceof Condition.AllOf each) {
            return each.conditions().stream().map(part -> of(part, absent)).reduce(Truth.TRUE, Truth::and);
        }
        if (condition instanceof Condition.AnyOf any) {
            return any.conditions().stream().map(part -> of(part, absent)).reduce(Truth.FALSE, Truth::or);
        }
        if (condition instanceof Condition.Not not) {
            return of(not.condition(), absent).not();
        }
        // Whoever asks whether a value is there has thought of its absence.
        boolean asks = condition instanceof Condition.Comparison comparison && comparison.operator() == Operator.EXISTS;
        return !asks && arguments(condition).anyMatch(absent::contains) ? Truth.FALSE : Truth.CANNOT_TELL;
    }
}
