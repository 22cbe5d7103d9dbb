package dev.mcppolicy.engine.judgement;

import dev.mcppolicy.counter.Charge;
import dev.mcppolicy.counter.CounterKey;
import dev.mcppolicy.counter.Place;
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
    private final List<CompiledRules.Ordered> places;
    private final Map<CounterPath, CompiledLimit> reads;
    private final boolean plain;
    /** Whether the work of judging a call is counted. */
    private final boolean metered;
    /** What every call is charged, where no limit's charge depends on the call. */
    private final @Nullable ReserveRequest sameForAll;
    /** Whether a caller can open as many counters of one of the limits, or places of one of the rules, as it likes. */
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
        this.places = List.copyOf(rules.places());
        this.reads = reads(declared);
        this.plain = reads.isEmpty() && approvals.isEmpty();
        this.metered = Stream.concat(
                        checks.stream().map(CompiledCheck::conditions).map(ConditionNode::isMetered),
                        approvals.stream().map(CompiledApproval::isMetered))
                .anyMatch(Boolean::booleanValue);
        this.opensAtWill = limits.stream().anyMatch(CompiledLimit::isOpenedAtWill)
                || places.stream().anyMatch(ordered -> ordered.rule().isOpenedAtWill());
        this.sameForAll =
                limits.stream().allMatch(CompiledLimit::isSameForAll) ? charges(Map.of(), Caller.anonymous()) : null;
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

    /** Whether calls are judged by themselves, and need neither counters to be read nor a human to be asked. */
    boolean isPlain() {
        return plain;
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

    /** The approval rules, in the order in which they are asked. */
    List<CompiledApproval> approvals() {
        return approvals;
    }

    /**
     * What a call is charged, in the order of the limits, and the places that it takes, or null if there is no charge or no
     * place for it.
     *
     * @param runs whether the call is about to run; where it is not, its places are named and not taken
     */
    @Nullable
    ReserveRequest request(Map<String, @Nullable Object> arguments, Caller caller, boolean runs) {
        ReserveRequest charges = charges(arguments, caller);
        if (charges == null || places.isEmpty()) {
            return charges;
        }
        List<Place> taken = new ArrayList<>(places.size());
        for (CompiledRules.Ordered ordered : places) {
            Place place = ordered.rule().place(arguments, caller);
            if (place == null) {
                return null;
            }
            taken.add(place);
        }
        return runs ? charges.withPlaces(taken).withPayer(opensAtWill ? payer(caller) : "") : charges;
    }

    private @Nullable ReserveRequest charges(Map<String, @Nullable Object> arguments, Caller caller) {
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

    /** Why {@link #request} could not be made: the first limit or concurrency rule that no waiting helps. */
    Decision.Deny chargeDenial(Map<String, @Nullable Object> arguments, Caller caller) {
        int nextPlace = 0;
        for (int i = 0; i <= limits.size(); i++) {
            for (; nextPlace < places.size() && places.get(nextPlace).limitsBefore() == i; nextPlace++) {
                CompiledConcurrency rule = places.get(nextPlace).rule();
                if (rule.place(arguments, caller) == null) {
                    return rule.denial(caller);
                }
            }
            if (i == limits.size()) {
                break;
            }
            CompiledLimit limit = limits.get(i);
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

    /** The denial for charges and places that the store refused. */
    Decision.Deny refused(Refusal refusal) {
        int index = refusal.index();
        return switch (refusal.reason()) {
            case LIMIT -> limits.get(index).exceeded(refusal.retryAfterMillis());
            case STORE_FULL -> limits.get(index).storeFull();
            case PLACE_TAKEN -> places.get(index).rule().full();
            case PLACES_FULL -> places.get(index).rule().storeFull();
        };
    }

    /**
     * The denial when the store failed to take charges and places, or null when every limit is told to fail open and no
     * place was asked for.
     *
     * @param runs as in {@link #request}
     */
    Decision.@Nullable Deny chargeFailure(boolean runs) {
        for (CompiledLimit limit : limits) {
            if (!limit.failsOpen()) {
                return limit.storeUnavailable();
            }
        }
        return runs && !places.isEmpty() ? places.get(0).rule().storeUnavailable() : null;
    }

    /** The denial when the store failed to read counters for the conditions. */
    Decision.Deny readFailure() {
        return reads.values().iterator().next().storeUnavailable();
    }

    List<CompiledLimit> limits() {
        return limits;
    }

    Stream<CompiledConcurrency> places() {
        return places.stream().map(CompiledRules.Ordered::rule);
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
