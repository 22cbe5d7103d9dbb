package dev.mcppolicy.testkit.comparison;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes a witness smaller as long as the same difference shows: fewer calls before it, fewer arguments, a plainer caller. */
final class WitnessShrinker {
    private static final int MOST_CALLS = 20_000;

    private final PolicyExcerpts policies;
    private final DifferenceCollector collector;
    private int calls;

    WitnessShrinker(Policy before, Policy after, DifferenceCollector collector) {
        this.policies = new PolicyExcerpts(before, after);
        this.collector = collector;
    }

    /** The smallest witness that was come across on the way. */
    Witness shrink(DifferenceCollector.Key key, Witness given) {
        calls = 0;
        Witness best = withFewerSteps(key, given);
        best = first(key, best, candidate(best, PolicyPair.START)).orElse(best);
        best = first(key, best, mapped(best, call -> by(call, Caller.anonymous())))
                .orElse(best);
        best = withPlainerCallers(key, best);
        Set<String> names = new LinkedHashSet<>(best.call().argumentsAsObject().keySet());
        best.before()
                .forEach(step -> names.addAll(step.call().argumentsAsObject().keySet()));
        for (String name : names) {
            best = first(key, best, mapped(best, call -> without(call, name))).orElse(best);
        }
        return best;
    }

    private Witness withFewerSteps(DifferenceCollector.Key key, Witness given) {
        Witness best = given;
        for (int i = best.before().size() - 1; i >= 0; i--) {
            best = first(key, best, withoutStep(best, i)).orElse(best);
        }
        for (int i = 0; i < best.before().size(); i++) {
            for (int times = 1; times < best.before().get(i).times(); times *= 2) {
                Optional<Witness> fewer = first(key, best, withTimes(best, i, times));
                if (fewer.isPresent()) {
                    best = fewer.get();
                    break;
                }
            }
            Witness.Step step = best.before().get(i);
            if (step.times() > 1) {
                best = first(key, best, withTimes(best, i, step.times() - 1)).orElse(best);
            }
        }
        return best;
    }

    private Witness withPlainerCallers(DifferenceCollector.Key key, Witness given) {
        Witness best = given;
        List<UnaryOperator<Caller>> plainer = List.of(
                caller -> caller(caller.grant(), caller.principal(), null),
                caller -> caller(caller.grant(), null, caller.session()),
                caller -> caller(null, caller.principal(), caller.session()));
        for (UnaryOperator<Caller> change : plainer) {
            best = first(key, best, mapped(best, call -> by(call, change.apply(call.caller()))))
                    .orElse(best);
        }
        return best;
    }

    private static Caller caller(@Nullable String grant, @Nullable String principal, @Nullable String session) {
        Caller caller = Caller.anonymous();
        caller = principal == null ? caller : caller.withPrincipal(principal);
        caller = grant == null ? caller : caller.withGrant(grant);
        return session == null ? caller : caller.withSession(session);
    }

    /** The candidate, if it shows the same difference and is another witness. */
    private Optional<Witness> first(DifferenceCollector.Key key, Witness best, Witness candidate) {
        if (candidate.equals(best) || calls + candidate.calls() > MOST_CALLS) {
            return Optional.empty();
        }
        calls += candidate.calls();
        Set<String> tools = new LinkedHashSet<>(Set.of(candidate.call().tool()));
        candidate.before().forEach(step -> tools.add(step.call().tool()));
        PolicyPair pair = policies.pair(tools, candidate.start(), candidate.isBeside());
        for (Witness.Step step : candidate.before()) {
            pair.advance(step.pause());
            for (int i = 0; i < step.times(); i++) {
                PolicyPair.Decisions decisions = pair.make(step.call());
                if (!decisions.bothLetPass() && !decisions.bothDeny()) {
                    return Optional.empty();
                }
            }
        }
        pair.advance(candidate.pause());
        DifferenceCollector.Key shown = collector.key(pair, pair.look(candidate.call()), candidate.call());
        return key.equals(shown) ? Optional.of(candidate) : Optional.empty();
    }

    private static Witness candidate(Witness witness, Instant start) {
        return new Witness(start, witness.before(), witness.pause(), witness.call(), witness.isBeside());
    }

    private static Witness mapped(Witness witness, UnaryOperator<ToolCall> change) {
        Map<ToolCall, ToolCall> changed = new LinkedHashMap<>();
        List<Witness.Step> steps = new ArrayList<>();
        for (Witness.Step step : witness.before()) {
            ToolCall call = changed.computeIfAbsent(step.call(), change);
            steps.add(new Witness.Step(step.pause(), step.times(), call));
        }
        return new Witness(
                witness.start(),
                steps,
                witness.pause(),
                changed.computeIfAbsent(witness.call(), change),
                witness.isBeside());
    }

    private static ToolCall by(ToolCall call, Caller caller) {
        return caller.equals(call.caller()) ? call : ToolCall.of(call.tool(), call.arguments(), caller);
    }

    private static ToolCall without(ToolCall call, String name) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>(call.argumentsAsObject());
        if (!arguments.containsKey(name)) {
            return call;
        }
        arguments.remove(name);
        return ToolCall.of(call.tool(), arguments, call.caller());
    }

    private static Witness withTimes(Witness witness, int index, int times) {
        List<Witness.Step> steps = new ArrayList<>(witness.before());
        Witness.Step step = steps.get(index);
        steps.set(index, new Witness.Step(step.pause(), times, step.call()));
        return new Witness(witness.start(), steps, witness.pause(), witness.call(), witness.isBeside());
    }

    /** Without a step; the time before it passes all the same. */
    private static Witness withoutStep(Witness witness, int index) {
        List<Witness.Step> steps = new ArrayList<>(witness.before());
        Duration passing = steps.remove(index).pause();
        if (index < steps.size()) {
            Witness.Step next = steps.get(index);
            steps.set(index, new Witness.Step(next.pause().plus(passing), next.times(), next.call()));
            return new Witness(witness.start(), steps, witness.pause(), witness.call(), witness.isBeside());
        }
        return new Witness(witness.start(), steps, witness.pause().plus(passing), witness.call(), witness.isBeside());
    }
}
