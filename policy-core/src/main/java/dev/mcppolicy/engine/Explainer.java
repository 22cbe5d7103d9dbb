package dev.mcppolicy.engine;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.CounterStore;
import dev.mcppolicy.json.JsonLimits;
import dev.mcppolicy.model.Scale;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Looks at every rule that applies to a call, without stopping at the first that denies and without charging. */
final class Explainer {
    private final CounterStore store;
    private final long nowMillis;
    private final JsonLimits argumentLimits;

    Explainer(CounterStore store, long nowMillis, JsonLimits argumentLimits) {
        this.store = store;
        this.nowMillis = nowMillis;
        this.argumentLimits = argumentLimits;
    }

    /** The decision that was made by a dry run, with every rule that applies. */
    Explanation explain(CompiledPolicy policy, ToolCall call, Decision decision) {
        CompiledTool tool = call.problem(argumentLimits) == null ? policy.tool(call.tool()) : null;
        if (tool == null) {
            return new Explanation(decision, List.of(), List.of());
        }
        Judgement judgement = new Judgement(policy, tool, call);
        CounterReadings readings = CounterReadings.NONE;
        if (!tool.reads().isEmpty()) {
            readings = judgement.readings(store.read(judgement.keysToRead(), nowMillis), List.of());
        }
        List<Explanation.LimitLook> limits = new ArrayList<>();
        tool.limits().forEach(limit -> limits.add(look(limit, judgement)));
        return new Explanation(decision, tool.explain(judgement.arguments(), readings), limits);
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
                charge == null ? null : scale.amountOf(charge.units()));
    }

    private BigDecimal used(CounterKey key, Scale scale) {
        return scale.amountOf(store.read(List.of(key), nowMillis)[0]);
    }
}
