package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
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
    private final Map<AnsweredCall, Instant> ends = new HashMap<>();

    public DeclineRegister(int capacity) {
        this.capacity = capacity;
    }

    /** Keeps a no to each rule that asked, for as long as the question could have waited. */
    public void add(Decision.ApprovalRequired declined, Instant now) {
        ToolCall call = declined.call();
        if (!AnsweredCall.isKnown(call.caller())) {
            return;
        }
        String hash = AnsweredCall.hash(call);
        Instant end = now.plus(declined.timeout());
        for (AskingRule rule : declined.rules()) {
            add(AnsweredCall.of(rule.id(), declined.revision(), call, hash), now, end);
        }
    }

    private synchronized void add(AnsweredCall declined, Instant now, Instant end) {
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
        if (rules.isEmpty() || isEmpty() || !AnsweredCall.isKnown(call.caller())) {
            return null;
        }
        String hash = AnsweredCall.hash(call);
        return rules.stream()
                .filter(rule -> stands(AnsweredCall.of(rule.id(), revision, call, hash), now))
                .findFirst()
                .orElse(null);
    }

    private synchronized boolean isEmpty() {
        return ends.isEmpty();
    }

    private synchronized boolean stands(AnsweredCall declined, Instant now) {
        Instant end = ends.get(declined);
        return end != null && end.isAfter(now);
    }
}
