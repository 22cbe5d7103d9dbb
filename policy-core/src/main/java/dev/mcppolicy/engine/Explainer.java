package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Scale;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Looks at every rule that applies to a call, without stopping at the first that denies and without charging. */
final class Explainer {
    private final CounterStore store;
    private final long nowMillis;
    private final JsonLimits argumentLimits;
    private final WorkLimits workLimits;

    Explainer(CounterStore store, long nowMillis, JsonLimits argumentLimits, WorkLimits workLimits) {
        this.workLimits = workLimits;
        this.store = store;
        this.nowMillis = nowMillis;
        this.argumentLimits = argumentLimits;
    }

    /** Every rule that applies to a call, in the order of judging. */
    record Looks(List<Explanation.RuleLook> rules, List<Explanation.LimitLook> limits) {
        /** Where no rule is looked at. */
        static final Looks NONE = new Looks(List.of(), List.of());

        /** These rules as ones in audit mode, but for those that are enforced, which are looked at as such. */
        Looks but(Looks enforced) {
            List<Explanation.RuleLook> allRules = new ArrayList<>();
            rules.forEach(look -> allRules.add(enforced.rules.stream()
                    .filter(other -> other.rule().equals(look.rule()))
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

    Looks looks(CompiledPolicy policy, ToolCall call) {
        CompiledTool tool = call.problem(argumentLimits) == null ? policy.tool(call.tool()) : null;
        if (tool == null) {
            return Looks.NONE;
        }
        Judgement judgement = new Judgement(policy, tool, call, Work.NONE);
        CounterReadings readings = CounterReadings.NONE;
        if (!tool.reads().isEmpty()) {
            readings = judgement.readings(store.read(judgement.keysToRead(), nowMillis));
        }
        List<Explanation.LimitLook> limits = new ArrayList<>();
        tool.limits().forEach(limit -> limits.add(look(limit, judgement)));
        return new Looks(tool.explain(judgement.arguments(), readings, tool.work(workLimits)), limits);
    }

    private Explanation.LimitLook look(CompiledLimit limit, Judgement judgement) {
        Caller caller = judgement.call().caller();
        Scale scale = limit.rule().scale();
        CounterKey key = limit.key(caller);
        Charge charge = limit.charge(judgement.arguments(), caller);
        return new Explanation.LimitLook(
                limit.rule(),
                limit.label(),
                key,
                key == null ? null : used(key, scale),
                charge == null ? null : scale.amountOf(charge.units()),
                Mode.ENFORCE);
    }

    private BigDecimal used(CounterKey key, Scale scale) {
        return scale.amountOf(store.read(List.of(key), nowMillis)[0]);
    }
}
