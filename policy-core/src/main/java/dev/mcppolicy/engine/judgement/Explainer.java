package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.condition.CallFacts;
import dev.mcppolicy.engine.condition.ConditionNode;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
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
    private final JsonLimits argumentLimits;
    private final WorkLimits workLimits;
    private final Judge judge;

    /**
     * Evaluations at a store, changing nothing in it.
     *
     * @param register where calls wait for a human; null where nobody is asked
     * @param declines what humans have declined; null where nobody is asked
     */
    public Explainer(
            StoreAccess store,
            JsonLimits argumentLimits,
            WorkLimits workLimits,
            @Nullable ApprovalRegister register,
            @Nullable DeclineRegister declines) {
        this.workLimits = workLimits;
        this.store = store;
        this.argumentLimits = argumentLimits;
        this.judge = Judge.dryRun(store, argumentLimits, workLimits, register, declines);
    }

    /**
     * A call, as it would be judged.
     *
     * @param decision what would be decided
     * @param evaluations every rule that applies
     */
    public record Explained(Decision decision, Evaluations evaluations) {}

    /** Every rule that applies to a call, in the order of judging. */
    public record Evaluations(List<Explanation.RuleEvaluation> rules, List<Explanation.LimitEvaluation> limits) {
        /** Where no rule is looked at. */
        public static final Evaluations NONE = new Evaluations(List.of(), List.of());

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
            return new Evaluations(allRules, allLimits);
        }
    }

    public Explained explain(CompiledPolicy policy, ToolCall call) {
        return new Explained(judge.judge(policy, call, null, false), evaluations(policy, call));
    }

    private Evaluations evaluations(CompiledPolicy policy, ToolCall call) {
        CompiledTool tool = call.problem(argumentLimits) == null ? policy.tool(call.tool()) : null;
        if (tool == null) {
            return Evaluations.NONE;
        }
        Judgement judgement = Judgement.of(judge, policy, tool, call, Work.NONE);
        if (tool.takeChargeWork(call.argumentsAsObject(), call.caller(), tool.work(workLimits)) != null) {
            // No rule is looked at where finding the counters alone is more than judging a call may be.
            return Evaluations.NONE;
        }
        List<CounterKey> read = judgement.keysToRead();
        List<CounterKey> keys = new ArrayList<>(read);
        Map<String, @Nullable Object> arguments = call.argumentsAsObject();
        for (CompiledLimit limit : tool.limits()) {
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
        CallFacts facts = judgement.facts(Arrays.copyOf(units, read.size()));
        return new Evaluations(
                tool.explain(arguments, facts, tool.work(workLimits)),
                tool.limits().stream()
                        .map(limit -> evaluation(limit, arguments, call.caller(), used))
                        .toList());
    }

    private static Explanation.LimitEvaluation evaluation(
            CompiledLimit limit, Map<String, @Nullable Object> arguments, Caller caller, Map<CounterKey, Long> used) {
        Scale scale = limit.rule().scale();
        CounterKey key = limit.key(arguments, caller);
        Charge charge = limit.charge(arguments, caller);
        return new Explanation.LimitEvaluation(
                limit.rule(),
                limit.label(),
                key,
                key == null ? null : scale.amountOf(used.getOrDefault(key, 0L)),
                charge == null ? null : scale.amountOf(charge.units()),
                Mode.ENFORCE);
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
