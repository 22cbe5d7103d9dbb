package dev.mcppolicy.format.reading;

import dev.mcppolicy.model.Scope;
import dev.mcppolicy.model.Window;
import java.time.Duration;

/**
 * The names of counters that their authors do not name: {@code _rate_minute}, {@code _rate_60s}, {@code _spend_day}, with
 * the scope, the zone and that the window slides after them where that is not what goes without saying.
 */
public final class CounterNames {
    private CounterNames() {}

    /** The name of a counter of calls, in a scope that is left out where it is the unnamed one. */
    public static String ofRate(Window window, Scope scope, Scope unnamed) {
        return name("_rate_", window, scope, unnamed);
    }

    /** The name of a counter of sums. */
    public static String ofSpend(Window window, Scope scope, Scope unnamed) {
        return name("_spend_", window, scope, unnamed);
    }

    private static String name(String kind, Window window, Scope scope, Scope unnamed) {
        StringBuilder name = new StringBuilder(kind).append(span(window));
        if (scope != unnamed) {
            name.append('_').append(scope.id());
        }
        if (window instanceof Window.Zoned zoned) {
            name.append('_').append(plain(zoned.zone().getId()));
        } else if (window instanceof Window.Sliding) {
            name.append("_sliding");
        }
        return name.toString();
    }

    private static String span(Window window) {
        if (window instanceof Window.Zoned zoned) {
            return zoned.span().id();
        }
        return window instanceof Window.Sliding sliding ? length(sliding.length()) : window.id();
    }

    private static String length(Duration length) {
        return length.toMillisPart() == 0 ? length.toSeconds() + "s" : length.toMillis() + "ms";
    }

    /** What parts a path of a name, and its steps, parts a name too much. */
    private static String plain(String text) {
        return text.replaceAll("[^A-Za-z0-9_+-]+", "_");
    }
}
