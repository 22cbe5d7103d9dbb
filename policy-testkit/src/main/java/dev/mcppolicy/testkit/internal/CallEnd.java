package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.decision.Decision;
import dev.mcppolicy.decision.ToolCall;
import dev.mcppolicy.decision.ToolOutcome;
import dev.mcppolicy.engine.PolicyEngine;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a call ends once it is allowed.
 *
 * @param outcome how its tool ends
 * @param actual the real amounts that the tool names, by counter; null where it names none
 * @param releasesWhenThrown whether an exception gives the charges back
 * @param runs how long the tool runs before
 * @param isLost whether the process dies before it can tell of any end
 */
public record CallEnd(
        ToolOutcome outcome,
        @Nullable Map<String, BigDecimal> actual,
        boolean releasesWhenThrown,
        Duration runs,
        boolean isLost) {
    /** The tool returns a result. */
    public static final CallEnd RETURNED = of(ToolOutcome.RETURNED);

    /** The process dies while the tool runs, and tells nobody. */
    public static final CallEnd LOST = new CallEnd(ToolOutcome.RETURNED, null, false, Duration.ZERO, true);

    public CallEnd {
        actual = actual == null ? null : Map.copyOf(actual);
    }

    public static CallEnd of(ToolOutcome outcome) {
        return new CallEnd(outcome, null, false, Duration.ZERO, false);
    }

    public static CallEnd settled(Map<String, BigDecimal> actual) {
        return new CallEnd(ToolOutcome.RETURNED, actual, false, Duration.ZERO, false);
    }

    /** This end, where an exception gives the charges back. */
    public CallEnd releasedWhenThrown() {
        return new CallEnd(outcome, actual, true, runs, isLost);
    }

    /** This end, after so long. */
    public CallEnd after(Duration running) {
        return new CallEnd(outcome, actual, releasesWhenThrown, running, isLost);
    }

    /** Whether the charges are given back. */
    public boolean isReleased() {
        return actual == null && !outcome.keepsCharge(releasesWhenThrown);
    }

    /** Tells an engine of this end, unless it is lost. */
    public void finish(PolicyEngine engine, ToolCall call, Decision.Allow allow) {
        if (isLost) {
            return;
        }
        if (isReleased()) {
            allow.reservation().release().toCompletableFuture().join();
        }
        if (actual == null) {
            engine.finish(call, allow, outcome).toCompletableFuture().join();
        } else {
            engine.finish(call, allow, outcome, actual).toCompletableFuture().join();
        }
    }

    @Override
    public String toString() {
        if (isLost) {
            return "lost";
        }
        if (actual != null) {
            return "settled";
        }
        return switch (outcome) {
            case RETURNED -> "ok";
            case TOOL_ERROR -> "tool error";
            case EXCEPTION -> releasesWhenThrown ? "exception, which releases" : "exception";
            case CANCELLED -> "cancelled";
            case NOT_EXECUTED -> "not executed";
        };
    }
}
