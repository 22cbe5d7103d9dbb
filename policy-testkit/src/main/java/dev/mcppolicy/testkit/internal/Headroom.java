package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.Explanation;
import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.limit.Bound;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much a limit leaves to a call. */
public final class Headroom {
    private Headroom() {}

    /** What is left after the call, negative if the call exceeds the limit; empty without a bound or a charge. */
    static Optional<BigDecimal> after(Explanation.LimitEvaluation look) {
        return after(look, look.used());
    }

    /** What is left after the call where the counter held an amount before. */
    public static Optional<BigDecimal> after(Explanation.LimitEvaluation look, @Nullable BigDecimal used) {
        if (look.result() == Explanation.Result.NOT_CONCERNED
                || used == null
                || look.amount() == null
                || look.rule().bound() == null) {
            return Optional.empty();
        }
        BigDecimal most = look.rule().scale().amountOf(look.rule().maxUnits());
        return Optional.of(most.subtract(used).subtract(look.amount()));
    }

    public static boolean passes(Explanation.LimitEvaluation look) {
        return switch (look.result()) {
            case NOT_CONCERNED -> true;
            case PASSED ->
                look.counter() != null
                        && look.amount() != null
                        && after(look).map(room -> room.signum() >= 0).orElse(true);
            case DENIED, CANNOT_TELL, ASKS -> false;
        };
    }

    /** The limit in words: {@code at most 10 per day}. */
    public static String bound(Limit limit) {
        Bound bound = limit.bound();
        return bound == null
                ? "counted per " + SpanText.of(limit.window())
                : (bound.inclusive() ? "at most " : "below ") + ValueText.number(bound.max()) + " per "
                        + SpanText.of(limit.window());
    }

    /** Whether a place is free for the call. */
    public static boolean passes(Explanation.ConcurrencyEvaluation look) {
        return look.result() == Explanation.Result.NOT_CONCERNED
                || (look.result() == Explanation.Result.PASSED
                        && look.held() != null
                        && look.held() < look.rule().max());
    }
}
