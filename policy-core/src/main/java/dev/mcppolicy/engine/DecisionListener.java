package dev.mcppolicy.engine;

/**
 * Hears of every decision, in the thread that asked for it, before that thread has the decision. Must be safe for use by
 * any thread, and quick; {@link QueuedDecisionListener} makes a slow one quick. What a listener throws changes no
 * decision, unless the engine was told that it must succeed.
 */
@FunctionalInterface
public interface DecisionListener {
    /**
     * Hears of a decision.
     *
     * @param event the decision
     */
    void decided(DecisionEvent event);
}
