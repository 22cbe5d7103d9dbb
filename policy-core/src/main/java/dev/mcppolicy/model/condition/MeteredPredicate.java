package dev.mcppolicy.model.condition;

import dev.mcppolicy.json.Truth;
import dev.mcppolicy.json.Work;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A test of all arguments that takes its work from what is left for the call, and ends when that is used up. */
public interface MeteredPredicate extends Predicate<Map<String, @Nullable Object>> {
    /**
     * Tests arguments.
     *
     * @param arguments the arguments, which are unmodifiable
     * @param work what is left for the call, from which the test takes
     * @param name what to call the test where it takes too much
     * @return the outcome; cannot tell also where too little work was left, which the work says
     */
    Truth test(Map<String, @Nullable Object> arguments, Work work, String name);
}
