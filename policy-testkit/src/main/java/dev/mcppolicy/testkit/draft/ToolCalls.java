package dev.mcppolicy.testkit.draft;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.json.internal.CanonicalJson;
import dev.mcppolicy.model.DenyIf;
import dev.mcppolicy.model.PlacedRule;
import dev.mcppolicy.model.Policy;
import dev.mcppolicy.model.Require;
import dev.mcppolicy.model.RequireApproval;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.RuleId;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.testkit.calls.InputSchema;
import dev.mcppolicy.testkit.internal.CallChoices;
import dev.mcppolicy.testkit.internal.CandidateValues;
import dev.mcppolicy.testkit.internal.ChosenCall;
import dev.mcppolicy.testkit.internal.PassingCalls;
import dev.mcppolicy.testkit.internal.QuietEngine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Calls of one tool that its rules turn on, such as its input schema admits. The same policy has the same calls. */
final class ToolCalls {
    /** A Monday and the first of a month at midnight: every calendar window begins, so that no two end together. */
    static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    private static final int SAMPLES = 12;
    private static final int PAIRS = 400;
    private static final int MOST_STARTS = 10;

    private final String tool;
    private final Policy policy;
    private final CallChoices choices;
    private final ConditionValues values;
    private final List<Instant> instants;
    /** For each span of time, an instant within it and one without. */
    private final List<Instant> turns;

    private final Map<CallPath, Set<String>> endings;
    private final PassingCalls passing;
    private final List<PlacedRule> rules;
    private final Map<String, ChosenCall> nearest = new LinkedHashMap<>();
    private @Nullable List<Timed> single;

    ToolCalls(Policy policy, String tool, @Nullable InputSchema schema) {
        this.tool = tool;
        this.rules = policy.rulesFor(tool);
        List<Rule> all = rules.stream().map(PlacedRule::rule).toList();
        CallChoices free = CallChoices.of(all).and(CombinedTexts.of(all)).and(ofAnyElement(all));
        this.choices = schema == null ? free.within(List.of(), arguments -> true) : within(free, schema);
        this.policy = policy;
        this.endings = CombinedTexts.endings(all);
        this.values = new ConditionValues(choices);
        this.instants = TurningInstants.of(all, START);
        this.turns = TurningInstants.turns(all, instants, START);
        this.passing = new PassingCalls(policy, tool, choices, instants);
    }

    /** For a certain element of a list, the values of rules that look at every element. */
    private static Map<CallPath, List<Object>> ofAnyElement(List<Rule> rules) {
        Map<CallPath, List<Object>> candidates = CandidateValues.of(rules);
        Map<CallPath, List<Object>> more = new LinkedHashMap<>();
        for (CallPath path : candidates.keySet()) {
            for (Map.Entry<CallPath, List<Object>> other : candidates.entrySet()) {
                if (other.getKey().hasWildcard() && !path.hasWildcard() && isElementOf(path, other.getKey())) {
                    more.put(path, other.getValue());
                }
            }
        }
        return more;
    }

    private static boolean isElementOf(CallPath path, CallPath every) {
        int size = path.steps().size();
        if (size != every.steps().size()) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            boolean isSame = path.steps().get(i).equals(every.steps().get(i));
            boolean isElement = path.steps().get(i) instanceof ArgumentPath.Element
                    && every.steps().get(i) instanceof ArgumentPath.EveryElement;
            if (!isSame && !isElement) {
                return false;
            }
        }
        return true;
    }

    private static CallChoices within(CallChoices free, InputSchema schema) {
        List<Map<String, @Nullable Object>> samples = new ArrayList<>();
        try {
            for (int seed = 0; seed < SAMPLES; seed++) {
                schema.valid(seed).findFirst().ifPresent(samples::add);
            }
        } catch (IllegalArgumentException e) {
            return free.within(List.of(), schema::admits);
        }
        samples.stream()
                .map(sample -> withoutNeedless(sample, schema))
                .min(Comparator.comparingInt(ToolCalls::emptyTexts)
                        .thenComparingInt(sample -> text(sample).length())
                        .thenComparing(ToolCalls::text))
                .ifPresent(plainest -> samples.add(0, plainest));
        return free.within(samples, schema::admits);
    }

    /** Arguments without what the schema lets be left out. */
    private static Map<String, @Nullable Object> withoutNeedless(
            Map<String, @Nullable Object> sample, InputSchema schema) {
        Map<String, @Nullable Object> least = new LinkedHashMap<>(sample);
        for (String name : sample.keySet()) {
            Map<String, @Nullable Object> fewer = new LinkedHashMap<>(least);
            fewer.remove(name);
            if (schema.admits(fewer)) {
                least = fewer;
            }
        }
        return least;
    }

    /** How many texts of arguments say nothing, which a reader wonders at. */
    private static int emptyTexts(Map<String, @Nullable Object> sample) {
        String written = text(sample);
        int found = 0;
        for (int at = written.indexOf("\"\""); at >= 0; at = written.indexOf("\"\"", at + 2)) {
            found++;
        }
        return found;
    }

    private static String text(@Nullable Object value) {
        return CanonicalJson.write(value);
    }

    CallChoices choices() {
        return choices;
    }

    /**
     * The call that comes nearest to passing every rule.
     *
     * @param firing the rule that should deny or ask, or concern the call by its {@code when}, or null
     */
    ChosenCall nearest(@Nullable RuleId firing) {
        return nearest.computeIfAbsent(firing == null ? "" : firing.value(), same -> find(firing));
    }

    private ChosenCall find(@Nullable RuleId firing) {
        List<Map<CallPath, Object>> starts = new ArrayList<>();
        for (PlacedRule placed : rules) {
            boolean isMeant = firing == null || placed.rule().id().equals(firing);
            if (isMeant) {
                values.of(placed.rule()).forEach(together -> starts.add(over(choices.none(), together)));
            }
        }
        List<Map<CallPath, Object>> first = starts.subList(0, Math.min(MOST_STARTS, starts.size()));
        ChosenCall best = atBestInstant(passing.nearest(firing, first), firing);
        for (Instant instant : turns) {
            if (denying(best, firing) > 0) {
                PassingCalls there = new PassingCalls(policy, tool, choices, List.of(instant));
                ChosenCall other = atBestInstant(there.nearest(firing, first), firing);
                best = denying(other, firing) < denying(best, firing) ? other : best;
            }
        }
        return best;
    }

    private int denying(ChosenCall chosen, @Nullable RuleId firing) {
        return denying(call(chosen, Caller.anonymous()), chosen.at(), firing);
    }

    private static Map<CallPath, Object> over(Map<CallPath, Object> choice, Map<CallPath, Object> values) {
        Map<CallPath, Object> over = new LinkedHashMap<>(choice);
        over.putAll(values);
        return over;
    }

    /** The instant at which fewest rules deny what was chosen; where the rule that should does not, none is better. */
    private ChosenCall atBestInstant(ChosenCall found, @Nullable RuleId firing) {
        ToolCall call = call(found, Caller.anonymous());
        Instant best = found.at();
        int least = denying(call, best, firing);
        for (Instant instant : instants) {
            int denying = least == 0 ? 0 : denying(call, instant, firing);
            if (denying < least) {
                best = instant;
                least = denying;
            }
        }
        return new ChosenCall(found.choice(), best);
    }

    private int denying(ToolCall call, Instant at, @Nullable RuleId firing) {
        int denying = 0;
        for (Explanation.RuleEvaluation look : QuietEngine.builder(policy)
                .clock(() -> at)
                .build()
                .explain(call)
                .rules()) {
            boolean isFiring = look.id().equals(firing);
            boolean denies =
                    look.result() == Explanation.Result.DENIED || look.result() == Explanation.Result.CANNOT_TELL;
            boolean fires = denies || look.result() == Explanation.Result.ASKS;
            denying += isFiring && !(look.rule() instanceof Require) ? (fires ? 0 : 1) : denies ? 1 : 0;
        }
        return denying;
    }

    ToolCall call(ChosenCall chosen, Caller caller) {
        return choices.make(tool, chosen.choice(), caller);
    }

    /** A single call, and when it is made. */
    record Timed(ToolCall call, Instant at) {
        /** How hard the call is to read. */
        int weight() {
            return (at.equals(START) ? 0 : 40)
                    + (call.caller().equals(Caller.anonymous()) ? 0 : 20)
                    + text(call.argumentsAsObject()).length();
        }
    }

    /** The calls to look at: those that come nearest to passing, with one value or the instant changed at a time. */
    List<Timed> single() {
        if (single == null) {
            single = makeSingle();
        }
        return single;
    }

    private List<Timed> makeSingle() {
        Set<Timed> all = new LinkedHashSet<>();
        for (ChosenCall base : bases()) {
            add(base, all);
            for (CallPath place : choices.places()) {
                choices.at(place).forEach(value -> add(base.with(place, value), all));
            }
            instants.forEach(instant -> add(new ChosenCall(base.choice(), instant), all));
        }
        new LinkedHashSet<>(nearest.values()).forEach(base -> addContinued(base, all));
        add(new Timed(call(nearest(null), Caller.unidentified()), nearest(null).at()), all);
        return List.copyOf(all);
    }

    /** A call whose texts go on: what is forbidden, or asked for, may stand behind what makes it pass. */
    private void addContinued(ChosenCall base, Set<Timed> all) {
        endings.forEach((path, texts) -> {
            CallPath place = CallChoices.firstPlace(path);
            if (base.choice().get(place) instanceof String text && !text.isEmpty()) {
                for (String ending : texts) {
                    add(base.with(place, text + ending), all);
                    add(base.with(place, text + " " + ending), all);
                }
            }
        });
    }

    /** Further calls, with two values changed at a time. */
    List<Timed> pairs() {
        Set<Timed> all = new LinkedHashSet<>();
        List<CallPath> places = choices.places();
        SplittableRandom random = new SplittableRandom(places.size());
        List<ChosenCall> bases = List.copyOf(bases());
        for (int i = 0; i < PAIRS && places.size() > 1; i++) {
            ChosenCall other = bases.get(i % bases.size());
            for (int j = 0; j < 2; j++) {
                CallPath place = places.get(random.nextInt(places.size()));
                List<Object> values = choices.at(place);
                other = other.with(place, values.get(random.nextInt(values.size())));
            }
            add(other, all);
        }
        return List.copyOf(all);
    }

    private Set<ChosenCall> bases() {
        Set<ChosenCall> bases = new LinkedHashSet<>();
        bases.add(nearest(null));
        for (PlacedRule placed : rules) {
            Rule rule = placed.rule();
            if (!rule.when().isEmpty() || rule instanceof DenyIf || rule instanceof RequireApproval) {
                bases.add(nearest(rule.id()));
            }
        }
        bases.add(new ChosenCall(choices.none(), START));
        ChosenCall first = nearest(null);
        for (PlacedRule placed : rules) {
            for (Map<CallPath, Object> together : values.of(placed.rule())) {
                ChosenCall from = placed.rule().when().isEmpty()
                        ? first
                        : nearest(placed.rule().id());
                bases.add(new ChosenCall(over(from.choice(), together), from.at()));
            }
        }
        return bases;
    }

    private void add(ChosenCall chosen, Set<Timed> all) {
        add(new Timed(call(chosen, Caller.anonymous()), chosen.at()), all);
    }

    private void add(Timed timed, Set<Timed> all) {
        if (choices.admits(timed.call())) {
            all.add(timed);
        }
    }

    /** A call with a further argument, or with another value of one that rules do not look at, that the schema admits. */
    List<ToolCall> withOtherArguments(ToolCall call) {
        Set<ToolCall> others = new LinkedHashSet<>();
        Set<Map<String, @Nullable Object>> met = new HashSet<>();
        met.add(call.argumentsAsObject());
        Map<String, @Nullable Object> more = new LinkedHashMap<>(call.argumentsAsObject());
        more.put("another", "another");
        ToolCall other = ToolCall.of(tool, more, call.caller());
        if (choices.admits(other) && met.add(more)) {
            others.add(other);
        }
        for (Timed timed : single()) {
            if (met.add(timed.call().argumentsAsObject())) {
                others.add(ToolCall.of(tool, timed.call().argumentsAsObject(), call.caller()));
            }
        }
        return List.copyOf(others);
    }
}
