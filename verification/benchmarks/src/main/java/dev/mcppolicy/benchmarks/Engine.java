package dev.mcppolicy.benchmarks;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.model.Policy;

/** This library. */
final class Engine implements Contender {
    private final PolicyEngine engine;

    Engine(Policy policy) {
        this.engine = PolicyEngine.of(policy);
    }

    Decision decide(Call call, Caller caller) {
        return engine.decide(ToolCall.of(call.tool(), call.arguments(), caller));
    }

    Decision decide(ToolCall call) {
        return engine.decide(call);
    }

    @Override
    public boolean allows(Call call) {
        return decide(call, Caller.anonymous()) instanceof Decision.Allow;
    }
}
