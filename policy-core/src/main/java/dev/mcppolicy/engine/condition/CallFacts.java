package dev.mcppolicy.engine.condition;

import dev.mcppolicy.decision.Caller;
import dev.mcppolicy.model.condition.CounterPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What conditions look at beside the arguments of a call. Immutable. */
public final class CallFacts {
    /**
     * The facts for conditions that look at the arguments alone. Whoever asks them for anything else has been given the
     * wrong ones, and fails.
     */
    public static final CallFacts NONE = new CallFacts(Map.of(), null, null);

    private final Map<CounterPath, BigDecimal> counters;
    private final @Nullable Caller caller;
    private final @Nullable Instant now;

    private CallFacts(Map<CounterPath, BigDecimal> counters, @Nullable Caller caller, @Nullable Instant now) {
        this.counters = counters;
        this.caller = caller;
        this.now = now;
    }

    /**
     * The facts of a call.
     *
     * @param counters what the counters that conditions read held when the call was judged
     * @param caller who makes it
     * @param now the one instant of its decision
     */
    public static CallFacts of(Map<CounterPath, BigDecimal> counters, Caller caller, Instant now) {
        return new CallFacts(counters, caller, now);
    }

    /** The amount in a counter, or null when the call has not what it counts by. */
    @Nullable
    BigDecimal counter(CounterPath path) {
        return counters.get(path);
    }

    /** Who makes the call. */
    Caller caller() {
        return known(caller);
    }

    /** The one instant of the decision. */
    Instant now() {
        return known(now);
    }

    private static <T> T known(@Nullable T fact) {
        if (fact == null) {
            throw new IllegalStateException("a condition was judged without the facts that it looks at");
        }
        return fact;
    }
}
