package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.testkit.internal.CallChoices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values for which conditions hold, all of one alternative at a time: where several must stand together to show it. */
final class ConditionValues {
    private static final List<List<Object>> PAIRS = List.of(
            List.of(1, 2),
            List.of(2, 1),
            List.of(1, 1),
            List.of("1", "2"),
            List.of("2", "1"),
            List.of("a", "a"),
            List.of("a", "b"));

    private final CallChoices choices;

    ConditionValues(CallChoices choices) {
        this.choices = choices;
    }

    /** What to put where, for each alternative of a rule and for each comparison of two values. */
    List<Map<CallPath, Object>> of(Rule rule) {
        List<Map<CallPath, Object>> all = new ArrayList<>();
        for (Condition condition : rule.allConditions()) {
            addAlternatives(condition, all);
            for (Condition leaf : condition.leaves()) {
                Condition bare = leaf instanceof Condition.Optional optional ? optional.comparison() : leaf;
                if (bare instanceof Condition.PathComparison pair) {
                    addPairs(pair, all);
                }
            }
        }
        Map<CallPath, Object> together = new LinkedHashMap<>();
        rule.allConditions().forEach(condition -> put(condition, true, together));
        all.add(together);
        return all;
    }

    private void addAlternatives(Condition condition, List<Map<CallPath, Object>> all) {
        if (condition instanceof Condition.AnyOf any) {
            for (Condition alternative : any.conditions()) {
                Map<CallPath, Object> values = new LinkedHashMap<>();
                any.conditions().stream()
                        .filter(other -> other != alternative)
                        .forEach(other -> put(other, false, values));
                put(alternative, true, values);
                all.add(values);
                Map<CallPath, Object> alone = new LinkedHashMap<>();
                put(alternative, true, alone);
                all.add(alone);
                addAlternatives(alternative, all);
            }
        } else if (condition instanceof Condition.AllOf some) {
            some.conditions().forEach(each -> addAlternatives(each, all));
        } else if (condition instanceof Condition.Not not) {
            addAlternatives(not.condition(), all);
        }
    }

    private static void addPairs(Condition.PathComparison pair, List<Map<CallPath, Object>> all) {
        for (List<Object> two : PAIRS) {
            Map<CallPath, Object> values = new LinkedHashMap<>();
            values.put(CallChoices.firstPlace(pair.path()), two.get(0));
            values.put(CallChoices.firstPlace(pair.from()), two.get(1));
            all.add(values);
        }
    }

    /** Puts values for which a condition comes out as wanted, where one is found. */
    private void put(Condition condition, boolean wanted, Map<CallPath, Object> values) {
        if (condition instanceof Condition.AllOf all) {
            all.conditions().forEach(each -> put(each, wanted, values));
        } else if (condition instanceof Condition.AnyOf any) {
            if (wanted) {
                put(any.conditions().get(0), true, values);
            } else {
                any.conditions().forEach(each -> put(each, false, values));
            }
        } else if (condition instanceof Condition.Not not) {
            put(not.condition(), !wanted, values);
        } else if (condition instanceof Condition.Optional optional) {
            put(optional.comparison(), wanted, values);
        } else if (condition instanceof Condition.Comparison comparison && comparison.path() instanceof CallPath path) {
            CallPath place = CallChoices.firstPlace(path);
            choices.at(place).stream()
                    .filter(value -> test(comparison, value) == Truth.of(wanted))
                    .findFirst()
                    .ifPresent(value -> values.put(place, value));
        }
    }

    private static Truth test(Condition.Comparison comparison, Object value) {
        return CallChoices.isNothing(value)
                ? comparison.test().missing()
                : comparison.test().test(value);
    }
}
