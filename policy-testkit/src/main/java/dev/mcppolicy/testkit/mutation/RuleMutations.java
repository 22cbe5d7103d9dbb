package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.ApprovedBy;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Remembrance;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import dev.mcppolicy.testkit.internal.CallChoices;
import dev.mcppolicy.testkit.internal.Headroom;
import dev.mcppolicy.testkit.internal.NumberRange;
import dev.mcppolicy.testkit.internal.SpanText;
import dev.mcppolicy.testkit.internal.ValueText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The small changes of one rule. Each keeps the rule's id and label, so that only what it decides differs. */
final class RuleMutations {
    private final Rule original;
    /** The original's head, with its label for a name. */
    private final RuleHead head;

    private final List<MutatedRule> changed = new ArrayList<>();

    private RuleMutations(Rule original, String label) {
        this.original = original;
        this.head = original.head().withName(label);
    }

    /**
     * The changes of a rule.
     *
     * @param isRead whether another rule reads the counter of this limit, so that it cannot be dropped
     */
    static List<MutatedRule> of(Rule rule, String label, boolean isRead) {
        RuleMutations mutations = new RuleMutations(rule, label);
        if (!isRead) {
            mutations.changed.add(MutatedRule.dropped());
        }
        if (rule instanceof Concurrency concurrency) {
            mutations.changeConcurrency(concurrency.withHead(mutations.head));
        }
        rule.asLimit()
                .ifPresentOrElse(
                        limit -> mutations.changeLimit(limit.withHead(mutations.head)),
                        () -> mutations.changeConditions(rule.conditions()));
        mutations.changeWhen(rule.withHead(mutations.head));
        if (rule instanceof RequireApproval approval) {
            mutations.changeAnswers(approval.withHead(mutations.head));
        }
        return mutations.changed;
    }

    private void changeAnswers(RequireApproval rule) {
        if (rule.by() != ApprovedBy.ANYONE) {
            changed.add(MutatedRule.of("anyone's yes counts", rule.withBy(ApprovedBy.ANYONE)));
        }
        Remembrance remember = rule.remember();
        if (remember == null) {
            return;
        }
        changed.add(MutatedRule.of("asks each time", rule.withRemember(null)));
        changed.add(MutatedRule.of(
                "remembers a yes twice as long",
                rule.withRemember(
                        new Remembrance(remember.span().multipliedBy(2), remember.anyArguments(), remember.uses()))));
        Integer uses = remember.uses();
        if (uses != null && uses < Remembrance.MOST_USES) {
            changed.add(MutatedRule.of(
                    "remembers a yes for one more call",
                    rule.withRemember(new Remembrance(remember.span(), remember.anyArguments(), uses + 1))));
        }
        if (remember.anyArguments()) {
            changed.add(MutatedRule.of(
                    "remembers a yes for the same arguments alone",
                    rule.withRemember(new Remembrance(remember.span(), false, uses))));
        }
    }

    private void changeWhen(Rule rule) {
        List<Condition> when = rule.when();
        if (when.isEmpty()) {
            return;
        }
        changed.add(MutatedRule.of("is for all calls", withWhen(rule, List.of())));
        for (int i = 0; i < when.size(); i++) {
            String detail = "/when/" + i;
            if (when.size() > 1) {
                List<Condition> fewer = new ArrayList<>(when);
                Condition dropped = fewer.remove(i);
                changed.add(new MutatedRule(
                        detail, "lost `" + dropped + "` of its `when`", List.of(withWhen(rule, fewer))));
            }
            for (MutatedCondition other : MutatedCondition.of(when.get(i))) {
                List<Condition> altered = new ArrayList<>(when);
                altered.set(i, other.condition());
                changed.add(new MutatedRule(detail + other.detail(), other.change(), List.of(withWhen(rule, altered))));
            }
        }
    }

    private static Rule withWhen(Rule rule, List<Condition> when) {
        return rule.withHead(rule.head().withWhen(when));
    }

    private void changeConditions(List<Condition> conditions) {
        for (int i = 0; i < conditions.size(); i++) {
            String detail = "/conditions/" + i;
            if (conditions.size() > 1) {
                List<Condition> fewer = new ArrayList<>(conditions);
                Condition dropped = fewer.remove(i);
                changed.add(new MutatedRule(
                        detail, "lost its condition `" + dropped + "`", List.of(withConditions(fewer))));
            }
            for (MutatedCondition other : MutatedCondition.of(conditions.get(i))) {
                List<Condition> altered = new ArrayList<>(conditions);
                altered.set(i, other.condition());
                changed.add(new MutatedRule(detail + other.detail(), other.change(), List.of(withConditions(altered))));
            }
        }
        swap(conditions);
    }

    private void swap(List<Condition> conditions) {
        if (original instanceof Require
                && !conditions.isEmpty()
                && conditions.stream().allMatch(Condition::mayFire)) {
            List<Condition> denied =
                    Stream.concat(original.when().stream(), conditions.stream()).toList();
            changed.add(MutatedRule.of("denies what it required", new DenyIf(head.withWhen(List.of()), denied)));
        } else if (original instanceof DenyIf) {
            changed.add(MutatedRule.of("requires what it denied", new Require(head, conditions)));
        }
    }

    private Rule withConditions(List<Condition> conditions) {
        return original.fold(
                require -> new Require(head, conditions),
                deny -> new DenyIf(head, conditions),
                approval -> approval.withHead(head).withConditions(conditions),
                limit -> limit,
                concurrency -> concurrency);
    }

    private void changeConcurrency(Concurrency rule) {
        for (int max : new int[] {rule.max() + 1, rule.max() - 1}) {
            if (max > 0) {
                changed.add(MutatedRule.of("lets " + max + " run at once, not " + rule.max(), rule.withMax(max)));
            }
        }
        Scope scope = otherScope(rule.scope());
        changed.add(MutatedRule.of(
                "counts per " + scope.id() + ", not per " + rule.scope().id(), rule.withScope(scope)));
        LimitKey key = rule.key();
        if (key != null) {
            changed.add(MutatedRule.of("counts all together, not for each `" + key + "`", rule.withKey(null)));
        }
        for (Duration lease : List.of(rule.lease().dividedBy(2), rule.lease().multipliedBy(2))) {
            boolean isLease =
                    lease.compareTo(Concurrency.SHORTEST_LEASE) >= 0 && lease.compareTo(Concurrency.LONGEST_LEASE) <= 0;
            if (isLease) {
                changed.add(MutatedRule.of(
                        "leases a place for " + lease.toMillis() + " ms, not "
                                + rule.lease().toMillis() + " ms",
                        rule.withLease(lease.truncatedTo(ChronoUnit.MILLIS))));
            }
        }
    }

    private static Scope otherScope(Scope scope) {
        return scope == Scope.GLOBAL ? Scope.GRANT : Scope.GLOBAL;
    }

    private void changeLimit(Limit limit) {
        Bound bound = limit.bound();
        if (bound != null) {
            changeBound(limit, bound);
        }
        for (Window window : WindowMutations.of(limit.window())) {
            changed.add(MutatedRule.of(
                    "counts per " + SpanText.of(window) + ", not per " + SpanText.of(limit.window()),
                    limit.withWindow(window)));
        }
        Scope scope = otherScope(limit.scope());
        changed.add(MutatedRule.of(
                "counts per " + scope.id() + ", not per " + limit.scope().id(), limit.withScope(scope)));
        if (limit.key() != null) {
            changeKey(limit, limit.key());
        }
        if (limit.amount() instanceof Amount.FromArgument from) {
            changeAmount(limit, from);
        }
    }

    private void changeKey(Limit limit, LimitKey key) {
        changed.add(MutatedRule.of("counts all together, not for each `" + key + "`", limit.withKey(null)));
        if (key instanceof LimitKey.Paths some && some.paths().size() > 1) {
            for (CallPath path : some.paths()) {
                List<CallPath> fewer = new ArrayList<>(some.paths());
                fewer.remove(path);
                changed.add(MutatedRule.of(
                        "lost `" + path + "` of what it counts by", limit.withKey(new LimitKey.Paths(fewer))));
            }
        }
    }

    private void changeAmount(Limit limit, Amount.FromArgument from) {
        changed.add(MutatedRule.of("counts 1, not `" + from.path() + "`", limit.withAmount(Amount.ONE)));
        if (from.decimal()) {
            changed.add(MutatedRule.of(
                    "takes no text for the number at `" + from.path() + "`",
                    limit.withAmount(new Amount.FromArgument(from.path()))));
        }
        if (from.path().hasWildcard()) {
            ArgumentPath first = CallChoices.firstPlace(from.path());
            changed.add(MutatedRule.of(
                    "counts `" + first + "` alone, not `" + from.path() + "`",
                    limit.withAmount(new Amount.FromArgument(first, from.decimal()))));
        }
    }

    private void changeBound(Limit limit, Bound bound) {
        BigDecimal step = NumberRange.step(bound.max());
        for (BigDecimal max : List.of(bound.max().add(step), bound.max().subtract(step))) {
            if (max.signum() > 0) {
                changed.add(MutatedRule.of(
                        "`" + Headroom.bound(limit) + "` became " + ValueText.number(max),
                        limit.withBound(new Bound(max, bound.inclusive()))));
            }
        }
    }
}
