package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleHead;
import dev.mcppolicy.model.condition.Condition;
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
            mutations.changed.addAll(LimitMutations.of(concurrency.withHead(mutations.head)));
        }
        rule.asLimit()
                .ifPresentOrElse(
                        limit -> mutations.changed.addAll(LimitMutations.of(limit.withHead(mutations.head))),
                        () -> mutations.changeConditions(rule.conditions()));
        mutations.changeWhen(rule.withHead(mutations.head));
        if (rule instanceof RequireApproval approval) {
            mutations.changed.addAll(ApprovalMutations.of(approval.withHead(mutations.head)));
        }
        return mutations.changed;
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
                changed.add(MutatedRule.at(detail, "lost `" + dropped + "` of its `when`", withWhen(rule, fewer)));
            }
            for (MutatedCondition other : MutatedCondition.of(when.get(i), original instanceof RequireApproval)) {
                List<Condition> altered = new ArrayList<>(when);
                altered.set(i, other.condition());
                changed.add(other.of(detail, withWhen(rule, altered)));
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
                changed.add(MutatedRule.at(detail, "lost its condition `" + dropped + "`", withConditions(fewer)));
            }
            for (MutatedCondition other : MutatedCondition.of(conditions.get(i), original instanceof RequireApproval)) {
                List<Condition> altered = new ArrayList<>(conditions);
                altered.set(i, other.condition());
                changed.add(other.of(detail, withConditions(altered)));
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
}
