package dev.mcppolicy.model;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to call a limit without a name: its counter and window, {@code calls_per_minute}, where its author named the
 * counter, and otherwise what it lets pass, {@code 10 calls per 60 seconds for a session}.
 */
final class LimitDescription {
    /** A number with more digits after its point is written with an exponent. */
    private static final int MOST_DIGITS = 20;

    private LimitDescription() {}

    static String of(Limit limit) {
        return isNamed(limit) ? limit.counter() + "_per_" + limit.window().id() : words(limit);
    }

    /** Short forms and builders that are given no name make one that begins so. */
    static boolean isNamed(Limit limit) {
        String counter = limit.counter();
        return !counter.startsWith("_rate_") && !counter.startsWith("_spend_");
    }

    private static String words(Limit limit) {
        return most(limit.bound(), limit.amount()) + " " + window(limit.window()) + " " + scope(limit.scope());
    }

    private static String most(@Nullable Bound bound, Amount amount) {
        String number = bound == null ? "" : (bound.inclusive() ? "" : "below ") + number(bound.max()) + " ";
        if (amount instanceof Amount.FromArgument from) {
            return number + (bound == null ? "" : "of ") + from;
        }
        BigDecimal each = ((Amount.Fixed) amount).value();
        if (each.compareTo(BigDecimal.ONE) == 0) {
            boolean isOne = bound != null && bound.inclusive() && bound.max().compareTo(BigDecimal.ONE) == 0;
            return number + (isOne ? "call" : "calls");
        }
        return number + "at " + number(each) + " a call";
    }

    private static String number(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return shortest.scale() > MOST_DIGITS ? shortest.toString() : shortest.toPlainString();
    }

    private static String window(Window window) {
        if (window instanceof Window.Sliding sliding) {
            return "in any " + length(sliding.length());
        }
        return window instanceof Window.Seconds seconds
                ? "per " + (seconds.seconds() == 1 ? "second" : seconds.seconds() + " seconds")
                : "per " + window.id();
    }

    private static String length(Duration length) {
        if (length.toMillisPart() != 0) {
            return length.toMillis() + " milliseconds";
        }
        return length.toSeconds() == 1 ? "second" : length.toSeconds() + " seconds";
    }

    private static String scope(Scope scope) {
        return scope == Scope.GLOBAL ? "for all callers" : "for a " + scope.id();
    }
}
