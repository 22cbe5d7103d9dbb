package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.json.Truth;
import dev.mcppolicy.model.condition.ArgumentPath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that is there and has no place for the next step of a path: a name is put to what is no object, or an index
 * or wildcard to what is no list. No operator can tell anything of it.
 *
 * @param value the value, not null
 * @param step the step that was put to it
 */
record ShapeMismatch(Object value, ArgumentPath.Step step) {
    /** What was found and what was expected, without the value. */
    String words() {
        return "found " + kind() + " where " + (step instanceof ArgumentPath.Member ? "an object" : "a list")
                + " was expected";
    }

    /** How a comparison came out, with the value it found or the misfit that it met. */
    static Explanation.Comparison explained(String comparison, @Nullable Object found, Truth outcome) {
        return found instanceof ShapeMismatch misfit
                ? new Explanation.Comparison(comparison, misfit.value(), outcome, misfit.words())
                : new Explanation.Comparison(comparison, found, outcome);
    }

    private String kind() {
        if (value instanceof String) {
            return "text";
        }
        if (value instanceof Boolean) {
            return "a boolean";
        }
        if (value instanceof List) {
            return "a list";
        }
        return value instanceof Map ? "an object" : "a number";
    }
}
