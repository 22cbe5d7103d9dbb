package dev.mcppolicy.decision;

/**
 * Hears of every decision before the one who asked has it, and later of what became of the calls that were let through. It
 * hears in the thread that asked, or, of a decision that waited for a store, its time-out or a human, in the thread that
 * brought the answer. Must be safe for use by any thread, and quick; the engine's {@code QueuedDecisionListener} makes a
 * slow one quick. What a listener throws changes no decision, unless the engine was told that it must succeed.
 */
@FunctionalInterface
public interface DecisionListener {
    /**
     * Hears of a decision.
     *
     * @param event the decision
     */
    void decided(DecisionEvent event);

    /**
     * Hears what became of a call that was let through; does nothing unless overridden. Comes at most once for a
     * decision, and not at all when the process ends before the tool does. The tool has run by then, so a failure is
     * logged and no more, also where the listener must succeed.
     *
     * @param event the outcome
     */
    default void finished(OutcomeEvent event) {}

    /**
     * Hears what happened to the policy that decides; does nothing unless overridden. An engine tells of the policy it
     * starts with and of each later one before any decision by it, and of a change that was refused. A failure is logged
     * and no more, also where the listener must succeed.
     *
     * @param event what happened
     */
    default void policyChanged(PolicyEvent event) {}

    /**
     * Hears in what the tools of a server are not as they were accepted; does nothing unless overridden. Comes when that is
     * another than it was before. A failure is logged and no more, also where the listener must succeed.
     *
     * @param event the changes; none where the tools are as accepted again
     */
    default void toolsChanged(ToolsEvent event) {}

    /**
     * Hears how a counter store that is kept outside the process has fared; does nothing unless overridden. Comes for each
     * thing that the store was asked for the policy in force, and not for what the engine knew without asking. Must not ask
     * the store. A failure is logged and no more, also where the listener must succeed.
     *
     * @param event the answer or the failure
     */
    default void storeAsked(StoreEvent event) {}
}
