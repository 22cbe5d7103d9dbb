package dev.mcppolicy.approval;

import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.ApprovedBy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for a human. Its arguments, and what the caller says of itself, are untrusted.
 *
 * @param id names the request: no other has it; also the id of the decision in an audit log
 * @param call the call, exactly as it will run if it is approved
 * @param rules the approval rules that ask, in the order of judging; at least one, and a yes is a yes to all of them
 * @param revision the revision of the policy that asks; under another the answer is void
 * @param expiresAt the instant from which an answer comes too late, by the engine's clock
 */
public record ApprovalRequest(String id, ToolCall call, List<AskingRule> rules, String revision, Instant expiresAt) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if no rule asks
     */
    public ApprovalRequest {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("an approval needs a rule that asks");
        }
    }

    /**
     * The request that a decision makes.
     *
     * @param decision the decision
     * @return the request
     */
    public static ApprovalRequest of(Decision.ApprovalRequired decision) {
        return new ApprovalRequest(
                decision.id(), decision.call(), decision.rules(), decision.revision(), decision.expiresAt());
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
     * Whose yes counts: that which the strictest of the rules wants.
     *
     * @return who
     */
    public ApprovedBy by() {
        return AskingRule.strictest(rules);
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
     * What the tool is called with, for people and programs that are not to see all of it.
     *
     * @param redacted names of members, at any depth, whose values are not shown
     * @return the arguments with a word in the place of each such value
     */
    public Map<String, @Nullable Object> redactedArguments(String... redacted) {
        return ApprovalText.withheld(arguments(), redacted);
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
     * What an answer is bound to, for a queue that outlives this process and meets the same call again: tool, arguments by
     * value, caller, policy and the rules that ask, and not the request's id. The caller counts with its grant, principal and
     * session, and with whether the server can tell callers apart. Only where {@link #isMetAgain} is another request of the
     * same binding the same question.
     *
     * @return the SHA-256 of all of it, 64 lowercase hexadecimal digits
     */
    public String binding() {
        Caller caller = caller();
        Map<String, @Nullable Object> bound = new HashMap<>();
        bound.put("tool", tool());
        bound.put("arguments", arguments());
        bound.put("revision", revision);
        bound.put("anonymous", caller.isAnonymous());
        bound.put("grant", caller.grant());
        bound.put("principal", caller.principal());
        bound.put("session", caller.session());
        bound.put("rules", rules.stream().map(rule -> rule.id().value()).toList());
        return CanonicalJson.sha256(bound);
    }

    /**
     * Whether a later request of the same binding is by the same caller: not where nothing is known of the caller although the
     * server can tell callers apart.
     *
     * @return false if an answer to this request must serve no other
     */
    public boolean isMetAgain() {
        Caller caller = caller();
        return caller.isAnonymous() || caller.identity() != null || caller.session() != null;
    }

    /**
     * The request in words for a human: what the author says, tool, rules and arguments. Characters that do not show, or change how others
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
