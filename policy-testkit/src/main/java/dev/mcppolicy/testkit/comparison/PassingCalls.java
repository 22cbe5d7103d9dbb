package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.engine.PolicyEngine;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.testkit.internal.ArgumentChoices;
import dev.mcppolicy.testkit.internal.Headroom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Looks for arguments that pass every rule of a tool, or every rule but one: climbs from argument to argument, each time
 * to the value that most rules agree with. What it finds is where a small change of a rule shows.
 */
final class PassingCalls {
    private static final int ROUNDS = 4;
    private static final int MORE_STARTS = 8;
    private static final int RULE = 1_000;

    private final PolicyEngine engine;
    private final String tool;
    private final ArgumentChoices choices;

    PassingCalls(Policy policy, String tool, ArgumentChoices choices) {
        this.engine = PolicyEngine.builder(policy).clock(() -> PolicyPair.START).build();
        this.tool = tool;
        this.choices = choices;
    }

    /**
     * The arguments that come nearest.
     *
     * @param firing the rule that should deny or ask, or null for none
     */
    Map<ArgumentPath, Object> nearest(@Nullable RuleId firing) {
        SplittableRandom random = new SplittableRandom(choices.places().size());
        Map<ArgumentPath, Object> best = climb(choices.none(), firing);
        int distance = distance(best, firing);
        for (int start = 0; start < MORE_STARTS && distance > 1; start++) {
            Map<ArgumentPath, Object> other = climb(anywhere(random), firing);
            int there = distance(other, firing);
            if (there < distance) {
                best = other;
                distance = there;
            }
        }
        return best;
    }

    private Map<ArgumentPath, Object> anywhere(SplittableRandom random) {
        Map<ArgumentPath, Object> choice = choices.none();
        choice.replaceAll((place, missing) -> {
            List<Object> values = choices.at(place);
            return values.get(random.nextInt(values.size()));
        });
        return choice;
    }

    private Map<ArgumentPath, Object> climb(Map<ArgumentPath, Object> start, @Nullable RuleId firing) {
        Map<ArgumentPath, Object> best = start;
        int distance = distance(best, firing);
        for (int round = 0; round < ROUNDS && distance > 0; round++) {
            int atStart = distance;
            for (ArgumentPath place : choices.places()) {
                for (Object value : choices.at(place)) {
                    Map<ArgumentPath, Object> other = new LinkedHashMap<>(best);
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
    private int distance(Map<ArgumentPath, Object> choice, @Nullable RuleId firing) {
        Explanation explanation = engine.explain(ToolCall.of(tool, ArgumentChoices.arguments(choice)));
        int distance = 0;
        for (Explanation.RuleEvaluation look : explanation.rules()) {
            distance += look.id().equals(firing) ? distanceFromFiring(look) : distanceFromPassing(look);
        }
        for (Explanation.LimitEvaluation look : explanation.limits()) {
            distance += Headroom.passes(look) ? 0 : RULE;
        }
        for (Explanation.ConcurrencyEvaluation look : explanation.places()) {
            distance += Headroom.passes(look) ? 0 : RULE;
        }
        return distance;
    }

    private static int distanceFromFiring(Explanation.RuleEvaluation look) {
        boolean fires = look.result() == Explanation.Result.DENIED || look.result() == Explanation.Result.ASKS;
        return fires ? 0 : RULE / 2 + untrue(look);
    }

    private static int distanceFromPassing(Explanation.RuleEvaluation look) {
        return switch (look.result()) {
            case PASSED -> 0;
            case ASKS -> 1;
            case DENIED, CANNOT_TELL -> RULE + (look.rule() instanceof Require ? untrue(look) : 0);
        };
    }

    private static int untrue(Explanation.RuleEvaluation look) {
        return (int) look.comparisons().stream()
                .filter(comparison -> comparison.outcome() != Truth.TRUE)
                .count();
    }
}
