package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
import dev.mcppolicy.model.condition.CallerPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The places in the arguments of one tool, and in who calls it, that rules look at, and the values worth trying at each. A place is a path
 * without wildcard: where rules look at every element, the first two elements are places. So is each object or list on the
 * way, to be tried in other shapes.
 */
public final class CallChoices {
    /** Stands for no value at a place. */
    static final Object MISSING = new Object();

    private final Map<CallPath, List<Object>> values = new LinkedHashMap<>();

    private final SampledArguments arguments;

    private CallChoices(SampledArguments arguments) {
        this.arguments = arguments;
    }

    public static CallChoices of(List<Rule> rules) {
        Map<CallPath, Set<Object>> found = new LinkedHashMap<>();
        CandidateValues.of(rules).forEach((path, candidates) -> {
            for (int element = 0; element < (path.hasWildcard() ? 2 : 1); element++) {
                CallPath place = place(path, element);
                for (int i = 1; i < place.steps().size(); i++) {
                    at(with(path, place.steps().subList(0, i)), found).addAll(List.of(List.of(), Map.of(), "text"));
                }
                at(place, found).addAll(candidates);
            }
        });
        CallChoices choices = new CallChoices(SampledArguments.NONE);
        found.entrySet().stream()
                .sorted(Comparator.comparingInt(each -> each.getKey().steps().size()))
                .forEach(each -> choices.values.put(each.getKey(), List.copyOf(each.getValue())));
        return choices;
    }

    /**
     * The same places where arguments must be such that a schema admits: what the samples have there is worth trying, too,
     * and what no rule looks at is as in the first of them. Lists are as long as a value in them needs.
     *
     * @param samples arguments that the schema admits, the plainest first; none where no schema is known
     * @param admits whether it admits others
     */
    public CallChoices within(
            List<Map<String, @Nullable Object>> samples, Predicate<Map<String, @Nullable Object>> admits) {
        CallChoices within = new CallChoices(new SampledArguments(samples, admits, true));
        values.forEach((place, all) -> {
            Set<Object> more = new LinkedHashSet<>(all);
            if (place instanceof ArgumentPath path) {
                more.addAll(within.arguments.valuesAt(path));
            }
            within.values.put(place, List.copyOf(more));
        });
        return within;
    }

    /** The same places with further values to try, by the paths that rules look at. */
    public CallChoices and(Map<CallPath, List<Object>> more) {
        CallChoices and = new CallChoices(arguments);
        values.forEach((place, all) -> and.values.put(place, new ArrayList<>(all)));
        more.forEach((path, further) -> {
            for (int element = 0; element < (path.hasWildcard() ? 2 : 1); element++) {
                List<Object> all = and.values.get(place(path, element));
                if (all != null) {
                    further.stream().filter(value -> !all.contains(value)).forEach(all::add);
                }
            }
        });
        return and;
    }

    /** The places, those that others lie within first. */
    public List<CallPath> places() {
        return List.copyOf(values.keySet());
    }

    /** The values to try at a place, of which {@link #MISSING} is the first. */
    public List<Object> at(CallPath place) {
        return values.getOrDefault(place, List.of(MISSING));
    }

    /** No value anywhere but where a schema wants one. */
    public Map<CallPath, Object> none() {
        Map<CallPath, Object> choice = new LinkedHashMap<>();
        values.keySet()
                .forEach(place ->
                        choice.put(place, place instanceof ArgumentPath path ? arguments.first(path) : MISSING));
        return choice;
    }

    /** Whether the schema admits the arguments of a call; without one, it is so. */
    public boolean admits(ToolCall call) {
        return arguments.admits(call.argumentsAsObject());
    }

    /** The call with the values chosen, by a caller who is that too. What another value stands in the way of is left out. */
    public ToolCall make(String tool, Map<CallPath, Object> choice, Caller caller) {
        return call(tool, arguments.with(choice), choice, caller);
    }

    /** As {@link #make}, where no schema is known. */
    public static ToolCall call(String tool, Map<CallPath, Object> choice, Caller caller) {
        return call(tool, SampledArguments.NONE.with(choice), choice, caller);
    }

    private static ToolCall call(
            String tool, Map<String, @Nullable Object> arguments, Map<CallPath, Object> choice, Caller caller) {
        Caller by = caller;
        for (Map.Entry<CallPath, Object> each : choice.entrySet()) {
            if (each.getValue() != MISSING && each.getKey() instanceof CallerPath place) {
                by = KnownCaller.with(by, place, each.getValue());
            }
        }
        return ToolCall.of(tool, arguments, by);
    }

    /** The place where a path leads, with a wildcard the first. */
    public static ArgumentPath firstPlace(ArgumentPath path) {
        return (ArgumentPath) place(path, 0);
    }

    /** As {@link #firstPlace(ArgumentPath)}, of what is known of a caller, too. */
    public static CallPath firstPlace(CallPath path) {
        return place(path, 0);
    }

    /** Whether a value to try is none: nothing at all, or null. */
    public static boolean isNothing(Object value) {
        return value == MISSING || value == CandidateValues.NULL;
    }

    /** The path with other steps. */
    private static CallPath with(CallPath path, List<ArgumentPath.Step> steps) {
        return path instanceof CallerPath callers ? new CallerPath(callers.part(), steps) : new ArgumentPath(steps);
    }

    private static CallPath place(CallPath path, int index) {
        List<ArgumentPath.Step> steps = new ArrayList<>();
        for (ArgumentPath.Step step : path.steps()) {
            steps.add(step instanceof ArgumentPath.EveryElement ? new ArgumentPath.Element(index) : step);
        }
        return with(path, steps);
    }

    private static Set<Object> at(CallPath place, Map<CallPath, Set<Object>> found) {
        return found.computeIfAbsent(place, same -> new LinkedHashSet<>(List.of(MISSING)));
    }
}
