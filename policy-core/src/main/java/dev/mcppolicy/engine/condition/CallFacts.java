package dev.mcppolicy.engine.condition;

import dev.mcppolicy.model.condition.CounterPath;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What conditions look at beside the arguments of a call.
 *
 * @param counters what the counters that they read held when the call was judged
 */
public record CallFacts(Map<CounterPath, BigDecimal> counters) {
    /** The facts for conditions that look at the arguments alone. */
    public static final CallFacts NONE = new CallFacts(Map.of());

    /** The amount in a counter, or null when the call has not what it counts by. */
    @Nullable
    BigDecimal counter(CounterPath path) {
        return counters.get(path);
    }
}
