package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.model.Rule;
import dev.mcppolicy.model.condition.ArgumentPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The places in the arguments of one tool that rules look at, and the values worth trying at each. A place is a path
 * without wildcard: where rules look at every element, the first two elements are places. So is each object or list on the
 * way, to be tried in other shapes.
 */
public final class ArgumentChoices {
    /** Stands for no value at a place. */
    static final Object MISSING = new Object();

    private final Map<ArgumentPath, List<Object>> values = new LinkedHashMap<>();

    private ArgumentChoices() {}

    public static ArgumentChoices of(List<Rule> rules) {
        Map<ArgumentPath, Set<Object>> found = new LinkedHashMap<>();
        CandidateValues.of(rules).forEach((path, candidates) -> {
            for (int element = 0; element < (path.hasWildcard() ? 2 : 1); element++) {
                ArgumentPath place = place(path, element);
                for (int i = 1; i < place.steps().size(); i++) {
                    at(new ArgumentPath(place.steps().subList(0, i)), found)
                            .addAll(List.of(List.of(), Map.of(), "text"));
                }
                at(place, found).addAll(candidates);
            }
        });
        ArgumentChoices choices = new ArgumentChoices();
        found.entrySet().stream()
                .sorted(Comparator.comparingInt(each -> each.getKey().steps().size()))
                .forEach(each -> choices.values.put(each.getKey(), List.copyOf(each.getValue())));
        return choices;
    }

    /** The places, those that others lie within first. */
    public List<ArgumentPath> places() {
        return List.copyOf(values.keySet());
    }

    /** The values to try at a place, of which {@link #MISSING} is the first. */
    public List<Object> at(ArgumentPath place) {
        return values.getOrDefault(place, List.of(MISSING));
    }

    /** No argument anywhere. */
    public Map<ArgumentPath, Object> none() {
        Map<ArgumentPath, Object> choice = new LinkedHashMap<>();
        values.keySet().forEach(place -> choice.put(place, MISSING));
        return choice;
    }

    /** Arguments with the values chosen. What another value stands in the way of is left out. */
    public static Map<String, @Nullable Object> arguments(Map<ArgumentPath, Object> choice) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        for (Map.Entry<ArgumentPath, Object> each : choice.entrySet()) {
            if (each.getValue() != MISSING) {
                Object value = each.getValue() == CandidateValues.NULL ? null : each.getValue();
                arguments = Arguments.withIfPossible(arguments, each.getKey(), value);
            }
        }
        return arguments;
    }

    /** The place where a path leads, with a wildcard the first. */
    public static ArgumentPath firstPlace(ArgumentPath path) {
        return place(path, 0);
    }

    private static ArgumentPath place(ArgumentPath path, int index) {
        List<ArgumentPath.Step> steps = new ArrayList<>();
        for (ArgumentPath.Step step : path.steps()) {
            steps.add(step instanceof ArgumentPath.EveryElement ? new ArgumentPath.Element(index) : step);
        }
        return new ArgumentPath(steps);
    }

    private static Set<Object> at(ArgumentPath place, Map<ArgumentPath, Set<Object>> found) {
        return found.computeIfAbsent(place, same -> new LinkedHashSet<>(List.of(MISSING)));
    }
}
