package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Concurrency;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.testkit.internal.CallChoices;
import dev.mcppolicy.testkit.internal.ChosenCall;
import dev.mcppolicy.testkit.internal.PassingCalls;
import dev.mcppolicy.testkit.internal.TimeSpans;
import dev.mcppolicy.testkit.internal.TypicalCallers;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries single calls of one tool against counters that hold nothing. It begins with calls that pass all rules of either
 * policy and calls that one rule alone denies, and changes one argument, or what is known of the caller, at a time from there to every value worth trying,
 * then two at a time to some.
 */
final class CallSearch {
    private static final int PAIRS = 400;

    private final Policy before;
    private final Policy after;
    private final String tool;
    private final PolicyPair pair;
    private final DifferenceCollector collector;
    private final CallChoices choices;
    /** The caller, the arguments and the instant of each call so far. */
    private final Set<List<Object>> tried = new HashSet<>();

    private final List<Instant> instants;
    private final Set<ChosenCall> bases = new LinkedHashSet<>();
    /** The bases that limits and concurrency rules of some calls concern. */
    private final Set<ChosenCall> concerned = new LinkedHashSet<>();

    CallSearch(Policy before, Policy after, String tool, PolicyPair pair, DifferenceCollector collector) {
        this.before = before;
        this.after = after;
        this.tool = tool;
        this.pair = pair;
        this.collector = collector;
        List<Rule> rules = Stream.of(before, after)
                .flatMap(policy -> policy.rulesFor(tool).stream())
                .map(PlacedRule::rule)
                .toList();
        this.choices = CallChoices.of(rules);
        this.instants = Stream.concat(Stream.of(PolicyPair.START), TimeSpans.edges(rules, PolicyPair.START).stream())
                .toList();
    }

    void run() {
        findBases();
        for (ChosenCall base : bases) {
            look(base);
            for (CallPath place : choices.places()) {
                choices.at(place).forEach(value -> look(base.with(place, value)));
            }
            instants.forEach(instant -> look(new ChosenCall(base.choice(), instant)));
        }
        ChosenCall first = bases.iterator().next();
        TypicalCallers.CALLERS.forEach(caller -> look(first.by(tool, caller), first.at()));
        changeTwo(first);
    }

    CallChoices choices() {
        return choices;
    }

    /** When to make calls so that each span of time that a rule looks at is met from within and from without. */
    List<Instant> instants() {
        return instants;
    }

    /** A call that both policies let through, or failing that one of them, if any was found. */
    Optional<ChosenCall> passing() {
        findBases();
        List<ChosenCall> all = List.copyOf(bases);
        return all.stream().filter(base -> passes(base, true, true)).findFirst().or(() -> all.stream()
                .filter(base -> passes(base, true, false) || passes(base, false, true))
                .findFirst());
    }

    /** Calls for which one policy at least asks a human, and which none denies. */
    List<ChosenCall> asking() {
        findBases();
        return bases.stream()
                .filter(base -> {
                    pair.lookAt(base.at());
                    PolicyPair.Decisions decisions = pair.look(base.by(tool, Caller.anonymous()));
                    return decisions.bothLetPass()
                            && (decisions.was() instanceof Decision.ApprovalRequired
                                    || decisions.is() instanceof Decision.ApprovalRequired);
                })
                .toList();
    }

    /** Calls that one policy at least lets through, as near as they come to those that each limit or concurrency rule concerns. */
    Set<ChosenCall> concerned() {
        findBases();
        return concerned.stream()
                .filter(base -> passes(base, true, false) || passes(base, false, true))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether the policies asked for let a first call through. */
    boolean passes(ChosenCall base, boolean by, boolean andBy) {
        pair.lookAt(base.at());
        PolicyPair.Decisions decisions = pair.look(base.by(tool, Caller.anonymous()));
        return !(by && decisions.was() instanceof Decision.Deny) && !(andBy && decisions.is() instanceof Decision.Deny);
    }

    private void findBases() {
        if (!bases.isEmpty()) {
            return;
        }
        for (Policy policy : List.of(before, after)) {
            PassingCalls calls = new PassingCalls(policy, tool, choices, instants);
            bases.add(calls.nearest(null));
            for (PlacedRule placed : policy.rulesFor(tool)) {
                Rule rule = placed.rule();
                boolean guarded = !rule.when().isEmpty();
                if (guarded || rule instanceof DenyIf || rule instanceof RequireApproval) {
                    ChosenCall nearest = calls.nearest(rule.id());
                    bases.add(nearest);
                    if (guarded && (rule instanceof Limit || rule instanceof Concurrency)) {
                        concerned.add(nearest);
                    }
                }
            }
        }
        bases.add(new ChosenCall(choices.none(), PolicyPair.START));
    }

    private void changeTwo(ChosenCall base) {
        List<CallPath> places = choices.places();
        if (places.size() < 2) {
            return;
        }
        SplittableRandom random = new SplittableRandom(places.size());
        for (int i = 0; i < PAIRS; i++) {
            ChosenCall other = base;
            for (int j = 0; j < 2; j++) {
                CallPath place = places.get(random.nextInt(places.size()));
                List<Object> values = choices.at(place);
                other = other.with(place, values.get(random.nextInt(values.size())));
            }
            look(other);
        }
    }

    private void look(ChosenCall chosen) {
        look(chosen.by(tool, Caller.anonymous()), chosen.at());
    }

    private void look(ToolCall call, Instant at) {
        if (tried.add(List.of(call.caller(), call.argumentsAsObject(), at))) {
            pair.lookAt(at);
            collector.see(pair, pair.look(call), call, () -> Witness.of(call, at));
        }
    }
}
