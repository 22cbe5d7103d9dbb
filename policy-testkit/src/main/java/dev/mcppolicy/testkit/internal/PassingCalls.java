package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.CallPath;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Looks for calls that pass every rule of a tool, or every rule but one: climbs from argument to argument, each time
 * to the value that most rules agree with. What it finds is where a small change of a rule shows.
 */
public final class PassingCalls {
    private static final int ROUNDS = 4;
    private static final int MORE_STARTS = 8;
    private static final int RULE = 1_000;
    private static final int NOT_ADMITTED = 100 * RULE;

    private final PolicyEngine engine;
    private final String tool;
    private final CallChoices choices;

    /** When calls can be made, the first of them where nothing speaks for another. */
    private final List<Instant> instants;

    private Instant at;

    /**
     * A search among the calls of one tool.
     *
     * @param instants when calls can be made, at least one
     */
    public PassingCalls(Policy policy, String tool, CallChoices choices, List<Instant> instants) {
        this.engine = QuietEngine.builder(policy).clock(() -> at).build();
        this.tool = tool;
        this.choices = choices;
        this.instants = instants;
        this.at = instants.get(0);
    }

    /**
     * The call that comes nearest, at the instant at which one without any value does.
     *
     * @param firing the rule that should deny or ask, or with a {@code when} the one that should concern the call and let it
     *     pass; null for none
     */
    public ChosenCall nearest(@Nullable RuleId firing) {
        return nearest(firing, List.of());
    }

    /** As {@link #nearest(RuleId)}, with places to begin at besides. */
    public ChosenCall nearest(@Nullable RuleId firing, List<Map<CallPath, Object>> starts) {
        at = instants.get(0);
        Instant best = at;
        int least = distance(choices.none(), firing);
        for (Instant other : instants) {
            at = other;
            int there = distance(choices.none(), firing);
            if (there < least) {
                best = other;
                least = there;
            }
        }
        at = best;
        return new ChosenCall(nearestNow(firing, starts), at);
    }

    private Map<CallPath, Object> nearestNow(@Nullable RuleId firing, List<Map<CallPath, Object>> starts) {
        SplittableRandom random = new SplittableRandom(choices.places().size());
        Map<CallPath, Object> best = climb(choices.none(), firing);
        int distance = distance(best, firing);
        for (int start = 0; start < starts.size() + MORE_STARTS && distance > 1; start++) {
            Map<CallPath, Object> other = climb(start < starts.size() ? starts.get(start) : anywhere(random), firing);
            int there = distance(other, firing);
            if (there < distance) {
                best = other;
                distance = there;
            }
        }
        return best;
    }

    private Map<CallPath, Object> anywhere(SplittableRandom random) {
        Map<CallPath, Object> choice = choices.none();
        choice.replaceAll((place, missing) -> {
            List<Object> values = choices.at(place);
            return values.get(random.nextInt(values.size()));
        });
        return choice;
    }

    private Map<CallPath, Object> climb(Map<CallPath, Object> start, @Nullable RuleId firing) {
        Map<CallPath, Object> best = start;
        int distance = distance(best, firing);
        for (int round = 0; round < ROUNDS && distance > 0; round++) {
            int atStart = distance;
            for (CallPath place : choices.places()) {
                for (Object value : choices.at(place)) {
                    Map<CallPath, Object> other = new LinkedHashMap<>(best);
                    other.put(place, value);
                    int there = distance(other, firing);
                    if (there < distance) {
                        best = other;
                        distance = there;
                    }
                }
            }
            if (distance == atStart) {
                return best;
            }
        }
        return best;
    }

    /** How far a call is from the one looked for; zero for such a one. */
    private int distance(Map<CallPath, Object> choice, @Nullable RuleId firing) {
        ToolCall call = choices.make(tool, choice, Caller.anonymous());
        int distance = choices.admits(call) ? 0 : NOT_ADMITTED;
        Explanation explanation = engine.explain(call);
        for (Explanation.RuleEvaluation look : explanation.rules()) {
            distance += look.id().equals(firing) ? distanceFromFiring(look) : distanceFromPassing(look);
        }
        for (Explanation.LimitEvaluation look : explanation.limits()) {
            distance += Headroom.passes(look) ? 0 : RULE;
            if (look.rule().id().equals(firing) && look.result() == Explanation.Result.NOT_CONCERNED) {
                distance += RULE / 2 + untrue(look.comparisons());
            }
        }
        for (Explanation.ConcurrencyEvaluation look : explanation.places()) {
            distance += Headroom.passes(look) ? 0 : RULE;
            if (look.rule().id().equals(firing) && look.result() == Explanation.Result.NOT_CONCERNED) {
                distance += RULE / 2 + untrue(look.comparisons());
            }
        }
        return distance;
    }

    private static int distanceFromFiring(Explanation.RuleEvaluation look) {
        if (look.rule() instanceof Require) {
            return look.result() == Explanation.Result.NOT_CONCERNED
                    ? RULE / 2 + untrue(look.comparisons())
                    : distanceFromPassing(look);
        }
        boolean fires = look.result() == Explanation.Result.DENIED || look.result() == Explanation.Result.ASKS;
        return fires ? 0 : RULE / 2 + untrue(look.comparisons());
    }

    private static int distanceFromPassing(Explanation.RuleEvaluation look) {
        return switch (look.result()) {
            case PASSED, NOT_CONCERNED -> 0;
            case ASKS -> 1;
            case DENIED, CANNOT_TELL -> RULE + (look.rule() instanceof Require ? untrue(look.comparisons()) : 0);
        };
    }

    private static int untrue(List<Explanation.Comparison> comparisons) {
        return (int) comparisons.stream()
                .filter(comparison -> comparison.outcome() != Truth.TRUE)
                .count();
    }
}
