package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.model.condition.Condition;
import java.time.Duration;

/** The rule that was just added to a list: it can be named and worded, or the list goes on. */
final class RuleStep implements ToolRules.Requirement, ToolRules.Denial, ToolRules.Approval {
    private final RuleList list;
    private final RuleDraft draft;

    RuleStep(RuleList list, RuleDraft draft) {
        this.list = list;
        this.draft = draft;
    }

    @Override
    @CanIgnoreReturnValue
    public RuleStep named(String name) {
        list.checkOpen();
        draft.name(name);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public RuleStep orDeny(String message) {
        return because(message);
    }

    @Override
    @CanIgnoreReturnValue
    public RuleStep because(String message) {
        list.checkOpen();
        draft.message(message);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public RuleStep within(Duration timeout) {
        list.checkOpen();
        draft.timeout(timeout);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public RuleStep shadow() {
        list.checkOpen();
        draft.shadow();
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public Requirement require(Condition first, Condition... more) {
        return list.require(first, more);
    }

    @Override
    @CanIgnoreReturnValue
    public Denial denyIf(Condition first, Condition... more) {
        return list.denyIf(first, more);
    }

    @Override
    @CanIgnoreReturnValue
    public Denial deny() {
        return list.deny();
    }

    @Override
    @CanIgnoreReturnValue
    public Approval requireApproval() {
        return list.requireApproval();
    }

    @Override
    @CanIgnoreReturnValue
    public Approval requireApproval(Condition first, Condition... more) {
        return list.requireApproval(first, more);
    }

    @Override
    @CanIgnoreReturnValue
    public ToolRules limit(LimitBuilder limit) {
        return list.limit(limit);
    }

    @Override
    @CanIgnoreReturnValue
    public ToolRules concurrent(ConcurrencyBuilder concurrency) {
        return list.concurrent(concurrency);
    }
}
