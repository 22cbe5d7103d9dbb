package dev.mcppolicy.testkit.internal;

import dev.mcppolicy.model.Limit;
import dev.mcppolicy.model.limit.Scope;
import dev.mcppolicy.model.limit.Window;
import java.math.BigDecimal;

/** Which limits keep others from ever being used up. */
public final class LimitCover {
    private static final long DAY = Window.Calendar.DAY.endOf(0);

    private LimitCover() {}

    /**
     * Whether the calls that one limit lets pass never use up another: it counts the same for no fewer callers and values and over
     * no shorter a time, and admits no more.
     */
    public static boolean covers(Limit limit, Limit other) {
        return limit.bound() != null
                && other.bound() != null
                && limit.amount().equals(other.amount())
                && (limit.when().isEmpty() || limit.when().equals(other.when()))
                && (limit.key() == null || limit.key().equals(other.key()))
                && (limit.scope() == Scope.GLOBAL || limit.scope() == other.scope())
                && spans(limit.window(), other.window())
                && most(limit).compareTo(most(other)) <= 0;
    }

    private static BigDecimal most(Limit limit) {
        return limit.scale().amountOf(limit.maxUnits());
    }

    /** Whether every time that one window spans lies within a time that the other spans. */
    private static boolean spans(Window longer, Window shorter) {
        if (longer.equals(shorter)) {
            return true;
        }
        long outer = longestMillis(longer);
        long inner = longestMillis(shorter);
        if (longer instanceof Window.Sliding) {
            return outer >= inner;
        }
        if (longer instanceof Window.Zoned || shorter instanceof Window.Zoned) {
            // A day lies within a week and within a month of its own zone; nothing is said of other windows.
            return longer instanceof Window.Zoned outside
                    && shorter instanceof Window.Zoned inside
                    && outside.zone().equals(inside.zone())
                    && inside.span() == Window.Calendar.DAY;
        }
        // What divides a day begins anew with every calendar window; a week of seconds begins on a Thursday.
        return shorter instanceof Window.Aligned && outer % inner == 0 && DAY % inner == 0;
    }

    /** January has as many days as any month. A zone may repeat a day, and so make what holds it longer by one. */
    private static long longestMillis(Window window) {
        if (window instanceof Window.Zoned zoned) {
            return longestMillis(zoned.span()) + DAY;
        }
        return window instanceof Window.Aligned aligned
                ? aligned.endOf(0) - aligned.startOf(0)
                : ((Window.Sliding) window).length().toMillis();
    }
}
