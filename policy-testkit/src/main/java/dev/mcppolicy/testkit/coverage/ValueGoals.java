package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.json.internal.DecimalText;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.internal.FoundValues;
import dev.mcppolicy.testkit.internal.PatternEdge;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What tests should show of the values that one rule looks at: that a value is missing, null or of another kind, outside
 * of a list, or text that parts from a pattern. A call shows it that is not denied, or is denied by a rule that looks at
 * the same value.
 */
final class ValueGoals {
    private static final Set<Operator> LISTS =
            EnumSet.of(Operator.IN, Operator.NOT_IN, Operator.WITHIN, Operator.HOST_IN, Operator.EMAIL_IN);

    private final Rule rule;
    private final String label;
    private final List<Sight> sights = new ArrayList<>();

    private ValueGoals(Rule rule, String label) {
        this.rule = rule;
        this.label = label;
    }

    /** A value of a call that a rule looked at. */
    record Look(FoundValues found, List<Explanation.Comparison> comparisons) {}

    /**
     * A goal, and what shows it.
     *
     * @param path the value that it is about
     * @param ofWhen whether the rule's {@code when} looks at it, so that also calls show it which the rule is not for
     */
    record Sight(CoverageGoal goal, CallPath path, boolean ofWhen, Predicate<Look> test) {}

    static ValueGoals of(Rule rule, String label) {
        ValueGoals goals = new ValueGoals(rule, label);
        Set<CallPath> paths = new LinkedHashSet<>();
        Set<CallPath> ofWhen = ReadPaths.paths(ReadPaths.leaves(rule.when()));
        paths.addAll(ofWhen);
        paths.addAll(ReadPaths.paths(ReadPaths.leaves(rule.conditions())));
        paths.forEach(path -> goals.addPath(path, ofWhen.contains(path)));
        goals.addCounted();
        rule.when().forEach(condition -> goals.addLeaves(condition, false, true));
        rule.conditions().forEach(condition -> goals.addLeaves(condition, rule instanceof Require, false));
        return goals;
    }

    List<Sight> sights() {
        return sights;
    }

    private void addPath(CallPath path, boolean ofWhen) {
        List<Condition> about = ReadPaths.leaves(rule.allConditions()).stream()
                .filter(leaf -> ReadPaths.paths(List.of(leaf)).contains(path))
                .toList();
        Set<String> names = new LinkedHashSet<>();
        about.forEach(leaf -> names.add(leaf.toString()));
        if (path instanceof CallerPath) {
            add(CoverageGoal.Kind.MISSING, path, path.toString(), ofWhen, look -> look.comparisons().stream()
                    .anyMatch(seen -> names.contains(seen.condition()) && isMissing(seen)));
            return;
        }
        boolean isLeftOutElsewhere = CoverageGoals.optionals(rule).stream()
                .anyMatch(optional -> ReadPaths.paths(List.of(optional.comparison()))
                        .iterator()
                        .next()
                        .equals(path));
        if (!isLeftOutElsewhere) {
            add(CoverageGoal.Kind.MISSING, path, path.toString(), ofWhen, look -> look.found()
                    .isMissing());
        }
        add(CoverageGoal.Kind.NULL, path, path.toString(), ofWhen, look -> look.found()
                .isNull());
        boolean canMisfit = path.steps().size() > 1 || !about.stream().allMatch(ValueGoals::onlyAsksWhetherThere);
        if (canMisfit) {
            add(CoverageGoal.Kind.OTHER_KIND, path, path.toString(), ofWhen, look -> look.comparisons().stream()
                    .anyMatch(seen -> names.contains(seen.condition())
                            && seen.outcome() == Truth.CANNOT_TELL
                            && (seen.misfit() != null || seen.actual() != null)));
        }
    }

    private static boolean isMissing(Explanation.Comparison seen) {
        return seen.misfit() == null
                && (seen.actual() == null || (seen.actual() instanceof List<?> two && two.contains(null)));
    }

    private static boolean onlyAsksWhetherThere(Condition leaf) {
        return leaf instanceof Condition.Comparison comparison && comparison.operator() == Operator.EXISTS;
    }

    /** What a limit adds up, and what it counts by. */
    private void addCounted() {
        if (rule instanceof Limit limit && limit.amount() instanceof Amount.FromArgument from) {
            addCounted(from.path(), value -> !isNumber(value, from.decimal()));
        }
        if (ReadPaths.key(rule) instanceof LimitKey.Paths key) {
            for (CallPath path : key.paths()) {
                if (path instanceof ArgumentPath argument) {
                    addCounted(argument, value -> value instanceof Map || value instanceof List);
                }
            }
        }
    }

    private static boolean isNumber(Object value, boolean decimal) {
        return (decimal ? DecimalText.exact(value) : JsonNumber.exact(value)) != null;
    }

    private void addCounted(ArgumentPath path, Predicate<Object> isOther) {
        add(CoverageGoal.Kind.MISSING, path, path.toString(), false, look -> look.found()
                .isMissing());
        add(CoverageGoal.Kind.NULL, path, path.toString(), false, look -> look.found()
                .isNull());
        add(CoverageGoal.Kind.OTHER_KIND, path, path.toString(), false, look -> look.found().values().stream()
                .anyMatch(isOther));
    }

    /** The lists and patterns of a condition; in one that is required, what is beside a pattern passes. */
    private void addLeaves(Condition condition, boolean isRequired, boolean ofWhen) {
        if (condition instanceof Condition.AllOf all) {
            all.conditions().forEach(each -> addLeaves(each, isRequired, ofWhen));
        } else if (condition instanceof Condition.AnyOf any) {
            any.conditions().forEach(each -> addLeaves(each, isRequired, ofWhen));
        } else if (condition instanceof Condition.Not not) {
            addLeaves(not.condition(), !isRequired && !ofWhen, ofWhen);
        } else if (condition instanceof Condition.Optional optional) {
            addLeaves(optional.comparison(), isRequired, ofWhen);
        } else if (condition instanceof Condition.Comparison comparison && comparison.path() instanceof CallPath path) {
            if (LISTS.contains(comparison.operator())) {
                addList(comparison, path, ofWhen);
            } else if (comparison.operator() == Operator.REGEX || comparison.operator() == Operator.NOT_REGEX) {
                boolean passes = isRequired && comparison.operator() == Operator.REGEX;
                addPattern(comparison, path, passes, ofWhen);
            }
        }
    }

    private void addList(Condition.Comparison comparison, CallPath path, boolean ofWhen) {
        String name = comparison.toString();
        CoverageGoal.Kind kind =
                comparison.operator() == Operator.NOT_IN ? CoverageGoal.Kind.IN_LIST : CoverageGoal.Kind.NOT_IN_LIST;
        add(kind, path, name, ofWhen, look -> look.comparisons().stream()
                .anyMatch(seen -> seen.condition().equals(name)
                        && seen.outcome() == Truth.FALSE
                        && seen.misfit() == null
                        && seen.actual() != null));
    }

    /** The ends of a pattern that is required, be they held or open, and those that are held of any other. */
    private void addPattern(Condition.Comparison comparison, CallPath path, boolean passes, boolean ofWhen) {
        for (PatternEdge edge : PatternEdge.of(comparison.operand().toString())) {
            boolean isHole = passes || !edge.isOpen() || edge.side() == PatternEdge.Side.OTHER_CHARACTER;
            if (isHole) {
                CoverageGoal.Kind kind =
                        switch (edge.side()) {
                            case BEFORE -> CoverageGoal.Kind.TEXT_BEFORE;
                            case AFTER -> CoverageGoal.Kind.TEXT_AFTER;
                            case OTHER_CHARACTER -> CoverageGoal.Kind.OTHER_CHARACTER;
                        };
                String detail = comparison + ", as in " + CanonicalJson.write(edge.example());
                add(kind, path, detail, ofWhen, look -> texts(look, path).stream()
                        .anyMatch(edge::isShownBy));
            }
        }
    }

    private static List<String> texts(Look look, CallPath path) {
        List<?> values = path instanceof ArgumentPath
                ? look.found().values()
                : look.comparisons().stream()
                        .filter(seen -> seen.condition().startsWith(path + " "))
                        .map(Explanation.Comparison::actual)
                        .toList();
        return values.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    private void add(CoverageGoal.Kind kind, CallPath path, String detail, boolean ofWhen, Predicate<Look> test) {
        CoverageGoal goal = CoverageGoal.of(rule.id(), label, kind, detail);
        boolean isNew = sights.stream().noneMatch(sight -> sight.goal().equals(goal));
        if (isNew) {
            sights.add(new Sight(goal, path, ofWhen, test));
        }
    }
}
