package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.testkit.internal.CallChoices;
import dev.mcppolicy.testkit.internal.TypicalCallers;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
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
    /** The caller and the arguments of each call so far. */
    private final Set<List<Object>> tried = new HashSet<>();

    private final Set<Map<CallPath, Object>> bases = new LinkedHashSet<>();

    CallSearch(Policy before, Policy after, String tool, PolicyPair pair, DifferenceCollector collector) {
        this.before = before;
        this.after = after;
        this.tool = tool;
        this.pair = pair;
        this.collector = collector;
        this.choices = CallChoices.of(Stream.of(before, after)
                .flatMap(policy -> policy.rulesFor(tool).stream())
                .map(PlacedRule::rule)
                .toList());
    }

    void run() {
        findBases();
        for (Map<CallPath, Object> base : bases) {
            look(base);
            for (CallPath place : choices.places()) {
                choices.at(place).forEach(value -> look(with(base, place, value)));
            }
        }
        Map<CallPath, Object> first = bases.iterator().next();
        TypicalCallers.CALLERS.forEach(caller -> look(CallChoices.call(tool, first, caller)));
        changeTwo(first);
    }

    CallChoices choices() {
        return choices;
    }

    /** Arguments that both policies let through, or failing that one of them, if any were found. */
    Optional<Map<CallPath, Object>> passing() {
        findBases();
        List<Map<CallPath, Object>> all = List.copyOf(bases);
        return all.stream().filter(base -> passes(base, true, true)).findFirst().or(() -> all.stream()
                .filter(base -> passes(base, true, false) || passes(base, false, true))
                .findFirst());
    }

    /** Whether the policies asked for let a first call through. */
    boolean passes(Map<CallPath, Object> base, boolean by, boolean andBy) {
        PolicyPair.Decisions decisions = pair.look(CallChoices.call(tool, base, Caller.anonymous()));
        return !(by && decisions.was() instanceof Decision.Deny) && !(andBy && decisions.is() instanceof Decision.Deny);
    }

    private void findBases() {
        if (!bases.isEmpty()) {
            return;
        }
        for (Policy policy : List.of(before, after)) {
            PassingCalls calls = new PassingCalls(policy, tool, choices);
            bases.add(calls.nearest(null));
            for (PlacedRule placed : policy.rulesFor(tool)) {
                if (placed.rule() instanceof DenyIf || placed.rule() instanceof RequireApproval) {
                    bases.add(calls.nearest(placed.rule().id()));
                }
            }
        }
        bases.add(choices.none());
    }

    private void changeTwo(Map<CallPath, Object> base) {
        List<CallPath> places = choices.places();
        if (places.size() < 2) {
            return;
        }
        SplittableRandom random = new SplittableRandom(places.size());
        for (int i = 0; i < PAIRS; i++) {
            Map<CallPath, Object> other = base;
            for (int j = 0; j < 2; j++) {
                CallPath place = places.get(random.nextInt(places.size()));
                List<Object> values = choices.at(place);
                other = with(other, place, values.get(random.nextInt(values.size())));
            }
            look(other);
        }
    }

    private static Map<CallPath, Object> with(Map<CallPath, Object> base, CallPath place, Object value) {
        Map<CallPath, Object> other = new LinkedHashMap<>(base);
        other.put(place, value);
        return other;
    }

    private void look(Map<CallPath, Object> choice) {
        look(CallChoices.call(tool, choice, Caller.anonymous()));
    }

    private void look(ToolCall call) {
        if (tried.add(List.of(call.caller(), call.argumentsAsObject()))) {
            collector.see(pair, pair.look(call), call, () -> Witness.of(call));
        }
    }
}
