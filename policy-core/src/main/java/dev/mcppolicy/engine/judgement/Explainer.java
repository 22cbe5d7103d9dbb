package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.PlaceKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.condition.CallFacts;
import dev.mcppolicy.engine.condition.ConditionNode;
import dev.mcppolicy.engine.store.StoreAccess;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.limit.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a call without charging, and looks at every rule that applies to it, without stopping at the first that denies.
 */
public final class Explainer {
    private final StoreAccess store;
    private final Judge.Admission admission;
    private final Judge judge;

    /**
     * Evaluations at a store, changing nothing in it.
     *
     * @param register where calls wait for a human; null where nobody is asked
     * @param answers what humans have answered before; null where nobody is asked
     * @param runs whether a call that is let pass runs at once
     */
    public Explainer(
            StoreAccess store,
            Judge.Admission admission,
            @Nullable ApprovalRegister register,
            @Nullable Answers answers,
            boolean runs) {
        this.store = store;
        this.admission = admission;
        this.judge = Judge.dryRun(store, admission, register, answers, runs);
    }

    /**
     * A call, as it would be judged.
     *
     * @param decision what would be decided
     * @param evaluations every rule that applies
     */
    public record Explained(Decision decision, Evaluations evaluations) {}

    /** Every rule that applies to a call, in the order of judging. */
    public record Evaluations(
            List<Explanation.RuleEvaluation> rules,
            List<Explanation.LimitEvaluation> limits,
            List<Explanation.ConcurrencyEvaluation> places) {
        /** Where no rule is looked at. */
        public static final Evaluations NONE = new Evaluations(List.of(), List.of(), List.of());

        /** These rules as ones in shadow mode, but for those that are enforced, which are looked at as such. */
        public Evaluations but(Evaluations enforced) {
            List<Explanation.RuleEvaluation> allRules = new ArrayList<>();
            // By the object: rules written in Java may be equal and not be one.
            rules.forEach(evaluation -> allRules.add(enforced.rules.stream()
                    .filter(other -> other.rule() == evaluation.rule())
                    .findFirst()
                    .orElseGet(evaluation::shadow)));
            List<Explanation.LimitEvaluation> allLimits = new ArrayList<>();
            limits.forEach(evaluation -> allLimits.add(enforced.limits.stream()
                    .filter(other -> other.rule().equals(evaluation.rule()))
                    .findFirst()
                    .orElseGet(evaluation::shadow)));
            List<Explanation.ConcurrencyEvaluation> allPlaces = new ArrayList<>();
            places.forEach(evaluation -> allPlaces.add(enforced.places.stream()
                    .filter(other -> other.rule().equals(evaluation.rule()))
                    .findFirst()
                    .orElseGet(evaluation::shadow)));
            return new Evaluations(allRules, allLimits, allPlaces);
        }
    }

    public Explained explain(CompiledPolicy policy, ToolCall call) {
        return new Explained(judge.judge(policy, call, null, false), evaluations(policy, call));
    }

    private Evaluations evaluations(CompiledPolicy policy, ToolCall call) {
        boolean comes = call.problem(admission.argumentLimits()) == null
                && admission.accepts().test(call);
        CompiledTool tool = comes ? policy.tool(call.tool()) : null;
        if (tool == null) {
            return Evaluations.NONE;
        }
        Judgement judgement = Judgement.of(judge, policy, tool, call, Work.NONE);
        if (tool.takeChargeWork(call.argumentsAsObject(), call.caller(), tool.work(admission.workLimits())) != null) {
            // No rule is looked at where finding the counters alone is more than judging a call may be.
            return Evaluations.NONE;
        }
        List<CounterKey> read = judgement.keysToRead();
        List<CounterKey> keys = new ArrayList<>(read);
        Map<String, @Nullable Object> arguments = call.argumentsAsObject();
        for (CompiledLimit limit : tool.charges().limits()) {
            CounterKey key = limit.key(arguments, call.caller());
            if (key != null) {
                keys.add(key);
            }
        }
        long[] units = keys.isEmpty() ? new long[0] : store.read(keys, Reservation.empty(), judgement.nowMillis());
        Map<CounterKey, Long> used = new HashMap<>();
        for (int i = 0; i < units.length; i++) {
            used.put(keys.get(i), units[i]);
        }
        CallFacts readings = judgement.facts(Arrays.copyOf(units, read.size()));
        Work work = tool.work(admission.workLimits());
        List<Explanation.RuleEvaluation> rules = tool.explain(arguments, readings, work);
        List<Explanation.LimitEvaluation> limits = new ArrayList<>();
        for (CompiledLimit limit : tool.charges().limits()) {
            CompiledCheck guard = tool.guardOf(limit);
            limits.add(evaluation(
                    limit,
                    guard == null ? null : guard.explain(arguments, readings, work),
                    arguments,
                    call.caller(),
                    used));
        }
        List<Explanation.ConcurrencyEvaluation> places = new ArrayList<>();
        tool.charges().places().forEach(rule -> {
            CompiledCheck guard = tool.guardOf(rule);
            places.add(evaluation(
                    rule,
                    guard == null ? null : guard.explain(arguments, readings, work),
                    rule.key(arguments, call.caller()),
                    judgement.nowMillis()));
        });
        return new Evaluations(rules, limits, places);
    }

    /**
     * What a concurrency rule comes to.
     *
     * @param guard whether it concerns the call; null where it concerns all
     */
    private Explanation.ConcurrencyEvaluation evaluation(
            CompiledConcurrency rule,
            Explanation.@Nullable RuleEvaluation guard,
            @Nullable PlaceKey key,
            long nowMillis) {
        return new Explanation.ConcurrencyEvaluation(
                rule.rule(),
                rule.label(),
                guard == null ? Explanation.Result.PASSED : guard.result(),
                guard == null ? List.of() : guard.comparisons(),
                key,
                key == null ? null : store.placesHeld(List.of(key), nowMillis)[0],
                Mode.ENFORCE);
    }

    /**
     * What a limit comes to.
     *
     * @param guard whether it concerns the call; null where it concerns all
     */
    private static Explanation.LimitEvaluation evaluation(
            CompiledLimit limit,
            Explanation.@Nullable RuleEvaluation guard,
            Map<String, @Nullable Object> arguments,
            Caller caller,
            Map<CounterKey, Long> used) {
        Scale scale = limit.rule().scale();
        CounterKey key = limit.key(arguments, caller);
        Charge charge = limit.charge(arguments, caller);
        return new Explanation.LimitEvaluation(
                limit.rule(),
                limit.label(),
                guard == null ? Explanation.Result.PASSED : guard.result(),
                guard == null ? List.of() : guard.comparisons(),
                key,
                key == null ? null : scale.amountOf(used.getOrDefault(key, 0L)),
                charge == null ? null : scale.amountOf(charge.units()),
                Mode.ENFORCE);
    }

    /** How a call passes a rule: by its conditions, or because it is none of those that the rule concerns. */
    static Explanation.Result passed(
            ConditionNode conditions, Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        return conditions.concerns(arguments, facts, work) == Truth.FALSE
                ? Explanation.Result.NOT_CONCERNED
                : Explanation.Result.PASSED;
    }

    /** What a rule of conditions comes to, with every comparison in it. */
    static Explanation.RuleEvaluation evaluation(
            Rule rule,
            String label,
            Explanation.Result result,
            ConditionNode conditions,
            Map<String, @Nullable Object> arguments,
            CallFacts facts,
            Work work) {
        List<Explanation.Comparison> comparisons = new ArrayList<>();
        conditions.explain(arguments, facts, work, comparisons::add);
        return new Explanation.RuleEvaluation(rule, label, result, comparisons, Mode.ENFORCE);
    }
}
