package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.testkit.comparison.PolicyDifference.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What differs between two lists of conditions that must hold together. */
final class ConditionChanges {
    private final String part;
    private final List<Condition> gone;
    private final List<Condition> added;
    private final boolean sameInOtherOrder;

    ConditionChanges(String part, List<Condition> before, List<Condition> after) {
        this.part = part;
        this.gone = without(before, after);
        this.added = without(after, before);
        this.sameInOtherOrder = gone.isEmpty() && added.isEmpty() && !before.equals(after);
    }

    private static List<Condition> without(List<Condition> all, List<Condition> others) {
        List<Condition> left = new ArrayList<>(all);
        others.forEach(left::remove);
        return left;
    }

    /** Takes a change of one condition. */
    interface Told {
        void add(String part, @Nullable String was, @Nullable String is, Change change);
    }

    /** For rules that deny where it cannot be told whether they hold, as they do where they are to deny. */
    static boolean always(@Nullable Condition was, @Nullable Condition is) {
        return true;
    }

    /** For rules that let some call pass which they could not tell of: the way is known of a bound alone that moved. */
    static boolean unlessBound(@Nullable Condition was, @Nullable Condition is) {
        return was != null && is != null && ConditionReach.isBound(was) && ConditionReach.isBound(is);
    }

    /**
     * Tells every change.
     *
     * @param known whether the way of a change can be read from its conditions
     * @param wider which way it is if the conditions hold for more calls
     */
    void change(BiPredicate<@Nullable Condition, @Nullable Condition> known, Change wider, Told told) {
        if (sameInOtherOrder) {
            told.add("order of conditions", "another", "this", Change.OTHER);
        }
        List<Condition> left = new ArrayList<>(added);
        for (Condition was : gone) {
            Condition is = successor(was, left);
            left.remove(is);
            ConditionReach reach = is == null ? ConditionReach.WIDER : ConditionReach.of(was, is);
            told.add(
                    part,
                    RuleText.of(was),
                    is == null ? null : RuleText.of(is),
                    way(reach, known.test(was, is), wider));
        }
        for (Condition is : left) {
            told.add(part, null, RuleText.of(is), way(ConditionReach.NARROWER, known.test(null, is), wider));
        }
    }

    private static Change way(ConditionReach reach, boolean known, Change wider) {
        if (!known || reach == ConditionReach.UNKNOWN) {
            return Change.EITHER_WAY;
        }
        Change narrower = wider == Change.LOOSENED ? Change.TIGHTENED : Change.LOOSENED;
        return reach == ConditionReach.WIDER ? wider : narrower;
    }

    /** The condition that took the place of one: the first on the same value, else the only one that is left. */
    private @Nullable Condition successor(Condition was, List<Condition> left) {
        for (Condition is : left) {
            if (subject(is).equals(subject(was))) {
                return is;
            }
        }
        return gone.size() == 1 && left.size() == 1 ? left.get(0) : null;
    }

    private static String subject(Condition condition) {
        if (condition instanceof Condition.Optional optional) {
            return subject(optional.comparison());
        }
        if (condition instanceof Condition.Comparison comparison) {
            return comparison.path().toString();
        }
        return condition instanceof Condition.PathComparison pair
                ? pair.path().toString()
                : condition.getClass().getName();
    }
}
