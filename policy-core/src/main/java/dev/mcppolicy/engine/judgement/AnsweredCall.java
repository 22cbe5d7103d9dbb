package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.RuleId;
import org.jspecify.annotations.Nullable;

/**
 * What a human has answered to, as far as it is met again: a rule of a revision, a tool, a caller and its arguments. Two
 * calls whose arguments are equal as JSON share the hash.
 *
 * @param argumentsHash the hash, or null for whatever arguments
 */
record AnsweredCall(
        RuleId rule,
        String revision,
        String tool,
        boolean anonymous,
        @Nullable String principal,
        @Nullable String grant,
        @Nullable String session,
        @Nullable String argumentsHash) {
    static AnsweredCall of(RuleId rule, String revision, ToolCall call, @Nullable String argumentsHash) {
        Caller caller = call.caller();
        return new AnsweredCall(
                rule,
                revision,
                call.tool(),
                caller.isAnonymous(),
                caller.principal(),
                caller.grant(),
                caller.session(),
                argumentsHash);
    }

    /** The same with whatever arguments. */
    AnsweredCall withAnyArguments() {
        return new AnsweredCall(rule, revision, tool, anonymous, principal, grant, session, null);
    }

    static String hash(ToolCall call) {
        return CanonicalJson.sha256(call.argumentsAsObject());
    }

    /** Whether a caller is met again: not one that cannot be told apart although the server can do so. */
    static boolean isKnown(Caller caller) {
        return caller.isAnonymous() || caller.identity() != null || caller.session() != null;
    }
}
