package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.operator.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one small change makes of a condition.
 *
 * @param detail where in the condition the change is, as the end of a pointer; empty for the condition itself
 * @param change the change in the policy's own words
 * @param condition what stands in the place of the condition
 * @param missing the value that is missing in every call for which the change makes a difference, or null
 */
record MutatedCondition(
        String detail,
        String change,
        Condition condition,
        @Nullable CallPath missing) {
    private static final String NO_TEXT = "takes no text for a number";

    private MutatedCondition(String detail, String change, Condition condition) {
        this(detail, change, condition, null);
    }

    /**
     * The changes of a condition, and of each that it is made of.
     *
     * @param asks whether it is one of a rule that asks a human, which holds where a value is missing, so that it asks
     */
    static List<MutatedCondition> of(Condition condition, boolean asks) {
        return of(condition, asks ? Truth.TRUE : Truth.FALSE, asks);
    }

    /** The changes of a condition that comes out in a way where its value is missing, under {@code not} in the other. */
    private static List<MutatedCondition> of(Condition condition, Truth missing, boolean asks) {
        List<MutatedCondition> changed = new ArrayList<>();
        if (condition instanceof Condition.Comparison comparison) {
            if (comparison.decimal()) {
                changed.add(new MutatedCondition(
                        "",
                        NO_TEXT,
                        new Condition.Comparison(comparison.path(), comparison.operator(), comparison.operand())));
            }
            if (comparison.path() instanceof CallPath path && comparison.operator() != Operator.EXISTS) {
                changed.add(otherWithout(path, comparison, missing));
            }
            ConditionMutations.of(comparison)
                    .forEach(other ->
                            changed.add(new MutatedCondition("", ConditionMutations.words(comparison, other), other)));
        } else if (condition instanceof Condition.PathComparison pair) {
            if (pair.decimal()) {
                changed.add(new MutatedCondition(
                        "", NO_TEXT, new Condition.PathComparison(pair.path(), pair.operator(), pair.from())));
            }
            changed.add(otherWithout(pair.path(), pair, missing));
            changed.add(otherWithout(pair.from(), pair, missing));
            ConditionMutations.of(pair)
                    .forEach(other ->
                            changed.add(new MutatedCondition("", "`" + pair + "` became `" + other + "`", other)));
        } else if (condition instanceof Condition.AtTime time) {
            TimeMutations.of(time.span())
                    .forEach(other -> changed.add(new MutatedCondition(
                            "", "`" + time + "` became `" + other + "`", new Condition.AtTime(other))));
        } else if (condition instanceof Condition.Optional optional) {
            changed.add(new MutatedCondition("", "lost its `optional`", optional.comparison()));
            of(optional.comparison(), missing, asks).stream()
                    .filter(part -> part.missing() == null)
                    .forEach(part -> part.within("", Condition.Optional::new).ifPresent(changed::add));
        } else if (condition instanceof Condition.Not not) {
            changed.add(new MutatedCondition("", "lost its `not`", not.condition()));
            of(not.condition(), asks ? missing.not() : missing, asks)
                    .forEach(part -> part.within("/not", Condition.Not::new).ifPresent(changed::add));
        } else if (condition instanceof Condition.AllOf all) {
            addGroup("all", all.conditions(), Condition.AllOf::new, missing, asks, changed);
        } else if (condition instanceof Condition.AnyOf any) {
            addGroup("any", any.conditions(), Condition.AnyOf::new, missing, asks, changed);
        }
        return changed;
    }

    /** Loses each of the parts, takes {@code all} for {@code any} or the contrary, and changes each of the parts. */
    private static void addGroup(
            String key,
            List<Condition> parts,
            Function<List<Condition>, Condition> group,
            Truth missing,
            boolean asks,
            List<MutatedCondition> changed) {
        if (parts.size() > 1) {
            boolean isAll = key.equals("all");
            changed.add(new MutatedCondition(
                    "",
                    isAll ? "`all` became `any`" : "`any` became `all`",
                    isAll ? new Condition.AnyOf(parts) : new Condition.AllOf(parts)));
        }
        for (int i = 0; i < parts.size(); i++) {
            String detail = "/" + key + "/" + i;
            if (parts.size() > 1) {
                List<Condition> fewer = new ArrayList<>(parts);
                Condition dropped = fewer.remove(i);
                changed.add(new MutatedCondition(detail, "lost its condition `" + dropped + "`", group.apply(fewer)));
            }
            int place = i;
            of(parts.get(i), missing, asks).forEach(part -> part.within(detail, other -> {
                        List<Condition> altered = new ArrayList<>(parts);
                        altered.set(place, other);
                        return group.apply(altered);
                    })
                    .ifPresent(changed::add));
        }
    }

    /** The same comparison, which comes out in the other way where a value is missing. */
    private static MutatedCondition otherWithout(CallPath path, Condition comparison, Truth missing) {
        boolean held = missing == Truth.TRUE;
        Condition there = new Condition.Comparison(path, Operator.EXISTS, held);
        List<Condition> both = List.of(comparison, there);
        return new MutatedCondition(
                "",
                "`" + comparison + "` " + (held ? "no longer" : "also") + " holds where `" + path + "` is missing",
                held ? new Condition.AllOf(both) : new Condition.AnyOf(both),
                path);
    }

    /** The rule that the change makes of one. */
    MutatedRule of(String place, Rule rule) {
        return new MutatedRule(place + detail, change, List.of(rule), missing);
    }

    /** The same change within another condition, unless that becomes none by it: one may be nested too deep. */
    private Optional<MutatedCondition> within(String outer, Function<Condition, Condition> whole) {
        try {
            return Optional.of(new MutatedCondition(outer + detail, change, whole.apply(condition), missing));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
