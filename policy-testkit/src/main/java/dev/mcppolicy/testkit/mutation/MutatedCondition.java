package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.condition.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What one small change makes of a condition.
 *
 * @param detail where in the condition the change is, as the end of a pointer; empty for the condition itself
 * @param change the change in the policy's own words
 * @param condition what stands in the place of the condition
 */
record MutatedCondition(String detail, String change, Condition condition) {
    private static final String NO_TEXT = "takes no text for a number";

    /** The changes of a condition, and of each that it is made of. */
    static List<MutatedCondition> of(Condition condition) {
        List<MutatedCondition> changed = new ArrayList<>();
        if (condition instanceof Condition.Comparison comparison) {
            if (comparison.decimal()) {
                changed.add(new MutatedCondition(
                        "",
                        NO_TEXT,
                        new Condition.Comparison(comparison.path(), comparison.operator(), comparison.operand())));
            }
            ConditionMutations.of(comparison)
                    .forEach(other ->
                            changed.add(new MutatedCondition("", ConditionMutations.words(comparison, other), other)));
        } else if (condition instanceof Condition.PathComparison pair) {
            if (pair.decimal()) {
                changed.add(new MutatedCondition(
                        "", NO_TEXT, new Condition.PathComparison(pair.path(), pair.operator(), pair.from())));
            }
            ConditionMutations.of(pair)
                    .forEach(other ->
                            changed.add(new MutatedCondition("", "`" + pair + "` became `" + other + "`", other)));
        } else if (condition instanceof Condition.AtTime time) {
            TimeMutations.of(time.span())
                    .forEach(other -> changed.add(new MutatedCondition(
                            "", "`" + time + "` became `" + other + "`", new Condition.AtTime(other))));
        } else if (condition instanceof Condition.Optional optional) {
            changed.add(new MutatedCondition("", "lost its `optional`", optional.comparison()));
            of(optional.comparison()).forEach(part -> changed.add(part.within("", Condition.Optional::new)));
        } else if (condition instanceof Condition.Not not) {
            changed.add(new MutatedCondition("", "lost its `not`", not.condition()));
            of(not.condition()).forEach(part -> changed.add(part.within("/not", Condition.Not::new)));
        } else if (condition instanceof Condition.AllOf all) {
            addGroup("all", all.conditions(), Condition.AllOf::new, changed);
        } else if (condition instanceof Condition.AnyOf any) {
            addGroup("any", any.conditions(), Condition.AnyOf::new, changed);
        }
        return changed;
    }

    /** Loses each of the parts, takes {@code all} for {@code any} or the contrary, and changes each of the parts. */
    private static void addGroup(
            String key,
            List<Condition> parts,
            Function<List<Condition>, Condition> group,
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
            of(parts.get(i))
                    .forEach(part -> changed.add(part.within(detail, other -> {
                        List<Condition> altered = new ArrayList<>(parts);
                        altered.set(place, other);
                        return group.apply(altered);
                    })));
        }
    }

    private MutatedCondition within(String outer, Function<Condition, Condition> whole) {
        return new MutatedCondition(outer + detail, change, whole.apply(condition));
    }
}
