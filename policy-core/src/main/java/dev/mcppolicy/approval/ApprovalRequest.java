package dev.mcppolicy.approval;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.RuleId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for a human. Its arguments, and what the caller says of itself, are untrusted.
 *
 * @param id names the request: no other has it; also the id of the decision in an audit log
 * @param call the call, exactly as it will run if it is approved
 * @param rule where the rule that asks stands
 * @param ruleName what to call that rule
 * @param message what the policy's author says of it
 * @param expiresAt the instant from which an answer comes too late, by the engine's clock
 */
public record ApprovalRequest(
        String id, ToolCall call, RuleId rule, String ruleName, String message, Instant expiresAt) {
    /**
     * The request that a decision makes.
     *
     * @param decision the decision
     * @return the request
     */
    public static ApprovalRequest of(Decision.ApprovalRequired decision) {
        return new ApprovalRequest(
                decision.id(),
                decision.call(),
                decision.rule(),
                decision.ruleName(),
                decision.message(),
                decision.expiresAt());
    }

    /**
     * The tool that is called.
     *
     * @return the tool's name
     */
    public String tool() {
        return call.tool();
    }

    /**
     * What the tool is called with: exactly what it will get, if the call is approved.
     *
     * @return the arguments, unmodifiable where the engine asks; they may be secret
     */
    public Map<String, @Nullable Object> arguments() {
        return call.argumentsAsObject();
    }

    /**
     * Who calls.
     *
     * @return the caller
     */
    public Caller caller() {
        return call.caller();
    }

    /**
     * The request in words for a human: tool, rule and arguments. Characters that do not show, or change how others
     * show, are escaped; a text that is too long to read is cut, and says so.
     *
     * @param redacted names of members, at any depth of the arguments, whose values are not shown
     * @return several lines
     */
    public String description(String... redacted) {
        return ApprovalText.of(this, redacted);
    }

    @Override
    public String toString() {
        return "ApprovalRequest[" + id + " for " + tool() + "]";
    }
}
