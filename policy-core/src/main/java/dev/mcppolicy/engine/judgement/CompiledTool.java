package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.engine.condition.CallFacts;
import dev.mcppolicy.engine.condition.ConditionNode;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import dev.mcppolicy.json.WorkLimits;
import dev.mcppolicy.model.condition.CounterPath;
import java.util.ArrayList;
import java.util.Collection;
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

    /** What all calls are charged, and the places that they take. */
    private final CompiledCharges charges;

    private final List<CompiledApproval> approvals;
    private final Map<CounterPath, CompiledLimit> reads;
    /** Whether conditions look at more than the arguments. */
    private final boolean needsFacts;

    private final boolean plain;
    /** Whether the work of judging a call is counted. */
    private final boolean metered;

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
        this.charges = new CompiledCharges(rules.limits(), rules.places());
        this.approvals = List.copyOf(rules.approvals());
        this.reads = reads(declared);
        this.needsFacts = Stream.concat(
                        checks.stream().map(CompiledCheck::conditions).map(ConditionNode::needsFacts),
                        approvals.stream().map(CompiledApproval::needsFacts))
                .anyMatch(Boolean::booleanValue);
        this.plain = !needsFacts && approvals.isEmpty() && checks.stream().allMatch(check -> check.guarded() == null);
        this.metered = Stream.concat(
                                checks.stream().map(CompiledCheck::conditions).map(ConditionNode::isMetered),
                                approvals.stream().map(CompiledApproval::isMetered))
                        .anyMatch(Boolean::booleanValue)
                || charges.isMetered();
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

    /**
     * The denial of the first check that does not pass, or null.
     *
     * @param unconcerned takes the rules that do not concern the call
     */
    Decision.@Nullable Deny check(
            Map<String, @Nullable Object> arguments, CallFacts facts, Work work, Collection<StoreRule> unconcerned) {
        for (int i = 0; i < conditions.length; i++) {
            Truth outcome = conditions[i].test(arguments, facts, work);
            boolean tookTooMuch = metered && work.passedBy() != null;
            if (outcome != passing[i] || tookTooMuch) {
                StoreRule guarded = checks[i].guarded();
                if (guarded == null || outcome == Truth.CANNOT_TELL || tookTooMuch) {
                    return checks[i].denial(outcome, arguments, facts, work);
                }
                unconcerned.add(guarded);
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
        return charges.isMetered() ? charges.takeWork(arguments, caller, work) : null;
    }

    /** What a call is charged, and the places that it takes: those of all, until it is known which do not concern it. */
    CompiledCharges charges() {
        return charges;
    }

    /** The approval rules, in the order in which they are asked. */
    List<CompiledApproval> approvals() {
        return approvals;
    }

    /** The denial when the store failed to read counters for the conditions. */
    Decision.Deny readFailure() {
        return reads.values().iterator().next().storeUnavailable();
    }

    /** The keys of the counters to read, null where the call has none. */
    List<@Nullable CounterKey> readKeys(Map<String, @Nullable Object> arguments, Caller caller) {
        List<@Nullable CounterKey> keys = new ArrayList<>(reads.size());
        reads.values().forEach(limit -> keys.add(limit.key(arguments, caller)));
        return keys;
    }

    /** What says whether a rule concerns a call; null where it concerns all. */
    @Nullable
    CompiledCheck guardOf(StoreRule rule) {
        for (CompiledCheck check : checks) {
            if (check.guarded() == rule) {
                return check;
            }
        }
        return null;
    }

    List<Explanation.RuleEvaluation> explain(Map<String, @Nullable Object> arguments, CallFacts facts, Work work) {
        List<Explanation.RuleEvaluation> evaluations = new ArrayList<>();
        for (CompiledCheck check : checks) {
            if (check.guarded() == null) {
                evaluations.add(check.explain(arguments, facts, work));
            }
        }
        for (CompiledApproval approval : approvals) {
            evaluations.add(approval.explain(arguments, facts, work));
        }
        return evaluations;
    }
}
