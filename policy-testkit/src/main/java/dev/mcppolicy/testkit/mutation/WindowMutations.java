package dev.mcppolicy.testkit.mutation;

import dev.mcppolicy.model.limit.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The small changes of a window: another length, another zone, aligned in place of sliding. */
final class WindowMutations {
    private WindowMutations() {}

    static List<Window> of(Window window) {
        List<Window> others = new ArrayList<>();
        if (window instanceof Window.Calendar calendar) {
            others.add(other(calendar));
        } else if (window instanceof Window.Zoned zoned) {
            Window.Calendar other = other(zoned.span());
            others.add(other == Window.Calendar.HOUR ? other : other.in(zoned.zone()));
            others.add(zoned.span());
        } else if (window instanceof Window.Seconds seconds && seconds.seconds() > 1) {
            others.add(new Window.Seconds(Math.min(Window.Seconds.MAX_SECONDS, 2 * seconds.seconds())));
        } else if (window instanceof Window.Sliding sliding) {
            Duration twice = sliding.length().multipliedBy(2);
            if (twice.toSeconds() <= Window.Seconds.MAX_SECONDS) {
                others.add(new Window.Sliding(twice));
            }
            if (sliding.length().toMillisPart() == 0) {
                others.add(new Window.Seconds(sliding.length().toSeconds()));
            }
        }
        return others;
    }

    private static Window.Calendar other(Window.Calendar span) {
        return switch (span) {
            case MINUTE, DAY -> Window.Calendar.HOUR;
            case HOUR, WEEK -> Window.Calendar.DAY;
            case MONTH -> Window.Calendar.WEEK;
        };
    }
}
