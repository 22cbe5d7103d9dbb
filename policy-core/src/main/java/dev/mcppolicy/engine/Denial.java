package dev.mcppolicy.engine;

import dev.mcppolicy.model.RuleId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a call is denied.
 *
 * @param code the reason, for programs
 * @param rule where the rule that denies stands, or a pseudo rule
 * @param ruleName what to call the rule
 * @param message for the agent; never contains an argument's value
 * @param retryAfter for limits: how long to wait before the same call can pass; null when waiting would not help
 * @param revision the revision of the policy that denies; empty without a policy
 */
public record Denial(
        DenialCode code,
        RuleId rule,
        String ruleName,
        String message,
        @Nullable Duration retryAfter,
        String revision) {
    Denial withRetryAfter(Duration wait) {
        return new Denial(code, rule, ruleName, message, wait, revision);
    }
}
