package dev.mcppolicy.mcp;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.model.RuleId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call that waits for a human. Its arguments, and what the caller says of itself, are untrusted. Immutable. */
public final class ApprovalRequest {
    private final Decision.ApprovalRequired decision;
    private final ClientForm form;

    ApprovalRequest(Decision.ApprovalRequired decision, ClientForm form) {
        this.decision = decision;
        this.form = form;
    }

    /**
     * What names the request.
     *
     * @return an id that no other request has; also that of the decision in an audit log
     */
    public String id() {
        return decision.id();
    }

    /**
     * The tool that is called.
     *
     * @return the tool's name
     */
    public String tool() {
        return decision.call().tool();
    }

    /**
     * What the tool is called with: exactly what it will get, if the call is approved.
     *
     * @return unmodifiable arguments, which may be secret
     */
    public Map<String, @Nullable Object> arguments() {
        return decision.call().argumentsAsObject();
    }

    /**
     * Who calls.
     *
     * @return the caller
     */
    public Caller caller() {
        return decision.call().caller();
    }

    /**
     * The rule that asks.
     *
     * @return where the rule stands
     */
    public RuleId rule() {
        return decision.rule();
    }

    /**
     * What to call the rule that asks.
     *
     * @return its label
     */
    public String ruleName() {
        return decision.ruleName();
    }

    /**
     * What the policy's author says of it.
     *
     * @return a message
     */
    public String message() {
        return decision.message();
    }

    /**
     * When the request expires, by the engine's clock.
     *
     * @return the instant from which an answer comes too late
     */
    public Instant expiresAt() {
        return decision.expiresAt();
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

    ClientForm form() {
        return form;
    }

    @Override
    public String toString() {
        return "ApprovalRequest[" + id() + " for " + tool() + "]";
    }
}
