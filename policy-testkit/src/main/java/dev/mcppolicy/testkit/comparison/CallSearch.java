package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.testkit.internal.ArgumentChoices;
import dev.mcppolicy.testkit.internal.TypicalCallers;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tries single calls of one tool against counters that hold nothing. It begins with calls that pass all rules of either
 * policy and calls that one rule alone denies, and changes one argument at a time from there to every value worth trying,
 * then two at a time to some.
 */
final class CallSearch {
    private static final int PAIRS = 400;

    private final Policy before;
    private final Policy after;
    private final String tool;
    private final PolicyPair pair;
    private final DifferenceCollector collector;
    private final ArgumentChoices choices;
    /** The caller and the arguments of each call so far. */
    private final Set<List<Object>> tried = new HashSet<>();

    private final Set<Map<ArgumentPath, Object>> bases = new LinkedHashSet<>();
    /** The bases that limits of some calls concern. */
    private final Set<Map<ArgumentPath, Object>> concerned = new LinkedHashSet<>();

    CallSearch(Policy before, Policy after, String tool, PolicyPair pair, DifferenceCollector collector) {
        this.before = before;
        this.after = after;
        this.tool = tool;
        this.pair = pair;
        this.collector = collector;
        this.choices = ArgumentChoices.of(Stream.of(before, after)
                .flatMap(policy -> policy.rulesFor(tool).stream())
                .map(PlacedRule::rule)
                .toList());
    }

    void run() {
        findBases();
        for (Map<ArgumentPath, Object> base : bases) {
            look(base);
            for (ArgumentPath place : choices.places()) {
                choices.at(place).forEach(value -> look(with(base, place, value)));
            }
        }
        Map<ArgumentPath, Object> first = bases.iterator().next();
        TypicalCallers.CALLERS.forEach(caller -> look(ArgumentChoices.arguments(first), caller));
        changeTwo(first);
    }

    ArgumentChoices choices() {
        return choices;
    }

    /** Arguments that both policies let through, or failing that one of them, if any were found. */
    Optional<Map<ArgumentPath, Object>> passing() {
        findBases();
        List<Map<ArgumentPath, Object>> all = List.copyOf(bases);
        return all.stream().filter(base -> passes(base, true, true)).findFirst().or(() -> all.stream()
                .filter(base -> passes(base, true, false) || passes(base, false, true))
                .findFirst());
    }

    /** Arguments for which one policy at least asks a human, and none denies the call. */
    List<Map<ArgumentPath, Object>> asking() {
        findBases();
        return bases.stream()
                .filter(base -> {
                    PolicyPair.Decisions decisions = pair.look(ToolCall.of(tool, ArgumentChoices.arguments(base)));
                    return decisions.bothLetPass()
                            && (decisions.was() instanceof Decision.ApprovalRequired
                                    || decisions.is() instanceof Decision.ApprovalRequired);
                })
                .toList();
    }

    /** Arguments that one policy at least lets through, as near as they come to the calls that each limit concerns. */
    Set<Map<ArgumentPath, Object>> concerned() {
        findBases();
        return concerned.stream()
                .filter(base -> passes(base, true, false) || passes(base, false, true))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether the policies asked for let a first call through. */
    boolean passes(Map<ArgumentPath, Object> base, boolean by, boolean andBy) {
        PolicyPair.Decisions decisions = pair.look(ToolCall.of(tool, ArgumentChoices.arguments(base)));
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
                Rule rule = placed.rule();
                boolean guarded = !rule.when().isEmpty();
                if (guarded || rule instanceof DenyIf || rule instanceof RequireApproval) {
                    Map<ArgumentPath, Object> nearest = calls.nearest(rule.id());
                    bases.add(nearest);
                    if (guarded && rule.asLimit().isPresent()) {
                        concerned.add(nearest);
                    }
                }
            }
        }
        bases.add(choices.none());
    }

    private void changeTwo(Map<ArgumentPath, Object> base) {
        List<ArgumentPath> places = choices.places();
        if (places.size() < 2) {
            return;
        }
        SplittableRandom random = new SplittableRandom(places.size());
        for (int i = 0; i < PAIRS; i++) {
            Map<ArgumentPath, Object> other = base;
            for (int j = 0; j < 2; j++) {
                ArgumentPath place = places.get(random.nextInt(places.size()));
                List<Object> values = choices.at(place);
                other = with(other, place, values.get(random.nextInt(values.size())));
            }
            look(other);
        }
    }

    private static Map<ArgumentPath, Object> with(Map<ArgumentPath, Object> base, ArgumentPath place, Object value) {
        Map<ArgumentPath, Object> other = new LinkedHashMap<>(base);
        other.put(place, value);
        return other;
    }

    private void look(Map<ArgumentPath, Object> choice) {
        look(ArgumentChoices.arguments(choice), Caller.anonymous());
    }

    private void look(Map<String, @Nullable Object> arguments, Caller caller) {
        if (tried.add(List.of(caller, arguments))) {
            ToolCall call = ToolCall.of(tool, arguments, caller);
            collector.see(pair, pair.look(call), call, () -> Witness.of(call));
        }
    }
}
