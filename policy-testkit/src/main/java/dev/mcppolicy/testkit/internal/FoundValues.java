package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.model.condition.ArgumentPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call has at the places where a path into its arguments leads.
 *
 * @param isMissing whether nothing is there at one of them, or there is no place
 * @param isNull whether null is there at one of them
 * @param values what else is there
 */
public record FoundValues(boolean isMissing, boolean isNull, List<Object> values) {
    public FoundValues {
        values = List.copyOf(values);
    }

    public static FoundValues of(@Nullable Object arguments, ArgumentPath path) {
        Search search = new Search(path);
        search.look(arguments, 0);
        return new FoundValues(search.missing, search.none, search.values);
    }

    private static final class Search {
        private final List<ArgumentPath.Step> steps;
        private final List<Object> values = new ArrayList<>();
        private boolean missing;
        private boolean none;

        Search(ArgumentPath path) {
            this.steps = path.steps();
        }

        void look(@Nullable Object value, int depth) {
            if (depth == steps.size()) {
                if (value == null) {
                    none = true;
                } else {
                    values.add(value);
                }
            } else if (value == null) {
                missing = true;
            } else {
                step(value, steps.get(depth), depth + 1);
            }
        }

        /** A step that has no meaning for a value finds nothing, neither a value nor that it is missing. */
        private void step(Object value, ArgumentPath.Step step, int next) {
            if (step instanceof ArgumentPath.Member member && value instanceof Map<?, ?> object) {
                if (object.containsKey(member.name())) {
                    look(object.get(member.name()), next);
                } else {
                    missing = true;
                }
            } else if (step instanceof ArgumentPath.Element element && value instanceof List<?> list) {
                if (element.index() < list.size()) {
                    look(list.get(element.index()), next);
                } else {
                    missing = true;
                }
            } else if (step instanceof ArgumentPath.EveryElement && value instanceof List<?> list) {
                missing |= list.isEmpty();
                list.forEach(each -> look(each, next));
            }
        }
    }
}
