package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.RuleId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What humans have declined, so that nobody is asked the same again for a while: a no holds for the same rule of the same
 * revision, tool, caller and canonical arguments. A no that finds no room is not kept, and none gives way to another
 * before its end. Callers that cannot be told apart although the server can do so are not kept.
 *
 * <p>This class is threadsafe.
 */
public final class DeclineRegister {
    private final int capacity;
    private final Map<Declined, Instant> ends = new HashMap<>();

    public DeclineRegister(int capacity) {
        this.capacity = capacity;
    }

    /** What a no was said to. Two calls whose arguments are equal as JSON share the hash. */
    private record Declined(
            RuleId rule,
            String revision,
            String tool,
            boolean anonymous,
            @Nullable String principal,
            @Nullable String grant,
            @Nullable String session,
            String argumentsHash) {
        static Declined of(RuleId rule, String revision, ToolCall call, String argumentsHash) {
            Caller caller = call.caller();
            return new Declined(
                    rule,
                    revision,
                    call.tool(),
                    caller.isAnonymous(),
                    caller.principal(),
                    caller.grant(),
                    caller.session(),
                    argumentsHash);
        }
    }

    /** Keeps a no to each rule that asked, for as long as the question could have waited. */
    public void add(Decision.ApprovalRequired declined, Instant now) {
        ToolCall call = declined.call();
        if (!isKnown(call.caller())) {
            return;
        }
        String hash = CanonicalJson.sha256(call.argumentsAsObject());
        Instant end = now.plus(declined.timeout());
        for (AskingRule rule : declined.rules()) {
            add(Declined.of(rule.id(), declined.revision(), call, hash), now, end);
        }
    }

    private synchronized void add(Declined declined, Instant now, Instant end) {
        Instant known = ends.get(declined);
        if (known == null && ends.size() >= capacity) {
            ends.values().removeIf(over -> !over.isAfter(now));
        }
        if (known != null || ends.size() < capacity) {
            ends.merge(declined, end, (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    /** The first of some rules that a no to the same call still stands against, or null. */
    @Nullable
    CompiledApproval declined(List<CompiledApproval> rules, String revision, ToolCall call, Instant now) {
        if (rules.isEmpty() || isEmpty() || !isKnown(call.caller())) {
            return null;
        }
        String hash = CanonicalJson.sha256(call.argumentsAsObject());
        return rules.stream()
                .filter(rule -> stands(Declined.of(rule.id(), revision, call, hash), now))
                .findFirst()
                .orElse(null);
    }

    private synchronized boolean isEmpty() {
        return ends.isEmpty();
    }

    private synchronized boolean stands(Declined declined, Instant now) {
        Instant end = ends.get(declined);
        return end != null && end.isAfter(now);
    }

    private static boolean isKnown(Caller caller) {
        return caller.isAnonymous() || caller.identity() != null || caller.session() != null;
    }
}
