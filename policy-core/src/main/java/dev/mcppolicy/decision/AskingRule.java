package dev.mcppolicy.decision;

import dev.mcppolicy.model.RuleId;

/**
 * An approval rule that asks a human about a call.
 *
 * @param id where the rule stands
 * @param name what to call it
 * @param message what the policy's author says of it, for the human and the agent
 */
public record AskingRule(RuleId id, String name, String message) {}
