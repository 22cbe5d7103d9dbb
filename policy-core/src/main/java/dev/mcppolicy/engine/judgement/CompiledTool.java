package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Refusal;
import dev.mcppolicy.counter.ReserveRequest;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.engine.condition.CallFacts;
import dev.mcppolicy.engine.condition.ConditionNode;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.json.internal.ReadingCost;
import dev.mcppolicy.model.condition.CounterPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All rules that apply to the calls of one tool: its own, then those of its groups, then those for every tool. */
final class CompiledTool {
    private final CompiledCheck[] checks;
    /** The conditions of the checks, apart from them, so that a call that passes touches nothing else of a check. */
    private final ConditionNode[] conditions;
    /** The outcome of each condition with which a call passes. */
    private final Truth[] passing;

    private final List<CompiledLimit> limits;
    private final List<CompiledApproval> approvals;
    private final Map<CounterPath, CompiledLimit> reads;
    /** Whether conditions look at more than the arguments. */
    private final boolean needsFacts;

    private final boolean plain;
    /** Whether the work of judging a call is counted. */
    private final boolean metered;
    /** Whether that of making the charges of a call is. */
    private final boolean chargesMetered;
    /** What every call is charged, where no limit's charge depends on the call. */
    private final @Nullable ReserveRequest sameForAll;
    /** Whether a caller can open as many counters of one of the limits as it likes. */
    private final boolean opensAtWill;

    /**
     * The rules of a tool.
     *
     * @param declared the limits that declare the counters which conditions read
     */
    CompiledTool(CompiledRules rules, Map<CounterPath, CompiledLimit> declared) {
        List<CompiledCheck> checks = rules.checks();
        this.checks = checks.toArray(CompiledCheck[]::new);
        this.conditions = checks.stream().map(CompiledCheck::conditions).toArray(ConditionNode[]::new);
        this.passing = checks.stream().map(CompiledCheck::passing).toArray(Truth[]::new);
        this.limits = List.copyOf(rules.limits());
        this.approvals = List.copyOf(rules.approvals());
        this.reads = reads(declared);
        this.needsFacts = Stream.concat(
                        checks.stream().map(CompiledCheck::conditions).map(ConditionNode::needsFacts),
                        approvals.stream().map(CompiledApproval::needsFacts))
                .anyMatch(Boolean::booleanValue);
        this.plain = !needsFacts && approvals.isEmpty();
        this.chargesMetered = limits.stream().anyMatch(CompiledLimit::isMetered);
        this.metered = Stream.concat(
                                checks.stream().map(CompiledCheck::conditions).map(ConditionNode::isMetered),
                                approvals.stream().map(CompiledApproval::isMetered))
                        .anyMatch(Boolean::booleanValue)
                || chargesMetered;
        this.opensAtWill = limits.stream().anyMatch(CompiledLimit::isOpenedAtWill);
        this.sameForAll =
                limits.stream().allMatch(CompiledLimit::isSameForAll) ? request(Map.of(), Caller.anonymous()) : null;
    }

    private Map<CounterPath, CompiledLimit> reads(Map<CounterPath, CompiledLimit> declared) {
        Set<CounterPath> paths = new LinkedHashSet<>();
        for (CompiledCheck check : checks) {
            paths.addAll(check.reads());
        }
        for (CompiledApproval approval : approvals) {
            paths.addAll(approval.reads());
        }
        Map<CounterPath, CompiledLimit> reads = new LinkedHashMap<>();
        for (CounterPath path : paths) {
            CompiledLimit limit = declared.get(path);
            if (limit == null) {
                throw new IllegalStateException("the policy was made with an undeclared counter");
            }
            reads.put(path, limit);
        }
        return reads;
    }

    /** Whether calls are judged by their arguments alone, and no human is to be asked. */
    boolean isPlain() {
        return plain;
    }

    /** Whether conditions look at more than the arguments of a call. */
    boolean needsFacts() {
        return needsFacts;
    }

    /** The work that is left for a call: all of it, or none where none is needed. */
    Work work(WorkLimits limits) {
        return metered ? Work.within(limits) : Work.NONE;
    }

    /** The counters to read before the conditions are judged, with the limits that declare them. */
    Map<CounterPath, CompiledLimit> reads() {
        return reads;
    }

    /** The denial of the first check that does not pass, or null. */
    Decision.@Nullable Deny check(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        for (int i = 0; i < conditions.length; i++) {
            Truth outcome = conditions[i].test(arguments, facts, work);
            if (outcome != passing[i] || (metered && work.passedBy() != null)) {
                return checks[i].denial(outcome, arguments, facts, work);
            }
        }
        return null;
    }

    /**
     * Takes the work of finding what a call is charged and counted by, before anything of it is done.
     *
     * @return the denial where too little is left, or null
     */
    Decision.@Nullable Deny takeChargeWork(Map<String, @Nullable Object> arguments, Caller caller, Work work) {
        if (!chargesMetered) {
            return null;
        }
        long costOfAll = ReadingCost.of(arguments);
        // What has been judged before is charged before, so that the rest is left to what has not.
        Work taken = work.repeated();
        for (CompiledLimit limit : limits) {
            Decision.Deny denial = limit.takeWork(arguments, caller, costOfAll, taken);
            if (denial != null) {
                return denial;
            }
        }
        return null;
    }

    /** The approval rules, in the order in which they are asked. */
    List<CompiledApproval> approvals() {
        return approvals;
    }

    /** What a call is charged, in the order of the limits, or null if a charge cannot be made. */
    @Nullable
    ReserveRequest request(Map<String, @Nullable Object> arguments, Caller caller) {
        if (sameForAll != null) {
            return sameForAll;
        }
        if (limits.size() == 1) {
            ReserveRequest kept = limits.get(0).kept(caller);
            if (kept != null) {
                return kept;
            }
        }
        Charge[] charges = new Charge[limits.size()];
        for (int i = 0; i < charges.length; i++) {
            Charge charge = limits.get(i).charge(arguments, caller);
            if (charge == null) {
                return null;
            }
            charges[i] = charge;
        }
        return new ReserveRequest(List.of(charges), List.of(), opensAtWill ? payer(caller) : "", null);
    }

    /** Toward whose bound the counters count that a caller opens at will. */
    private static String payer(Caller caller) {
        if (caller.principal() != null) {
            return "principal " + caller.principal();
        }
        return caller.grant() == null ? "" : "grant " + caller.grant();
    }

    /** Why {@link #request} could not be made: the first limit that no waiting helps. */
    Decision.Deny chargeDenial(Map<String, @Nullable Object> arguments, Caller caller) {
        for (CompiledLimit limit : limits) {
            Charge charge = limit.charge(arguments, caller);
            if (charge == null) {
                return limit.denial(arguments, caller);
            }
            if (charge.exceedsAlone()) {
                return limit.exceeded(Refusal.NEVER);
            }
        }
        throw new IllegalStateException("every charge could be made");
    }

    /** The denial for charges that the store refused. */
    Decision.Deny refused(Refusal refusal) {
        CompiledLimit limit = limits.get(refusal.index());
        return refusal.reason() == Refusal.Reason.STORE_FULL
                ? limit.storeFull()
                : limit.exceeded(refusal.retryAfterMillis());
    }

    /** The denial when the store failed to take the charges, or null when every limit is told to fail open. */
    Decision.@Nullable Deny chargeFailure() {
        return limits.stream()
                .filter(limit -> !limit.failsOpen())
                .findFirst()
                .map(CompiledLimit::storeUnavailable)
                .orElse(null);
    }

    /** The denial when the store failed to read counters for the conditions. */
    Decision.Deny readFailure() {
        return reads.values().iterator().next().storeUnavailable();
    }

    List<CompiledLimit> limits() {
        return limits;
    }

    /** The keys of the counters to read, null where the call has none. */
    List<@Nullable CounterKey> readKeys(Map<String, @Nullable Object> arguments, Caller caller) {
        List<@Nullable CounterKey> keys = new ArrayList<>(reads.size());
        reads.values().forEach(limit -> keys.add(limit.key(arguments, caller)));
        return keys;
    }

    List<Explanation.RuleEvaluation> explain(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        List<Explanation.RuleEvaluation> evaluations = new ArrayList<>();
        for (CompiledCheck check : checks) {
            evaluations.add(check.explain(arguments, facts, work));
        }
        for (CompiledApproval approval : approvals) {
            evaluations.add(approval.explain(arguments, facts, work));
        }
        return evaluations;
    }
}
