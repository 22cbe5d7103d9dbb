package dev.mcppolicy.benchmarks;

import dev.mcppolicy.engine.Caller;
import dev.mcppolicy.engine.Decision;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.ToolCall;
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
