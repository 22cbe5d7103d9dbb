package dev.mcppolicy.engine.condition;

import dev.mcppolicy.model.CounterPath;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the counters that conditions read held when the call was judged. */
public record CounterReadings(Map<CounterPath, BigDecimal> values) {
    /** The readings of a call whose conditions read no counter. */
    public static final CounterReadings NONE = new CounterReadings(Map.of());

    /** The amount in a counter, or null when the call has not what it counts by. */
    @Nullable
    BigDecimal value(CounterPath path) {
        return values.get(path);
    }
}
