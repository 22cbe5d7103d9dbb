package dev.mcppolicy.dsl;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.mcppolicy.decision.Denial;
import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Remembrance;
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
    public RuleStep byOperator() {
        return by(ApprovedBy.OPERATOR);
    }

    @Override
    @CanIgnoreReturnValue
    public RuleStep byClient() {
        return by(ApprovedBy.CLIENT);
    }

    @CanIgnoreReturnValue
    private RuleStep by(ApprovedBy who) {
        list.checkOpen();
        draft.approvedBy(who);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public RuleStep rememberedFor(Duration span) {
        return remembered(Remembrance.ofSameArguments(span));
    }

    @Override
    @CanIgnoreReturnValue
    public RuleStep rememberedFor(Duration span, int uses) {
        return remembered(new Remembrance(span, false, uses));
    }

    @Override
    @CanIgnoreReturnValue
    public RuleStep rememberedForAnyArguments(Duration span, int uses) {
        return remembered(new Remembrance(span, true, uses));
    }

    @CanIgnoreReturnValue
    private RuleStep remembered(Remembrance yes) {
        list.checkOpen();
        draft.remembered(yes);
        return this;
    }

    @Override
    @CanIgnoreReturnValue
    public RuleStep when(Condition first, Condition... more) {
        list.checkOpen();
        draft.when(Terms.list(first, more));
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
