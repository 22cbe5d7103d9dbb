package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Reservation;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a call without charging, and looks at every rule that applies to it, without stopping at the first that denies.
 */
final class Explainer {
    private final StoreAccess store;
    private final JsonLimits argumentLimits;
    private final WorkLimits workLimits;
    private final Judge judge;

    Explainer(StoreAccess store, JsonLimits argumentLimits, WorkLimits workLimits) {
        this.workLimits = workLimits;
        this.store = store;
        this.argumentLimits = argumentLimits;
        this.judge = Judge.dryRun(store, argumentLimits, workLimits);
    }

    /**
     * A call, as it would be judged.
     *
     * @param decision what would be decided
     * @param looks every rule that applies
     */
    record Explained(Decision decision, Looks looks) {}

    /** Every rule that applies to a call, in the order of judging. */
    record Looks(List<Explanation.RuleLook> rules, List<Explanation.LimitLook> limits) {
        /** Where no rule is looked at. */
        static final Looks NONE = new Looks(List.of(), List.of());

        /** These rules as ones in audit mode, but for those that are enforced, which are looked at as such. */
        Looks but(Looks enforced) {
            List<Explanation.RuleLook> allRules = new ArrayList<>();
            // By the object: rules written in Java may be equal and not be one.
            rules.forEach(look -> allRules.add(enforced.rules.stream()
                    .filter(other -> other.rule() == look.rule())
                    .findFirst()
                    .orElseGet(look::audited)));
            List<Explanation.LimitLook> allLimits = new ArrayList<>();
            limits.forEach(look -> allLimits.add(enforced.limits.stream()
                    .filter(other -> other.rule().equals(look.rule()))
                    .findFirst()
                    .orElseGet(look::audited)));
            return new Looks(allRules, allLimits);
        }
    }

    Explained explain(CompiledPolicy policy, ToolCall call) {
        return new Explained(judge.judge(policy, call, null), looks(policy, call));
    }

    private Looks looks(CompiledPolicy policy, ToolCall call) {
        CompiledTool tool = call.problem(argumentLimits) == null ? policy.tool(call.tool()) : null;
        if (tool == null) {
            return Looks.NONE;
        }
        Judgement judgement = Judgement.of(judge, policy, tool, call, Work.NONE);
        List<CounterKey> read = judgement.keysToRead();
        List<CounterKey> keys = new ArrayList<>(read);
        for (CompiledLimit limit : tool.limits()) {
            CounterKey key = limit.key(call.caller());
            if (key != null) {
                keys.add(key);
            }
        }
        long[] units = keys.isEmpty() ? new long[0] : store.read(keys, Reservation.empty(), judgement.nowMillis());
        Map<CounterKey, Long> used = new HashMap<>();
        for (int i = 0; i < units.length; i++) {
            used.put(keys.get(i), units[i]);
        }
        Map<String, @Nullable Object> arguments = call.argumentsAsObject();
        CounterReadings readings =
                tool.reads().isEmpty() ? CounterReadings.NONE : judgement.readings(Arrays.copyOf(units, read.size()));
        return new Looks(
                tool.explain(arguments, readings, tool.work(workLimits)),
                tool.limits().stream()
                        .map(limit -> look(limit, arguments, call.caller(), used))
                        .toList());
    }

    private static Explanation.LimitLook look(
            CompiledLimit limit, Map<String, @Nullable Object> arguments, Caller caller, Map<CounterKey, Long> used) {
        Scale scale = limit.rule().scale();
        CounterKey key = limit.key(caller);
        Charge charge = limit.charge(arguments, caller);
        return new Explanation.LimitLook(
                limit.rule(),
                limit.label(),
                key,
                key == null ? null : scale.amountOf(used.getOrDefault(key, 0L)),
                charge == null ? null : scale.amountOf(charge.units()),
                Mode.ENFORCE);
    }

    /** What a rule of conditions comes to, with every comparison in it. */
    static Explanation.RuleLook look(
            Rule rule,
            String label,
            Explanation.Result result,
            ConditionNode conditions,
            Map<String, @Nullable Object> arguments,
            CounterReadings counters,
            Work work) {
        List<Explanation.Comparison> comparisons = new ArrayList<>();
        conditions.explain(arguments, counters, work, comparisons::add);
        return new Explanation.RuleLook(rule, label, result, comparisons, Mode.ENFORCE);
    }
}
