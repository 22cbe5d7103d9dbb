package dev.mcppolicy.decision;

import java.time.Instant;

/**
 * What became of a call after its decision. Holds the call with its arguments, which are untrusted and may be secret.
 *
 * @param at when the outcome was known, by the engine's clock
 * @param id the id of the decision, as in {@link DecisionEvent#id}
 * @param call the call
 * @param revision the revision of the policy that decided
 * @param outcome what became of the call
 */
public record OutcomeEvent(Instant at, String id, ToolCall call, String revision, ToolOutcome outcome) {}
