package dev.mcppolicy.format.problem;

import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.text.VisibleText;

/**
 * One rule that a format cannot say, and why.
 *
 * @param rule where the rule stands in the policy that was to be written
 * @param name what the rule is called
 * @param message what cannot be said, in one sentence without final period
 */
public record UnwritableRule(RuleId rule, String name, String message) {
    /**
     * The rule and the reason in one line.
     *
     * @return the line, without line break
     */
    @Override
    public String toString() {
        return VisibleText.of(rule.value()) + " (" + VisibleText.of(name, 80) + "): " + message;
    }
}
