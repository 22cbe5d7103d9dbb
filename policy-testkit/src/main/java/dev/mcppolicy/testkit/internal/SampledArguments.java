package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.model.condition.ArgumentPath;
import dev.mcppolicy.model.condition.CallPath;
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
 * Arguments made of some that a schema admits: values are put into the first of them, and what stands around a value in
 * another comes with it.
 */
final class SampledArguments {
    /** Where no schema is known. */
    static final SampledArguments NONE = new SampledArguments(List.of(), arguments -> true, false);

    private static final int LONGEST = 200;

    private final List<Map<String, @Nullable Object>> samples;
    private final Predicate<Map<String, @Nullable Object>> admits;
    private final boolean fills;

    /**
     * Arguments that begin as samples.
     *
     * @param fills whether a list gets the elements that are missing before another, each like the one before it
     */
    SampledArguments(
            List<Map<String, @Nullable Object>> samples,
            Predicate<Map<String, @Nullable Object>> admits,
            boolean fills) {
        this.samples = List.copyOf(samples);
        this.admits = admits;
        this.fills = fills;
    }

    boolean admits(Map<String, @Nullable Object> arguments) {
        return admits.test(arguments);
    }

    /** What the first sample has at a place. */
    Object first(ArgumentPath place) {
        return samples.isEmpty() ? CallChoices.MISSING : at(samples.get(0), place);
    }

    /** What the samples have at a place. */
    Set<Object> valuesAt(ArgumentPath place) {
        Set<Object> values = new LinkedHashSet<>();
        samples.forEach(sample -> values.add(at(sample, place)));
        return values;
    }

    /** The first sample with the values chosen, as far as none stands in the way of another. */
    Map<String, @Nullable Object> with(Map<CallPath, Object> choice) {
        Map<String, @Nullable Object> arguments =
                samples.isEmpty() ? new LinkedHashMap<>() : new LinkedHashMap<>(samples.get(0));
        List<Map.Entry<CallPath, Object>> inOrder = new ArrayList<>(choice.entrySet());
        if (fills) {
            inOrder.sort(Comparator.comparingInt((Map.Entry<CallPath, Object> each) ->
                            each.getKey().steps().size())
                    .thenComparingInt(each -> lastIndex(each.getKey())));
        }
        for (Map.Entry<CallPath, Object> each : inOrder) {
            if (each.getKey() instanceof ArgumentPath place) {
                arguments = each.getValue() == CallChoices.MISSING
                        ? without(arguments, place)
                        : with(arguments, place, each.getValue());
            }
        }
        return arguments;
    }

    private static int lastIndex(CallPath place) {
        int size = place.steps().size();
        return size > 0 && place.steps().get(size - 1) instanceof ArgumentPath.Element element ? element.index() : 0;
    }

    private Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> arguments, ArgumentPath place, Object value) {
        Map<String, @Nullable Object> around = arguments;
        if (place.steps().size() > 1 && place.steps().get(0) instanceof ArgumentPath.Member member) {
            around = withSurroundings(arguments, place, member.name());
        }
        return Arguments.withIfPossible(around, place, value == CandidateValues.NULL ? null : value);
    }

    /** What a sample has around a place, where these arguments have nothing; a further element of a list is like the one before it. */
    private Map<String, @Nullable Object> withSurroundings(
            Map<String, @Nullable Object> arguments, ArgumentPath place, String name) {
        if (!arguments.containsKey(name)) {
            for (Map<String, @Nullable Object> sample : samples) {
                if (at(sample, place) != CallChoices.MISSING) {
                    Map<String, @Nullable Object> copy = new LinkedHashMap<>(arguments);
                    copy.put(name, sample.get(name));
                    return copy;
                }
            }
        }
        Map<String, @Nullable Object> all = arguments;
        List<ArgumentPath.Step> steps = place.steps();
        for (int i = 1; i < steps.size(); i++) {
            if (fills && steps.get(i) instanceof ArgumentPath.Element element && element.index() <= LONGEST) {
                ArgumentPath list = new ArgumentPath(steps.subList(0, i));
                Object found = at(all, list);
                if (found instanceof List<?> elements && !elements.isEmpty() && elements.size() <= element.index()) {
                    List<@Nullable Object> more = new ArrayList<>(elements);
                    while (more.size() <= element.index()) {
                        more.add(elements.get(elements.size() - 1));
                    }
                    all = Arguments.withIfPossible(all, list, more);
                }
            }
        }
        return all;
    }

    /** The arguments without what the first sample has at a place: a member of an object, or the rest of a list from an element on. */
    private Map<String, @Nullable Object> without(Map<String, @Nullable Object> arguments, ArgumentPath place) {
        if (first(place) == CallChoices.MISSING || at(arguments, place) == CallChoices.MISSING) {
            return arguments;
        }
        List<ArgumentPath.Step> steps = place.steps();
        ArgumentPath.Step last = steps.get(steps.size() - 1);
        if (steps.size() == 1) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(arguments);
            copy.remove(((ArgumentPath.Member) last).name());
            return copy;
        }
        ArgumentPath parent = new ArgumentPath(steps.subList(0, steps.size() - 1));
        Object container = at(arguments, parent);
        if (last instanceof ArgumentPath.Member member && container instanceof Map<?, ?> object) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            object.forEach((name, value) -> copy.put(String.valueOf(name), value));
            copy.remove(member.name());
            return Arguments.withIfPossible(arguments, parent, copy);
        }
        return last instanceof ArgumentPath.Element element && container instanceof List<?> list
                ? Arguments.withIfPossible(arguments, parent, new ArrayList<>(list.subList(0, element.index())))
                : arguments;
    }

    /** What stands at a place, with marks for null and for nothing. */
    private static Object at(Map<String, @Nullable Object> arguments, ArgumentPath place) {
        Object value = arguments;
        for (ArgumentPath.Step step : place.steps()) {
            if (step instanceof ArgumentPath.Member member
                    && value instanceof Map<?, ?> object
                    && object.containsKey(member.name())) {
                value = object.get(member.name());
            } else if (step instanceof ArgumentPath.Element element
                    && value instanceof List<?> list
                    && element.index() < list.size()) {
                value = list.get(element.index());
            } else {
                return CallChoices.MISSING;
            }
        }
        return value == null ? CandidateValues.NULL : value;
    }
}
