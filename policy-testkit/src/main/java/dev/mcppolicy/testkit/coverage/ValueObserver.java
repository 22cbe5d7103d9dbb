package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.testkit.internal.FoundValues;
import dev.mcppolicy.testkit.internal.JudgedCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Sees in judged calls the values that the rules of a policy look at. Threadsafe. */
final class ValueObserver {
    private static final FoundValues NONE = new FoundValues(false, false, List.of());

    private final Map<RuleId, ValueGoals> goals = new LinkedHashMap<>();
    private final Map<RuleId, ReadPaths> read = new LinkedHashMap<>();

    private ValueObserver() {}

    static ValueObserver of(Policy policy) {
        ValueObserver observer = new ValueObserver();
        for (PlacedRule placed : policy.rules()) {
            Rule rule = placed.rule();
            if (policy.enforces(rule)) {
                observer.goals.put(rule.id(), ValueGoals.of(rule, policy.labelOf(rule)));
                observer.read.put(rule.id(), ReadPaths.of(rule));
            }
        }
        return observer;
    }

    /** Tells what a call reaches; a goal for which {@code isReached} holds need not be looked at again. */
    void see(JudgedCall judged, Predicate<CoverageGoal> isReached, Consumer<CoverageGoal> reached) {
        Explanation explanation = judged.explanation();
        explanation.rules().stream()
                .filter(look -> look.mode() == Mode.ENFORCE)
                .forEach(look -> see(judged, look.rule(), look.result(), look.comparisons(), isReached, reached));
        explanation.limits().stream()
                .filter(look -> look.mode() == Mode.ENFORCE)
                .forEach(look -> see(judged, look.rule(), look.result(), look.comparisons(), isReached, reached));
        explanation.places().stream()
                .filter(look -> look.mode() == Mode.ENFORCE)
                .forEach(look -> see(judged, look.rule(), look.result(), look.comparisons(), isReached, reached));
    }

    private void see(
            JudgedCall judged,
            Rule rule,
            Explanation.Result result,
            List<Explanation.Comparison> comparisons,
            Predicate<CoverageGoal> isReached,
            Consumer<CoverageGoal> reached) {
        ValueGoals of = goals.get(rule.id());
        if (of == null) {
            return;
        }
        for (ValueGoals.Sight sight : of.sights()) {
            boolean isConcerned = sight.ofWhen() || result != Explanation.Result.NOT_CONCERNED;
            if (isConcerned && isDecidedBy(judged.decision(), sight.path()) && !isReached.test(sight.goal())) {
                FoundValues found = sight.path() instanceof ArgumentPath path
                        ? FoundValues.of(judged.call().arguments(), path)
                        : NONE;
                if (sight.test().test(new ValueGoals.Look(found, comparisons))) {
                    reached.accept(sight.goal());
                }
            }
        }
    }

    /** Whether a call is not denied, or denied by a rule that looks at what stands at a path. */
    private boolean isDecidedBy(Decision decision, CallPath path) {
        if (!(decision instanceof Decision.Deny deny)) {
            return true;
        }
        ReadPaths paths = read.get(deny.denial().rule());
        return paths != null && paths.touches(path);
    }
}
