package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.engine.PolicyEngineBuilder;
import dev.mcppolicy.model.Policy;

/** An engine that a search asks, and that logs nothing of what shadow mode would have decided unheard. */
public final class QuietEngine {
    private QuietEngine() {}

    /** The options of such an engine. */
    public static PolicyEngineBuilder builder(Policy policy) {
        PolicyEngineBuilder options = PolicyEngine.builder(policy);
        boolean isEnforced = policy.rules().stream().allMatch(placed -> policy.enforces(placed.rule()));
        return isEnforced ? options : options.listener(event -> {});
    }
}
