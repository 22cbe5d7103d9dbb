package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.approval.RememberedApproval;
import dev.mcppolicy.decision.AskingRule;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Remembrance;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The yeses of humans that hold for later calls: of the same rule, tool and caller, by a policy that is certain to judge
 * alike. The oldest gives way where there is no room. Callers that cannot be told apart although the server can do so are
 * asked each time.
 *
 * <p>This class is threadsafe.
 */
public final class YesRegister {
    private final int capacity;
    /** Those that rules let last, the oldest first. */
    private final Map<AnsweredCall, Yes> remembered = new LinkedHashMap<>();
    /** Those whose call found no place, for the next one like it; the oldest first. */
    private final Map<AnsweredCall, Yes> unspent = new LinkedHashMap<>();

    public YesRegister(int capacity) {
        this.capacity = capacity;
    }

    /** One yes. Read and written under the register's lock. */
    static final class Yes {
        private final String id = DecisionIds.next();
        private final AskingRule rule;
        private final ToolCall asked;
        private final boolean anyArguments;
        private final Policy policy;
        private final Instant until;
        private final @Nullable String by;
        private @Nullable Integer left;

        private Yes(
                AskingRule rule,
                ToolCall asked,
                boolean anyArguments,
                @Nullable Integer uses,
                Policy policy,
                Instant until,
                @Nullable String by) {
            this.rule = rule;
            // The arguments may be large, and are not needed any more.
            this.asked = ToolCall.of(asked.tool(), null, asked.caller());
            this.anyArguments = anyArguments;
            this.policy = policy;
            this.until = until;
            this.by = by;
            this.left = uses;
        }

        private boolean holds(Instant now, Policy inForce) {
            return until.isAfter(now) && (left == null || left > 0) && policy.judgesAs(inForce);
        }
    }

    /** Keeps a yes to each rule that asked and lets one be kept. */
    public void add(Decision.ApprovalRequired approved, Policy policy, Instant now, @Nullable String by) {
        ToolCall call = approved.call();
        if (!AnsweredCall.isKnown(call.caller())) {
            return;
        }
        for (AskingRule rule : approved.rules()) {
            Remembrance remember = rule.remember();
            if (remember != null) {
                boolean any = remember.anyArguments();
                Yes yes = new Yes(rule, call, any, remember.uses(), policy, now.plus(remember.span()), by);
                String hash = any ? null : AnsweredCall.hash(call);
                keep(remembered, AnsweredCall.of(rule.id(), approved.revision(), call, hash), yes, now);
            }
        }
    }

    /** Keeps what a human has approved of a call that found no place, for the next one like it within its time. */
    public void addUnspent(Approved approved, ToolCall call, Policy policy, Instant now, @Nullable String by) {
        if (!AnsweredCall.isKnown(call.caller())) {
            return;
        }
        String hash = AnsweredCall.hash(call);
        for (AskingRule rule : approved.rules()) {
            Yes yes = new Yes(rule, call, false, 1, policy, approved.expiresAt(), by);
            keep(unspent, AnsweredCall.of(rule.id(), policy.revision(), call, hash), yes, now);
        }
    }

    private synchronized void keep(Map<AnsweredCall, Yes> yeses, AnsweredCall to, Yes yes, Instant now) {
        yeses.remove(to);
        if (yeses.size() >= capacity) {
            yeses.values().removeIf(old -> !old.until.isAfter(now));
        }
        if (yeses.size() >= capacity) {
            Iterator<Yes> oldest = yeses.values().iterator();
            oldest.next();
            oldest.remove();
        }
        yeses.put(to, yes);
    }

    /**
     * The yes that a call can run on for a rule, of which it is a use from now on; null where there is none.
     *
     * @param uses false only to look
     */
    @Nullable
    Yes use(CompiledApproval rule, Policy policy, ToolCall call, Instant now, boolean uses) {
        if (isEmpty() || !AnsweredCall.isKnown(call.caller())) {
            return null;
        }
        AnsweredCall same = AnsweredCall.of(rule.id(), policy.revision(), call, AnsweredCall.hash(call));
        Yes yes = use(unspent, same, policy, now, uses);
        Remembrance remember = rule.asking().remember();
        if (yes != null || remember == null) {
            return yes;
        }
        return use(remembered, remember.anyArguments() ? same.withAnyArguments() : same, policy, now, uses);
    }

    private synchronized @Nullable Yes use(
            Map<AnsweredCall, Yes> yeses, AnsweredCall to, Policy policy, Instant now, boolean uses) {
        Yes yes = yeses.get(to);
        if (yes == null || !yes.holds(now, policy)) {
            return null;
        }
        if (uses && yes.left != null) {
            yes.left--;
        }
        return yes;
    }

    /** Takes a use back, as the call did not come to run on it. */
    synchronized void unused(Yes yes) {
        if (yes.left != null) {
            yes.left++;
        }
    }

    private synchronized boolean isEmpty() {
        return remembered.isEmpty() && unspent.isEmpty();
    }

    /** Those that hold, the oldest first. */
    public synchronized List<RememberedApproval> list(Instant now) {
        return Stream.concat(remembered.values().stream(), unspent.values().stream())
                .filter(yes -> yes.until.isAfter(now) && (yes.left == null || yes.left > 0))
                .map(yes -> new RememberedApproval(
                        yes.id,
                        yes.rule,
                        yes.asked.tool(),
                        yes.asked.caller(),
                        yes.anyArguments,
                        yes.until,
                        yes.left,
                        yes.by))
                .toList();
    }

    /** Forgets a yes; false where there is none of that id. */
    public synchronized boolean forget(String id) {
        return remembered.values().removeIf(yes -> yes.id.equals(id))
                || unspent.values().removeIf(yes -> yes.id.equals(id));
    }
}
