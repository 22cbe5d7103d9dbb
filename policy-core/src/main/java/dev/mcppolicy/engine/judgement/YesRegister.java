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
    /** The oldest first. */
    private final Map<AnsweredCall, Yes> yeses = new LinkedHashMap<>();

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
                Remembrance remember,
                Policy policy,
                Instant until,
                @Nullable String by) {
            this.rule = rule;
            // The arguments may be large, and are not needed any more.
            this.asked = ToolCall.of(asked.tool(), null, asked.caller());
            this.anyArguments = remember.anyArguments();
            this.policy = policy;
            this.until = until;
            this.by = by;
            this.left = remember.uses();
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
                String hash = remember.anyArguments() ? null : AnsweredCall.hash(call);
                keep(
                        AnsweredCall.of(rule.id(), approved.revision(), call, hash),
                        new Yes(rule, call, remember, policy, now.plus(remember.span()), by),
                        now);
            }
        }
    }

    private synchronized void keep(AnsweredCall to, Yes yes, Instant now) {
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
        Remembrance remember = rule.asking().remember();
        if (remember == null || isEmpty() || !AnsweredCall.isKnown(call.caller())) {
            return null;
        }
        String hash = remember.anyArguments() ? null : AnsweredCall.hash(call);
        return use(AnsweredCall.of(rule.id(), policy.revision(), call, hash), policy, now, uses);
    }

    private synchronized @Nullable Yes use(AnsweredCall to, Policy policy, Instant now, boolean uses) {
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
        return yeses.isEmpty();
    }

    /** Those that hold, the oldest first. */
    public synchronized List<RememberedApproval> list(Instant now) {
        return yeses.values().stream()
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
        return yeses.values().removeIf(yes -> yes.id.equals(id));
    }
}
