package dev.mcppolicy.testkit.coverage;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.DenialCode;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.internal.DecimalText;
import dev.mcppolicy.json.internal.JsonNumber;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DefaultAction;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.Mode;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.Condition;
import dev.mcppolicy.model.condition.TimeSpan;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.operator.Operator;
import dev.mcppolicy.testkit.internal.Headroom;
import dev.mcppolicy.testkit.internal.JudgedCall;
import dev.mcppolicy.testkit.internal.NumberRange;
import dev.mcppolicy.testkit.internal.PathComparisons;
import dev.mcppolicy.testkit.internal.TimeSpans;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sees the judged calls of one tester and tells which goals they reach. A rule that would have denied reaches nothing
 * where another denied first: no test would notice if it went.
 */
final class CoverageObserver implements Consumer<JudgedCall> {
    private static final Set<DenialCode> UNANSWERED =
            EnumSet.of(DenialCode.APPROVAL_DECLINED, DenialCode.APPROVAL_TIMED_OUT);

    private final Policy policy;
    private final Consumer<CoverageGoal> reached;
    private final ValueObserver values;
    private final Set<CoverageGoal> seen = new HashSet<>();
    private final CallersApart callers;

    CoverageObserver(Policy policy, ValueObserver values, Consumer<CoverageGoal> reached) {
        this.policy = policy;
        this.reached = goal -> {
            if (seen.add(goal)) {
                reached.accept(goal);
            }
        };
        this.values = values;
        this.callers = new CallersApart(this::reachApart);
    }

    private void reachApart(Rule rule, CoverageGoal.Kind kind) {
        String label = policy.labelOf(rule);
        if (kind == CoverageGoal.Kind.OTHER_CALLER) {
            Scope scope = rule instanceof Limit limit ? limit.scope() : ((Concurrency) rule).scope();
            reached.accept(CoverageGoals.otherCaller(rule, label, scope));
        } else {
            reach(rule.id(), label, kind);
        }
    }

    @Override
    public void accept(JudgedCall judged) {
        values.see(judged, seen::contains, reached);
        if (judged.decision() instanceof Decision.Deny deny) {
            seeDenied(judged, deny);
            return;
        }
        seePassed(judged);
        if (judged.decision() instanceof Decision.ApprovalRequired approval) {
            approval.rules().forEach(rule -> reach(rule.id(), rule.name(), CoverageGoal.Kind.ASKED));
        } else {
            seeAllowed(judged);
            seeYes(judged);
        }
    }

    /** Which rules a yes answered: now, or before where the call is allowed at once. */
    private void seeYes(JudgedCall judged) {
        boolean isRemembered = judged.explanation().decision() instanceof Decision.Allow;
        seeAsking(judged, isRemembered ? CoverageGoal.Kind.REMEMBERED : CoverageGoal.Kind.APPROVED);
    }

    private void seeAsking(JudgedCall judged, CoverageGoal.Kind kind) {
        judged.explanation().rules().stream()
                .filter(look -> look.mode() == Mode.ENFORCE && look.result() == Explanation.Result.ASKS)
                .forEach(look -> reach(look.id(), look.label(), kind));
    }

    private void seePassed(JudgedCall judged) {
        for (Explanation.RuleEvaluation look : judged.explanation().rules()) {
            if (look.mode() == Mode.SHADOW) {
                continue;
            }
            if (look.result() == Explanation.Result.PASSED) {
                reach(look.id(), look.label(), CoverageGoal.Kind.PASSED);
                seeLeftOut(look);
            } else if (look.result() == Explanation.Result.NOT_CONCERNED) {
                reach(look.id(), look.label(), CoverageGoal.Kind.NOT_CONCERNED);
            }
            seeConditions(look.rule(), look.label(), look.comparisons(), judged.at());
        }
        for (Explanation.LimitEvaluation look : judged.explanation().limits()) {
            if (look.mode() == Mode.SHADOW) {
                continue;
            }
            seeConditions(look.rule(), look.label(), look.comparisons(), judged.at());
            if (look.result() == Explanation.Result.NOT_CONCERNED) {
                reach(look.rule().id(), look.label(), CoverageGoal.Kind.NOT_CONCERNED);
                continue;
            }
            if (look.rule().bound() == null) {
                reach(look.rule().id(), look.label(), CoverageGoal.Kind.COUNTED);
            }
            if (isLast(look, judged)) {
                reach(look.rule().id(), look.label(), CoverageGoal.Kind.LAST_ALLOWED);
            }
            callers.seePassed(look, judged.at().toEpochMilli());
        }
        seePlaces(judged);
    }

    private void seePlaces(JudgedCall judged) {
        for (Explanation.ConcurrencyEvaluation look : judged.explanation().places()) {
            if (look.mode() == Mode.ENFORCE) {
                seeConditions(look.rule(), look.label(), look.comparisons(), judged.at());
                if (look.result() == Explanation.Result.NOT_CONCERNED) {
                    reach(look.rule().id(), look.label(), CoverageGoal.Kind.NOT_CONCERNED);
                }
            }
        }
    }

    /** Whether a call fills a limit; what it held while a human was asked is counted once. */
    private static boolean isLast(Explanation.LimitEvaluation look, JudgedCall judged) {
        BigDecimal used = look.counter() == null ? null : judged.before().get(look.counter());
        return Headroom.after(look, used).filter(room -> room.signum() == 0).isPresent();
    }

    private void seeAllowed(JudgedCall judged) {
        String tool = judged.call().tool();
        if (policy.tools().containsKey(tool)) {
            reached.accept(CoverageGoals.listed(tool));
        } else if (policy.names(tool)) {
            policy.groups().forEach((name, group) -> {
                if (group.isListing() && group.has(tool)) {
                    reached.accept(CoverageGoals.listedBy(name));
                }
            });
        } else if (policy.defaultAction() == DefaultAction.ALLOW) {
            reached.accept(CoverageGoals.unlisted(DefaultAction.ALLOW));
        }
        long atMillis = judged.at().toEpochMilli();
        for (Explanation.LimitEvaluation look : judged.explanation().limits()) {
            CounterKey counter = look.counter();
            if (counter != null && judged.change(counter).signum() > 0) {
                callers.seeCharged(counter, judged.call().caller(), atMillis);
            }
        }
        for (Explanation.ConcurrencyEvaluation look : judged.explanation().places()) {
            if (look.result() == Explanation.Result.PASSED && look.mode() == Mode.ENFORCE) {
                callers.seeBegun(look, judged.call().caller(), atMillis);
            }
            boolean isLast = look.result() == Explanation.Result.PASSED
                    && look.held() != null
                    && look.held() + 1 == look.rule().max();
            if (isLast && look.mode() == Mode.ENFORCE) {
                reach(look.rule().id(), look.label(), CoverageGoal.Kind.LAST_ALLOWED);
            }
        }
        if (judged.outcome().isReleased()) {
            seeReleased(judged);
        }
    }

    private void seeDenied(JudgedCall judged, Decision.Deny deny) {
        RuleId rule = deny.denial().rule();
        DenialCode code = deny.denial().code();
        if (UNANSWERED.contains(code)) {
            if (!isDeclinedBefore(judged)) {
                seeReleased(judged);
                boolean isNo = code == DenialCode.APPROVAL_DECLINED;
                seeAsking(judged, isNo ? CoverageGoal.Kind.DECLINED : CoverageGoal.Kind.TIMED_OUT);
            }
        } else if (code == DenialCode.HIDDEN) {
            String tool = judged.call().tool();
            policy.hiddenBy(tool).ifPresent(entry -> reached.accept(CoverageGoals.hidden(policy, entry)));
        } else if (code == DenialCode.NOT_LISTED) {
            reached.accept(CoverageGoals.unlisted(policy.defaultAction()));
        } else if (code == DenialCode.DENIED_BY_RULE) {
            reach(rule, deny.denial().ruleName(), CoverageGoal.Kind.DENIED);
            judged.explanation().rules().stream()
                    .filter(look -> look.id().equals(rule))
                    .forEach(look -> {
                        seeConditions(look.rule(), look.label(), look.comparisons(), judged.at());
                    });
        } else if (code == DenialCode.CANNOT_EVALUATE) {
            judged.explanation().rules().stream()
                    .filter(look -> look.id().equals(rule))
                    .forEach(this::seeAlternatives);
        } else if (code == DenialCode.CONCURRENCY_EXCEEDED) {
            reach(rule, deny.denial().ruleName(), CoverageGoal.Kind.FIRST_DENIED);
            judged.explanation().places().stream()
                    .filter(look -> look.rule().id().equals(rule))
                    .forEach(look -> callers.seeFull(
                            look, judged.call().caller(), judged.at().toEpochMilli()));
        } else if (code == DenialCode.LIMIT_EXCEEDED) {
            judged.explanation().limits().stream()
                    .filter(look -> look.rule().id().equals(rule))
                    .forEach(look -> {
                        reach(rule, look.label(), CoverageGoal.Kind.FIRST_DENIED);
                        callers.seeDenied(
                                look, judged.call().caller(), judged.at().toEpochMilli());
                    });
        }
    }

    /**
     * Sees a requirement deny by an {@code any} that asks the same of a text and of each element of a list. The part that
     * does not fit what is there cannot tell, so that the rule never tells either; what the other part tells decides.
     */
    private void seeAlternatives(Explanation.RuleEvaluation look) {
        Set<String> alternatives = look.rule().conditions().stream()
                .flatMap(CoverageObserver::alternatives)
                .map(Condition::toString)
                .collect(Collectors.toSet());
        List<Explanation.Comparison> refused = look.comparisons().stream()
                .filter(seen -> seen.outcome() == Truth.FALSE
                        && seen.misfit() == null
                        && seen.actual() != null
                        && alternatives.contains(seen.condition()))
                .toList();
        if (look.rule() instanceof Require && !refused.isEmpty()) {
            reach(look.id(), look.label(), CoverageGoal.Kind.DENIED);
            seeBounds(look.rule(), look.label(), refused);
        }
    }

    /** The comparisons under an {@code any}, without those that only ask whether a value is there. */
    private static Stream<Condition> alternatives(Condition condition) {
        if (condition instanceof Condition.AllOf all) {
            return all.conditions().stream().flatMap(CoverageObserver::alternatives);
        }
        return condition instanceof Condition.AnyOf any
                ? any.leaves().stream()
                        .filter(leaf -> !(leaf instanceof Condition.Comparison comparison
                                && comparison.operator() == Operator.EXISTS))
                : Stream.empty();
    }

    /** Whether a no to an earlier call denied this one, for which nothing was held. */
    private static boolean isDeclinedBefore(JudgedCall judged) {
        return judged.explanation().decision() instanceof Decision.Deny foretold
                && foretold.denial().code() == DenialCode.APPROVAL_DECLINED;
    }

    private void seeReleased(JudgedCall judged) {
        judged.explanation().limits().stream()
                .filter(look -> look.result() == Explanation.Result.PASSED)
                .forEach(look -> reach(look.rule().id(), look.label(), CoverageGoal.Kind.RELEASED));
    }

    private void seeLeftOut(Explanation.RuleEvaluation look) {
        for (Condition.Optional optional : CoverageGoals.optionals(look.rule())) {
            String text = optional.comparison().toString();
            boolean isLeftOut = look.comparisons().stream()
                    .anyMatch(seen ->
                            seen.condition().equals(text) && seen.misfit() == null && isLeftOut(optional, seen));
            if (isLeftOut) {
                reached.accept(CoverageGoal.of(look.id(), look.label(), CoverageGoal.Kind.LEFT_OUT, text));
            }
        }
    }

    private static boolean isLeftOut(Condition.Optional optional, Explanation.Comparison seen) {
        if (optional.comparison() instanceof Condition.PathComparison && seen.actual() instanceof List<?> two) {
            return two.get(0) == null;
        }
        return seen.actual() == null;
    }

    private void seeConditions(Rule rule, String label, List<Explanation.Comparison> all, Instant at) {
        seeBounds(rule, label, all);
        seeTimes(rule, label, at);
        for (Condition alternative : Alternatives.alone(rule, all)) {
            reached.accept(CoverageGoal.of(rule.id(), label, CoverageGoal.Kind.ALONE, alternative.toString()));
        }
    }

    private void seeBounds(Rule rule, String label, List<Explanation.Comparison> all) {
        for (Explanation.Comparison seen : all) {
            rule.comparisons().stream()
                    .filter(each -> each.toString().equals(seen.condition()))
                    .filter(each -> NumberRange.ORDERS.contains(each.operator()))
                    .forEach(each -> seeBound(
                            rule,
                            label,
                            each,
                            each.operator(),
                            number(seen.actual(), each.decimal()),
                            JsonNumber.exact(each.operand())));
            if (seen.misfit() == null && seen.actual() instanceof List<?> two && two.size() == 2) {
                PathComparisons.of(rule).stream()
                        .filter(each -> each.toString().equals(seen.condition()))
                        .filter(each -> NumberRange.ORDERS.contains(each.operator()))
                        .forEach(each -> seeBound(
                                rule,
                                label,
                                each,
                                each.operator(),
                                number(two.get(0), each.decimal()),
                                number(two.get(1), each.decimal())));
            }
        }
    }

    private static @Nullable BigDecimal number(@Nullable Object value, boolean decimal) {
        return decimal ? DecimalText.exact(value) : JsonNumber.exact(value);
    }

    private void seeTimes(Rule rule, String label, Instant at) {
        for (TimeSpan span : TimeSpans.of(rule)) {
            for (TimeEdge edge : TimeEdge.of(span)) {
                edge.shownBy(at)
                        .ifPresent(kind -> reached.accept(CoverageGoal.of(rule.id(), label, kind, edge.words())));
            }
        }
    }

    private void seeBound(
            Rule rule,
            String label,
            Condition comparison,
            Operator operator,
            @Nullable BigDecimal found,
            @Nullable BigDecimal bound) {
        if (found == null || bound == null) {
            return;
        }
        BigDecimal apart = found.subtract(bound);
        int withinStep = apart.abs().compareTo(NumberRange.step(bound));
        boolean boundBelongsBelow =
                switch (operator) {
                    case LTE, GT -> true;
                    default -> false;
                };
        boolean isBelow = apart.signum() < 0 || (apart.signum() == 0 && boundBelongsBelow);
        // The side that holds the bound itself begins there; the other begins a step away.
        boolean near = isBelow == boundBelongsBelow ? withinStep < 0 : withinStep <= 0;
        if (near) {
            boolean holds =
                    switch (operator) {
                        case LT, LTE -> isBelow;
                        default -> !isBelow;
                    };
            reached.accept(CoverageGoal.of(
                    rule.id(),
                    label,
                    holds ? CoverageGoal.Kind.INSIDE : CoverageGoal.Kind.OUTSIDE,
                    comparison.toString()));
        }
    }

    private void reach(RuleId rule, String label, CoverageGoal.Kind kind) {
        reached.accept(CoverageGoal.of(rule, label, kind));
    }
}
