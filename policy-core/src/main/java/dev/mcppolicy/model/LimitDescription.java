package dev.mcppolicy.model;

import dev.mcppolicy.model.limit.Amount;
import dev.mcppolicy.model.limit.Bound;
import dev.mcppolicy.model.limit.LimitKey;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
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

    private static final String RATE = "_rate_";
    private static final String SPEND = "_spend_";

    private LimitDescription() {}

    static String of(Limit limit) {
        return isNamed(limit) ? limit.counter() + "_per_" + limit.window().id() : words(limit);
    }

    /** Short forms and builders that are given no name make one that begins so. */
    static boolean isNamed(Limit limit) {
        String counter = limit.counter();
        return !counter.startsWith(RATE) && !counter.startsWith(SPEND);
    }

    /**
     * The name of a counter whose author gives it none: what is counted, in which window, in which scope unless that goes
     * without saying, and then the zone, that the window slides, and the key.
     */
    static String counter(Limit limit, Scope unnamed) {
        Window window = limit.window();
        StringBuilder name = new StringBuilder(limit.amount().equals(Amount.ONE) ? RATE : SPEND).append(span(window));
        if (limit.scope() != unnamed) {
            name.append('_').append(limit.scope().id());
        }
        if (window instanceof Window.Zoned zoned) {
            name.append('_').append(plain(zoned.zone().getId()));
        } else if (window instanceof Window.Sliding) {
            name.append("_sliding");
        }
        if (limit.key() != null) {
            name.append("_by_").append(plain(limit.key().toString()));
        }
        return name.toString();
    }

    private static String span(Window window) {
        if (window instanceof Window.Zoned zoned) {
            return zoned.span().id();
        }
        if (!(window instanceof Window.Sliding sliding)) {
            return window.id();
        }
        Duration length = sliding.length();
        return length.toMillisPart() == 0 ? length.toSeconds() + "s" : length.toMillis() + "ms";
    }

    /** A text without what parts a path or a qualified name: each run of such characters is one underscore. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean stays = c == '-' || c == '+' || (c < 0x80 && Character.isLetterOrDigit(c));
            if (stays) {
                plain.append(c);
            } else if (plain.length() == 0 || plain.charAt(plain.length() - 1) != '_') {
                plain.append('_');
            }
        }
        return plain.toString();
    }

    private static String words(Limit limit) {
        return most(limit.bound(), limit.amount()) + " " + window(limit.window()) + " " + callers(limit.scope())
                + eachOf(limit.key());
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

    /** A key in words, with what parts it from what is said before; empty without one. */
    static String eachOf(@Nullable LimitKey key) {
        return key == null ? "" : ", for each " + key;
    }

    /** A scope in words. */
    static String callers(Scope scope) {
        return scope == Scope.GLOBAL ? "for all callers" : "for a " + scope.id();
    }
}
